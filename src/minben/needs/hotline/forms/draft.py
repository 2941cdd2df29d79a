"""What a person says of their need: one small form for each thing that was understood."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.needs.hotline.forms import fields
from minben.needs.hotline.wording import choices

REPLIES_NEED = {"phone": "phone", "sms": "phone", "email": "email", "letter": "post_address"}


class SayForm(forms.Form):
    """The first question."""

    text = fields.lines(
        _("What do you need?"),
        rows=5,
        error_messages={
            "required": _(
                "Nothing is written yet. A few words are enough, for example: the street lamp is out."
            )
        },
    )


class WhatForm(forms.Form):
    text = fields.lines(_("In your own words"))
    kind = fields.one_of(_("What is it?"), [("", _("I am not sure")), *choices("kind")], required=False)
    category = forms.ChoiceField(label=_("What is it about?"), choices=fields.categories, required=False)


class WhereForm(forms.Form):
    address = fields.words(
        _("Where is it?"),
        length=300,
        complete="street-address",
        help_text=_("As you would tell a neighbour: street and number, building, or what stands beside it."),
    )
    place = forms.TypedChoiceField(
        label=_("Or choose the community"),
        choices=fields.communities,
        coerce=fields.whole,
        empty_value=None,
        required=False,
    )


class WhenForm(forms.Form):
    since_when = fields.words(
        _("Since when is it so?"),
        length=80,
        help_text=_("For example: since Friday, every night, since 20 November."),
    )


class UrgencyForm(forms.Form):
    urgency = fields.one_of(
        _("How urgent is it?"), [("", _("As understood")), *choices("urgency")], required=False
    )


class WhoForm(forms.Form):
    identity = fields.one_of(
        _("Who may know that it was you?"),
        [
            ("named", _("The unit that acts sees my name and how to reach me. It is usually the quickest.")),
            ("confidential", _("Only the hotline centre knows. It passes on what was said, and the answer.")),
            (
                "anonymous",
                _("Nobody knows. No name and no number is kept; only your code leads to the answer."),
            ),
        ],
        help_text=_("Whatever you choose, a unit that you complain about is never told who you are."),
    )


class AboutForm(forms.Form):
    against = forms.TypedChoiceField(
        label=_("Which unit is it about?"),
        choices=fields.units,
        coerce=fields.whole,
        empty_value=None,
        required=False,
        help_text=_("It will not decide its own case and never learns who complained."),
    )


class ContactForm(forms.Form):
    reply_by = fields.one_of(_("How shall we answer you?"), choices("reply_by"))
    name = fields.words(_("Your name"), length=80, complete="name")
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        validators=[fields.phone_number],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    post_address = fields.words(_("Address for a letter"), length=300, complete="street-address")

    def clean_phone(self) -> str:
        return fields.digits(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        needed = REPLIES_NEED.get(said.get("reply_by", ""))
        if needed and not said.get(needed) and needed not in self.errors:
            self.add_error(needed, _("We need this to answer you the way you chose. Or choose another way."))
        return said


class ReachForm(forms.Form):
    """How somebody may be reached at once whose life may be at stake: asked, never demanded, taken as it is written."""

    phone = forms.CharField(
        label=_("A number where we reach you"),
        required=False,
        max_length=40,
        help_text=_("You need not leave one. With it, a person can call you at once."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    where = fields.words(
        _("Where are you now?"),
        length=300,
        complete="street-address",
        help_text=_("You need not say it. It helps if you would like somebody to come to you."),
    )

    def as_written(self) -> dict[str, str]:
        """Return what was written, cut where it would not fit: no form may keep a cry for help back."""
        written = {name: str(self.data.get(name, "")).replace("\x00", "").strip() for name in self.fields}
        return {"phone": fields.digits(written["phone"])[:40], "where": written["where"][:300]}


class HelperForm(forms.Form):
    helper_name = fields.words(
        _("Your name, as the one who helps"), length=80, complete="name", required=True
    )
    helper_relation = fields.words(
        _("Who are you to the person?"),
        length=80,
        required=True,
        help_text=_("For example: daughter, neighbour, community worker."),
    )
    helper_phone = forms.CharField(
        label=_("Your telephone, if we may ask you back"),
        required=False,
        max_length=40,
        validators=[fields.phone_number],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    consent_how = fields.one_of(
        _("How did the person agree?"),
        [
            ("in_person", _("They told me so themselves")),
            ("by_phone", _("They agreed on the telephone")),
            ("in_writing", _("They wrote it down")),
            ("guardian", _("I am their guardian under the law")),
        ],
        error_messages={
            "required": _(
                "Without the person's consent we cannot take it in "
                "their name. You may ask in your own name instead."
            )
        },
    )


class JoinForm(forms.Form):
    request_id = forms.IntegerField(widget=forms.HiddenInput)
    consent = forms.BooleanField(
        label=_(
            "I agree that mine is handled together with this one. What I said stays a request of its own."
        ),
        error_messages={
            "required": _("Tick the box if you want to join. Without it your request goes its own way.")
        },
    )


PARTS: dict[str, type[forms.Form]] = {
    "what": WhatForm,
    "where": WhereForm,
    "when": WhenForm,
    "urgency": UrgencyForm,
    "who": WhoForm,
    "about": AboutForm,
    "contact": ContactForm,
    "helper": HelperForm,
}
