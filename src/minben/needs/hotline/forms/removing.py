"""A person's wish that what is kept about them goes, and its decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.needs.hotline.forms import fields


class EraseForm(forms.Form):
    words = fields.lines(_("Why it should go (you need not say)"), rows=3, required=False, max_length=2000)
    sure = forms.BooleanField(
        label=_("I know that it cannot be undone, and that nobody can then tell me what I had said."),
        error_messages={"required": _("Tick the box if you want it. Without it everything stays as it is.")},
    )


class DecideErasureForm(forms.Form):
    agreed = fields.one_of(
        _("Shall it go?"),
        [
            ("yes", _("Yes, remove it for good")),
            ("no", _("No, it has to be kept for now")),
        ],
    )
    words = fields.lines(
        _("Why it has to be kept"),
        rows=3,
        required=False,
        max_length=2000,
        help_text=_(
            "Only if you say no. The person reads it: which law or open matter asks for it, and until when."
        ),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("agreed") == "no" and not said.get("words"):
            self.add_error("words", _("Give the person the reason, in words they can check."))
        return said
