"""What an administrator decides about a partner: who it is, and what each token allows."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minben.commons.clock import now
from minben.institutions.partners.actions import NewPartner, NewToken, purposes
from minben.institutions.partners.words import SCOPES


class PartnerForm(forms.Form):
    code = forms.SlugField(
        label=_("Short code"), max_length=40, help_text=_("Small letters, digits and hyphens; it stays.")
    )
    name = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    contact = forms.CharField(
        label=_("Who answers for it"),
        max_length=200,
        help_text=_("An office and how to reach it; no private number."),
    )

    @property
    def as_partner(self) -> NewPartner:
        """The partner as the door takes it."""
        said = self.cleaned_data
        return NewPartner(said["code"].lower(), said["name"], said["contact"], name_en=said["name_en"])


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is used for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it allows"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Only for reading everybody's requests."),
    )
    per_minute = forms.IntegerField(label=_("Calls a minute"), min_value=1, max_value=100_000, initial=120)
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty if it has none."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django calls it
        english = (get_language() or "").startswith("en")
        offered = [one for tell in purposes for one in tell(now())]
        choice = self.fields["purpose"]
        if isinstance(choice, forms.ChoiceField):
            named = [(one.key, one.en if english else one.zh) for one in offered]
            choice.choices = [("", _("None")), *named]

    def as_token(self, partner: str) -> NewToken:
        """Return the token as the door takes it; the last day counts in full."""
        said = self.cleaned_data
        day = said["until"]
        until = datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone()) if day else None
        return NewToken(
            partner=partner,
            name=said["name"],
            scopes=said["scopes"],
            purpose=said["purpose"],
            per_minute=said["per_minute"],
            until=until,
        )
