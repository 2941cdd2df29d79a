"""What a clerk says when a request belongs to a neighbouring city."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minben.needs.hotline import queries
from minben.needs.hotline.forms import fields
from minben.needs.hotline.wording import in_language


def destinations() -> list[Any]:
    """Return what each neighbouring city offers, city by city; a value is the city's key and the service's code."""
    return [
        ("", "—"),
        *(
            (
                in_language(peer.name, peer.name_en),
                [(f"{peer.key}:{code}", name) for code, name in peer.services],
            )
            for peer in queries.peers()
        ),
    ]


class PassOnForm(forms.Form):
    """Where it goes, what goes along, and how the person agreed to it."""

    to = forms.ChoiceField(label=_("Which city, and what is it about there?"), choices=destinations)
    words = fields.lines(
        _("A few words for the colleagues there, and for the person"), rows=3, required=False, max_length=1000
    )
    with_contact = forms.BooleanField(
        label=_("The person's own words, name and number go along"),
        required=False,
        help_text=_("Without this the city there gets the words with personal data covered, and answers us."),
    )
    consent_how = fields.words(
        _("How did the person agree to that?"),
        length=120,
        help_text=_("For example “on the telephone on 2 March, asked by me”."),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("with_contact") and not (said.get("consent_how") or "").strip():
            self.add_error(
                "consent_how",
                ValidationError(
                    _("Ask the person first and write down how they agreed; or let their contact stay here."),
                    code="consent_missing",
                ),
            )
        if to := said.get("to"):
            key, _colon, said["service"] = to.partition(":")
            said["peer_id"] = int(key)
        return said


class TakeBackForm(forms.Form):
    words = fields.lines(_("Why (the person sees it)"), rows=2, max_length=1000)
