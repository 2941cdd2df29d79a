"""What owners write: the code of their letter, their ballot, what they have against it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minben.needs.hotline.core.codes import LETTERS, as_typed
from minben.participation.ballots import queries
from minben.participation.ballots.actions import Choice
from minben.participation.ballots.forms.fields import CHOICES, long_words

_CODE = re.compile(rf"[A-Za-z0-9]{{{LETTERS}}}")


class CodeForm(forms.Form):
    """The code of an owner's letter."""

    code = forms.CharField(
        label=_("The code of the letter"),
        max_length=40,
        help_text=_("Ten letters and digits; dashes and capitals do not matter."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "spellcheck": "false"}),
    )

    def owner_of(self, code: str) -> int | None:
        """Return whose code this is."""
        return queries.owner_of_code(code)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        owner = None
        if _CODE.fullmatch(re.sub(r"[\s－-]", "", code)):
            owner = self.owner_of(code)
        if owner is None:
            raise ValidationError(
                _("No letter has this code. Compare it with the letter, or call us; nothing was lost.")
            )
        self.owner = owner
        return as_typed(code)


class BallotForm(forms.Form):
    """One choice for each dwelling of an owner."""

    def __init__(self, *args: Any, voter: queries.VoterRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voter = voter
        for home in voter.dwellings:
            self.fields[f"home-{home.key}"] = forms.ChoiceField(
                label=_("Dwelling %(label)s, %(area)s m²") % {"label": home.label, "area": home.area_m2},
                choices=CHOICES,
                initial=home.choice,
                required=len(voter.dwellings) == 1,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the three answers.")},
            )

    def said(self) -> dict[int, Choice]:
        """What was chosen for each dwelling, where something was."""
        chosen = {home.key: self.cleaned_data.get(f"home-{home.key}") for home in self.voter.dwellings}
        return {key: Choice(choice) for key, choice in chosen.items() if choice}


class ObjectionForm(forms.Form):
    """What somebody has against it."""

    words = forms.CharField(label=_("In the person's own words"), max_length=5000, widget=long_words(4))
