import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.commons.errors import TeachingError
from minben.ledger.core.documents import check
from minben.ledger.wording import of_error

LARGEST_BYTES = 200_000


class ProofForm(forms.Form):
    """A proof as a file or as text; ``problems`` holds what its check found."""

    file = forms.FileField(
        required=False,
        label=gettext_lazy("The proof's file"),
        help_text=gettext_lazy("Its name ends in .json."),
    )
    text = forms.CharField(
        required=False,
        label=gettext_lazy("Or its text"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        max_length=LARGEST_BYTES,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = cleaned.get("file")
        if given is not None and given.size > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is too large for a proof. Choose the file you downloaded here.")
            )
        raw = given.read() if given is not None else cleaned.get("text", "").encode()
        if not raw.strip():
            raise forms.ValidationError(_("There is nothing to check. Choose the file or paste its text."))
        cleaned["document"] = self._document(raw)
        cleaned["problems"] = self._problems(cleaned["document"])
        return cleaned

    def _document(self, raw: bytes) -> dict[str, Any]:
        try:
            document = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(
                _("This is not JSON. Use the file as it was downloaded, without changing it.")
            ) from error
        if not isinstance(document, dict):
            raise forms.ValidationError(
                _("This is not a proof of the ledger. Use the file as it was downloaded.")
            )
        return document

    def _problems(self, document: dict[str, Any]) -> list[str]:
        try:
            return check(document)
        except TeachingError as error:
            raise forms.ValidationError(of_error(error)) from error
