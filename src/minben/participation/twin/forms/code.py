"""The code of a household's letter."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minben.needs.hotline.core.codes import LETTERS, as_typed
from minben.participation.ballots import queries as ballots

_CODE = re.compile(rf"[A-Za-z0-9]{{{LETTERS}}}")


class CodeForm(forms.Form):
    """The code of an owner's letter."""

    code = forms.CharField(
        label=_("The code of the letter"),
        max_length=40,
        help_text=_("Ten letters and digits; dashes and capitals do not matter."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        plain = re.sub(r"[\s－-]", "", code)
        if not _CODE.fullmatch(plain) or ballots.owner_of_code(code) is None:
            raise ValidationError(
                _("No letter has this code. Compare it with the letter, or call us; nothing was lost.")
            )
        return as_typed(code)
