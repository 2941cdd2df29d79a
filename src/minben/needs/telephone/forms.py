"""What a clerk writes on the pages of calls."""

import re
from datetime import datetime, timedelta
from typing import Any
from zipfile import BadZipFile, ZipFile

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as requests
from minben.needs.telephone.wording import WORDS

_NUMBER = re.compile(r"\+?[0-9*#][0-9*# -]{1,30}")
_EXTENSION = re.compile(r"[\w.:@+-]{1,40}", re.ASCII)
_BACK_WITHIN = timedelta(days=14)
LOCAL = "%Y-%m-%dT%H:%M"
LARGEST = 5 * 1024 * 1024
UNPACKED = 50 * 1024 * 1024


def dialled(value: str) -> None:
    """Accept what a telephone can dial, and say what is missing otherwise."""
    if not _NUMBER.fullmatch(value):
        raise ValidationError(_("This cannot be dialled. Write digits only."), code="number")


def units_with_number() -> list[Any]:
    """Units that can be called, for a list to choose from."""
    rows = [(row.key, f"{requests.name_of(row)} · {row.phone}") for row in registers.units() if row.phone]
    return [("", _("No unit: the number below")), *rows]


class SeatForm(forms.Form):
    """At which extension the clerk sits; empty when the shift is over."""

    extension = forms.CharField(
        label=_("My extension"),
        required=False,
        max_length=40,
        help_text=_("As the exchange calls your telephone. Leave it empty at the end of the shift."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )

    def clean_extension(self) -> str:
        said: str = self.cleaned_data["extension"].strip()
        if said and not _EXTENSION.fullmatch(said):
            raise ValidationError(_("An extension has letters and digits only, for example 8012."))
        return said


class SaidForm(forms.Form):
    """Everything that one call's page can send: what is said, and to whom the call goes on."""

    said = forms.CharField(
        label=_("In the person's own words"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "accesskey": "w"}),
    )
    address = forms.CharField(
        label=_("Where (as they say it)"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    unit = forms.TypedChoiceField(
        label=_("To which unit"), choices=units_with_number, required=False, coerce=int, empty_value=None
    )
    number = forms.CharField(
        label=_("Or to this number"),
        required=False,
        max_length=31,
        validators=[dialled],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )

    def to(self) -> str:
        """Return the number that was chosen or written; a written one comes first."""
        if written := self.cleaned_data["number"]:
            return re.sub(r"[ -]", "", written)
        chosen = self.cleaned_data["unit"]
        phone = next((row.phone for row in registers.units() if row.key == chosen), "")
        # Of several numbers in one cell the first.
        first = re.match(r"[^0-9+*#]*([0-9+*#(][0-9*#() -]*)", phone)
        return re.sub(r"[() -]", "", first.group(1)) if first else ""


class BookForm(forms.Form):
    """When to ring somebody back, and what about."""

    wanted_at = forms.DateTimeField(
        label=_("Ring back at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "form": "said"}, format=LOCAL),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
    )
    why = forms.CharField(
        label=_("What about"),
        required=False,
        max_length=200,
        help_text=_("No names and no numbers: whoever is free reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "form": "said"}),
    )

    def clean_wanted_at(self) -> datetime:
        wanted: datetime = self.cleaned_data["wanted_at"]
        if not now() - timedelta(minutes=5) <= wanted <= now() + _BACK_WITHIN:
            raise ValidationError(_("Choose a moment within the next 14 days."))
        return wanted


class OutcomeForm(forms.Form):
    """What came of a call-back."""

    outcome = forms.ChoiceField(choices=[(code, words) for code, words in WORDS["outcome"].items()])


class ReasonForm(forms.Form):
    """Why a recording is to be heard again."""

    reason = forms.CharField(
        label=_("Why must it be heard again?"),
        min_length=10,
        max_length=300,
        help_text=_("At least ten characters. It is written down who heard it and why."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PileForm(forms.Form):
    """A spreadsheet of calls that were taken on paper."""

    file = forms.FileField(
        label=_("The filled-in spreadsheet"),
        help_text=_("The template, filled in: .xlsx or .csv, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is larger than 5 MB. Split it and send the parts."))
        if not file.name.lower().endswith((".xlsx", ".csv")):
            raise ValidationError(_("Save the spreadsheet as .xlsx or .csv and send it again."))
        if file.name.lower().endswith(".xlsx") and _unpacked(file) > UNPACKED:
            raise ValidationError(_("This is no spreadsheet of calls. Fill in the template and send that."))
        return file


def _unpacked(file: Any) -> int:
    """How large a workbook would be unpacked [B]; one that cannot be looked into is too large."""
    try:
        size = sum(part.file_size for part in ZipFile(file).infolist())
    except (BadZipFile, ValueError, OSError):
        return UNPACKED + 1
    file.seek(0)
    return size
