"""The clerk's one page to take a call, a visit, a letter or a relayed conversation."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.needs.hotline.drafts import Said
from minben.needs.hotline.forms import fields
from minben.needs.hotline.forms.draft import REPLIES_NEED
from minben.needs.hotline.wording import choices

Known = tuple[Sequence[registers.PlaceRow], registers.UnitsAround]
_PAPER_KEPT = timedelta(days=30)
CHANNELS = ["phone", "counter", "letter", "text", "sign", "proxy"]
_OF_THE_PAGE = frozenset({"caller", "once", "heard_at", "ticket"})
CONSENTS = [
    ("", "—"),
    ("in_person", _("told us so themselves")),
    ("by_phone", _("agreed on the telephone")),
    ("in_writing", _("wrote it down")),
    ("guardian", _("guardian under the law")),
]


def _select(label: Any, options: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=options, required=False, **more)


def _key(label: Any, options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=options, coerce=fields.whole, empty_value=None, required=False
    )


class DeskForm(forms.Form):
    """Everything a clerk may write down; only the channel and the words must be there."""

    channel = forms.ChoiceField(label=_("How it came"), choices=choices("channel", CHANNELS), initial="phone")
    phone = forms.CharField(
        label=_("Caller's telephone"),
        required=False,
        max_length=40,
        validators=[fields.phone_number],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "accesskey": "p"}),
    )
    text = fields.lines(
        _("In the person's own words"),
        rows=6,
        error_messages={"required": _("Write down what the person says, in their own words.")},
    )
    address = fields.words(_("Where (as they say it)"), length=300)
    place = _key(_("Community"), fields.communities)
    since_when = fields.words(_("Since when"), length=80)
    heard_at = forms.DateTimeField(
        label=_("Taken on paper at"),
        required=False,
        help_text=_("Only for what is keyed in later; the deadline counts from then."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    category = _select(_("What it is about"), fields.categories)
    kind = _select(_("What it is"), [("", _("as understood")), *choices("kind")])
    urgency = _select(_("How urgent"), [("", _("as understood")), *choices("urgency")])
    identity = forms.ChoiceField(label=_("Who may know"), choices=choices("identity"), initial="named")
    against = _key(_("About a unit"), fields.units)
    name = fields.words(_("Name"), length=80)
    reply_by = forms.ChoiceField(label=_("Answer by"), choices=choices("reply_by"), initial="phone")
    post_address = fields.words(_("Address for a letter"), length=300)
    email = forms.EmailField(label=_("E-mail"), required=False)
    helper_name = fields.words(_("Helper's name"), length=80)
    helper_relation = fields.words(_("Helper is to the person"), length=80)
    helper_phone = fields.words(_("Helper's telephone"), length=40)
    consent_how = _select(_("The person agreed"), CONSENTS)
    caller = forms.CharField(required=False, widget=forms.HiddenInput)
    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, known: Known | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        if known is not None:
            places, units = known
            self.fields["place"].choices = partial(fields.communities, places)  # type: ignore[attr-defined]  # a choice
            self.fields["against"].choices = partial(fields.units, units.every)  # type: ignore[attr-defined]  # a choice
        fields.read_once(self)

    def clean_phone(self) -> str:
        return fields.digits(self.cleaned_data["phone"])

    def clean_heard_at(self) -> datetime | None:
        heard: datetime | None = self.cleaned_data["heard_at"]
        if heard and not now() - _PAPER_KEPT < heard <= now():
            raise forms.ValidationError(_("Give a moment of the last 30 days that is past."))
        return heard

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("identity") != "anonymous":
            needed = REPLIES_NEED.get(said.get("reply_by", ""), "")
            if needed and not said.get(needed) and needed not in self.errors:
                self.add_error(
                    needed, _("Needed to answer the way that was chosen. Ask for it, or choose another way.")
                )
        if said.get("channel") == "proxy" or said.get("helper_name"):
            self._clean_helper(said)
        return said

    def _clean_helper(self, said: dict[str, Any]) -> None:
        if not said.get("helper_name"):
            self.add_error("helper_name", _("Somebody helps: write down who."))
        if not said.get("consent_how"):
            self.add_error(
                "consent_how",
                _("Ask how the person agreed; without consent take it in the helper's own name."),
            )

    def said(self) -> Said:
        """Return what was written down so far, as far as it is in order."""
        known = getattr(self, "cleaned_data", {})
        return Said(
            **{
                name: value
                for name, value in known.items()
                if name not in _OF_THE_PAGE and value not in (None, "")
            }
        )


class ChaserForm(forms.Form):
    """An earlier request is asked after (催单)."""

    request_id = forms.IntegerField(min_value=1, max_value=10**18, widget=forms.HiddenInput)
    words = fields.words(_("What the caller says"), length=500)
