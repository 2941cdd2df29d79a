"""Forms of work orders; each says what it does in one deed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.commons.clock import now
from minben.commons.evidence import says_something
from minben.dispatch.orders.limits import value_at
from minben.dispatch.orders.wording import NOTHING_SHOWN, named, said
from minben.ground.registers import queries as registers
from minben.needs.hotline import actions as hotline

_LINES = forms.Textarea(attrs={"rows": 3})


class Deed(forms.Form):
    """A form posted for one order.

    ``unit`` is the unit that has it, for choices that leave it out; ``units`` are all, where the page knows them.
    """

    def __init__(
        self,
        *args: Any,
        unit: int | None = None,
        units: Sequence[registers.UnitRow] | None = None,
        **kwargs: Any,
    ) -> None:
        self.unit, self.known_units = unit, units
        kwargs.setdefault("prefix", type(self).__name__.removesuffix("Form").lower())
        super().__init__(*args, **kwargs)

    def choose_unit(self, name: str, *, leave_out: int | None = None) -> None:
        """Give a field the units to choose from."""
        every = registers.units() if self.known_units is None else self.known_units
        chosen = [(row.key, named(row)) for row in every if row.key != leave_out]
        self.fields[name].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField


class SignForm(Deed):
    """Signing needs no words: the unit answers from now on."""


class ResumeForm(Deed):
    """Going on needs no words either."""


class SendBackForm(Deed):
    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("What the centre should know"), widget=_LINES, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = value_at("send-back-reasons", "reasons", now())
        self.fields["reason"].choices = [(row["code"], said(row)) for row in reasons]  # type: ignore[attr-defined]  # a ChoiceField


class AskForm(Deed):
    words = forms.CharField(
        label=_("Your question to the person"),
        help_text=_(
            "The clock stands still until they answer. Ask only for what you cannot find out yourself."
        ),
        widget=_LINES,
        max_length=2000,
    )


class VisitForm(Deed):
    not_before = forms.DateField(
        label=_("Not before"),
        required=False,
        help_text=_("Leave empty for the earliest day, for example 2026-03-12."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class UnitsForm(Deed):
    units = forms.TypedMultipleChoiceField(
        label=_("Units"), coerce=int, help_text=_("Hold Ctrl or ⌘ to choose several.")
    )
    words = forms.CharField(label=_("What you ask of them"), widget=_LINES, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_unit("units", leave_out=self.unit)


class SplitForm(UnitsForm):
    """Other units take a share; this one goes on answering."""


class WhistleForm(UnitsForm):
    """A street calls departments together."""


class FinishForm(Deed):
    proof = forms.CharField(
        label=_("What was done, and what shows it"),
        help_text=_("Say what somebody would see who went there now."),
        widget=_LINES,
        max_length=2000,
    )
    photo = forms.FileField(
        label=_("Photograph"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 8 MB. Place and camera are removed from it."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    figure = forms.FloatField(label=_("A measured figure"), required=False, help_text=_("For example 21"))
    figure_unit = forms.CharField(
        label=_("Its unit"), required=False, max_length=24, help_text=_("For example °C, dB, m")
    )
    answer = forms.CharField(
        label=_("Your answer to the person"),
        help_text=_("In words they use themselves: what was done, what they can do if it comes back."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )

    def clean_photo(self) -> Any:
        """Keep a picture made anew, without anything of the camera or the place in it."""
        given = self.cleaned_data.get("photo")
        if not given:
            return None
        try:
            return hotline.clean_picture(given, size=given.size)
        except hotline.PictureRefused as error:
            raise forms.ValidationError(
                _("This file cannot be taken. Send a JPEG, PNG or WebP picture of at most 8 MB."),
                code=error.code,
            ) from error

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("figure") is not None and not (found.get("figure_unit") or "").strip():
            self.add_error("figure_unit", _("A figure needs its unit, for example 21 °C."))
        shown = (
            found.get("photo") or found.get("figure") is not None or says_something(found.get("proof", ""))
        )
        if "proof" in found and not shown:
            self.add_error("proof", forms.ValidationError(NOTHING_SHOWN, code="says_nothing"))
        return found


class WordsForm(Deed):
    words = forms.CharField(label=_("In words"), widget=_LINES, max_length=2000)


class SuperviseForm(WordsForm):
    """A signed human act (督办)."""


class CloseForm(WordsForm):
    """Closing says nothing of solved."""


class RouteForm(Deed):
    unit_id = forms.TypedChoiceField(label=_("Who acts"), coerce=int)
    words = forms.CharField(
        label=_("The decision in words"),
        help_text=_("Required when units disagree for the second time."),
        required=False,
        widget=_LINES,
        max_length=2000,
    )
    general = forms.BooleanField(
        label=_("This also holds for later requests of this kind in this place"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_unit("unit_id")


class ReportForm(forms.Form):
    words = forms.CharField(label=_("What your department does"), widget=_LINES, max_length=2000)


class GiveUpForm(forms.Form):
    words = forms.CharField(label=_("Why the visit cannot take place"), max_length=300, required=False)
