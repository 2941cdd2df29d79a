"""Who watches a secret vote, and what they found."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.participation.ballots import queries
from minben.participation.ballots.forms.fields import long_words
from minben.participation.ballots.forms.voting import CodeForm
from minben.participation.ballots.wording import word


class ObserverCodeForm(CodeForm):
    """The code of an observer's appointment."""

    def owner_of(self, code: str) -> int | None:
        return queries.observer_of_code(code)


class ObserverForm(forms.Form):
    """Somebody who watches a secret vote."""

    name = forms.CharField(
        label=_("Name of the observer"),
        max_length=80,
        help_text=_("Everybody reads this name. Ask the person first."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    stands_for = forms.CharField(
        label=_("For whom they watch (may stay empty)"),
        max_length=80,
        required=False,
        help_text=_("For example: the owners of the ground floor, the neighbourhood committee."),
    )
    user_id = forms.TypedChoiceField(
        label=_("With an account of the house"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "An auditor finds the count on the page of the decision, signed in. Everybody else needs none."
        ),
    )

    def __init__(self, *args: Any, auditors: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("None: the code of the appointment is enough")), *auditors.items()]


class WordForm(forms.Form):
    """What an observer found."""

    agrees = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[("yes", _("I counted again: it agrees.")), ("no", _("I object to it."))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("What you object to, or wish to add"),
        max_length=500,
        required=False,
        help_text=_("Everybody reads it. Write nothing that tells how somebody voted."),
        widget=long_words(3),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("agrees") == "no" and not cleaned.get("reason"):
            self.add_error("reason", word("refusal", "no_reason"))
        return cleaned
