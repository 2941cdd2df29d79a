"""What a street office types to set up a block, in a few short forms; and the code of a household's letter."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.needs.hotline.core.codes import LETTERS, as_typed
from minben.participation.ballots import queries as ballots
from minben.participation.twin import law
from minben.participation.twin.core.facade import BACK, FRONT, House
from minben.participation.twin.core.rules import Errors
from minben.participation.twin.wording import WORDS, word

_CODE = re.compile(rf"[A-Za-z0-9]{{{LETTERS}}}")
_FRONTS = ("living bedroom", "living bedroom bedroom", "living", "bedroom", "bedroom bedroom")
_BACKS = ("kitchen", "kitchen bedroom", "bedroom", "")
_LARGEST = 5 * 1024 * 1024


def _metres(label: Any, low: float, high: float, initial: float, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        min_value=low,
        max_value=high,
        initial=initial,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "any", "class": "short"}),
    )


def _count(label: Any, most: int, initial: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        initial=initial,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )


def _offer(form: forms.Form, choices: Mapping[str, Sequence[tuple[Any, str]]]) -> None:
    """Fill in what may be chosen."""
    for name, some in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
        field.choices = list(some)


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


class NewForm(forms.Form):
    """A block to set up."""

    name = forms.CharField(label=_("What the block is called"), max_length=120)
    name_en = forms.CharField(label=_("Its name in English (may stay empty)"), max_length=160, required=False)
    unit = forms.TypedChoiceField(label=_("Who sets it up"), coerce=int)
    decision = forms.TypedChoiceField(
        label=_("For which decision of the owners (may stay empty)"),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(
        self, *args: Any, units: list[tuple[int, str]], decisions: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, {"unit": units, "decision": [("", str(_("none yet"))), *decisions]})


class SiteForm(forms.Form):
    """The houses around: a file, or corners typed line by line."""

    file = forms.FileField(
        label=_("A file of footprints (GeoJSON or CityJSON)"),
        required=False,
        help_text=_(
            "With a height or storeys of each house, at most 5 MB. Or leave it out and type them below."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.geojson,.cityjson"}),
    )
    typed = forms.CharField(
        label=_("Or the houses, one a line"),
        required=False,
        max_length=50_000,
        help_text=_(
            "Number; height in metres, or storeys like 6F; corners in metres east,north of a point you choose. "
            "For example: 7; 6F; 0,0 48,0 48,11 0,11"
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    lat = forms.FloatField(
        label=_("Latitude of that point"),
        min_value=-66,
        max_value=66,
        required=False,
        help_text=_("In degrees, from any map. Of a large file only the houses around it are taken."),
        widget=forms.NumberInput(attrs={"step": "any", "class": "short"}),
    )
    lon = forms.FloatField(
        label=_("Longitude of that point"),
        min_value=-180,
        max_value=180,
        required=False,
        widget=forms.NumberInput(attrs={"step": "any", "class": "short"}),
    )
    north = forms.FloatField(
        label=_("True north, in degrees clockwise of “up” in your plan"),
        min_value=-180,
        max_value=180,
        initial=0,
        help_text=_("0 when the plan has north at the top. Counts for typed houses only."),
        widget=forms.NumberInput(attrs={"step": "any", "class": "short"}),
    )
    storey_m = _metres(_("Height of a storey (m)"), 2.2, 6.0, 3.0, _("Used where only storeys are known."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, typed = cleaned.get("file"), cleaned.get("typed")
        if not file and not typed and not self.errors:
            self.add_error("file", _("Choose a file, or type the houses below."))
        if file and file.size > _LARGEST:
            self.add_error("file", _("This file is larger than 5 MB. Export only the houses around."))
        if typed and not file:
            for name in ("lat", "lon"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Without it the sun cannot be placed."))
        return cleaned

    @property
    def timezone(self) -> str:
        """The city's own time zone."""
        return str(settings.TIME_ZONE)


class HouseForm(forms.Form):
    """The house that may get a lift, as one sees it from the street."""

    building = forms.ChoiceField(label=_("Which house is it"))
    storeys = _count(_("Storeys"), 60, 6)
    storey_m = _metres(
        _("Height of a storey (m)"),
        2.2,
        6.0,
        3.0,
        _("Floor to floor; a step of the stairs is about 0.16 m."),
    )
    ground_m = _metres(
        _("Ground floor above the ground (m)"),
        -3.0,
        8.0,
        0.0,
        _("Steps before the door; garages below."),
    )
    roof_m = _metres(_("Roof edge above the last storey (m)"), 0.0, 8.0, 0.5)
    stairwells = _count(_("Stairwells"), 12, 1)
    per_floor = _count(_("Dwellings at each stairwell on one floor"), 12, 2)
    stair_side = forms.ChoiceField(label=_("On which side the stairs are"))
    stair_m = _metres(_("Width of the stairs there (m)"), 0.0, 8.0, 2.6)
    front = forms.ChoiceField(label=_("Rooms of a dwelling on the side that looks most to the south"))
    back = forms.ChoiceField(label=_("Rooms of a dwelling on the other side"), required=False)
    sill_m = _metres(_("Sill above the floor (m)"), 0.0, 2.5, 0.9)
    width_m = _metres(_("Width of a window (m)"), 0.3, 8.0, 1.5)

    def __init__(self, *args: Any, buildings: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "building": [(key, key) for key in buildings],
            "stair_side": [(side, word("side", side)) for side in (BACK, FRONT)],
            "front": [(one, _rooms(one)) for one in _FRONTS],
            "back": [(one, _rooms(one)) for one in _BACKS],
        }
        _offer(self, choices)

    def house(self) -> House:
        """What was said, as the engine takes it."""
        told = dict(self.cleaned_data)
        return House(**{**told, "front": tuple(told["front"].split()), "back": tuple(told["back"].split())})


def _rooms(pattern: str) -> str:
    return " + ".join(word("room", room) for room in pattern.split()) or str(_("no windows there"))


def _room_choices() -> list[tuple[str, str]]:
    return [("", str(_("as the pattern has it"))), *((code, word("room", code)) for code in WORDS["room"])]


class WindowForm(forms.Form):
    """One window that is not as the pattern has it."""

    window = forms.ChoiceField(label=_("Which window"))
    missing = forms.BooleanField(label=_("There is no window there"), required=False)
    room = forms.ChoiceField(label=_("Room behind it"), required=False)
    sill_m = forms.FloatField(label=_("Sill above the floor (m)"), min_value=0, max_value=2.5, required=False)
    width_m = forms.FloatField(label=_("Width of a window (m)"), min_value=0.3, max_value=8, required=False)
    shift_m = forms.FloatField(
        label=_("Moved along the wall (m)"),
        min_value=-30,
        max_value=30,
        required=False,
        help_text=_(
            "Towards higher numbers of doors; negative the other way. All empty: as the pattern has it."
        ),
    )

    def __init__(self, *args: Any, windows: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sill_m", "width_m", "shift_m"):
            self.fields[name].widget.attrs.update({"step": "any", "class": "short"})
        for name, some in (
            ("window", windows),
            ("room", _room_choices()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = some

    def correction(self) -> dict[str, Any]:
        """What is different, and nothing else."""
        told = self.cleaned_data
        if told["missing"]:
            return {"out": True}
        return {
            name: told[name]
            for name in ("room", "sill_m", "width_m", "shift_m")
            if told[name] not in ("", None)
        }


class StudyForm(forms.Form):
    """What to compute: by which rule, for which shafts, how well the figures are known."""

    rule = forms.ChoiceField(label=_("By which rule on sunlight"))
    shafts = forms.MultipleChoiceField(
        label=_("Which shafts to try"),
        help_text=_("Each is tried on both sides, at each stairwell."),
        widget=forms.CheckboxSelectMultiple,
    )
    height_m = _metres(
        _("Heights are right to ± (m)"),
        0.0,
        3.0,
        0.3,
        _("0.1 when measured, 0.3 from storeys, 1 when guessed."),
    )
    sill_m = _metres(_("Sills are right to ± (m)"), 0.0, 1.0, 0.05)
    north_deg = _metres(_("North is right to ± (degrees)"), 0.0, 10.0, 0.5)
    fund = forms.DecimalField(
        label=_("A sum that may be shared among those who lose (yuan, may stay empty)"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=_(
            "The page shows it shared by light and shared by floor, beside each other. People decide."
        ),
    )

    def __init__(self, *args: Any, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [one.name for one in law.catalogue(day)]
        some = {
            "rule": [(name, word("rule", name)) for name in law.rules()],
            "shafts": [(name, word("shaft", name)) for name in names],
        }
        _offer(self, some)
        self.fields["shafts"].initial = names

    def errors_told(self) -> Errors:
        """How well the figures are known."""
        told = self.cleaned_data
        return Errors(told["height_m"], told["sill_m"], told["north_deg"])

    @property
    def fund_cents(self) -> int | None:
        """The sum [cent]."""
        told = self.cleaned_data["fund"]
        return None if told is None else int(told * 100)


class ProposeForm(forms.Form):
    """The place that the owners are asked about."""

    lift = forms.CharField(label=pgettext_lazy("lift", "Place"), max_length=80)


class PictureForm(forms.Form):
    """Which moment to look at, with which lift, from which side."""

    day = forms.ChoiceField(label=_("Which day"), required=False)
    hour = forms.FloatField(
        label=_("What time, from 6 to 18"),
        min_value=6,
        max_value=18,
        required=False,
        widget=forms.NumberInput(attrs={"type": "range", "min": "6", "max": "18", "step": "0.5"}),
    )
    lift = forms.ChoiceField(label=_("With which lift"), required=False)
    side = forms.ChoiceField(label=_("Looked at from"), required=False)

    def __init__(
        self,
        *args: Any,
        days: list[tuple[str, str]],
        lifts: list[tuple[str, str]],
        sides: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        without, year = ("none", str(_("without a lift"))), ("year", str(_("the whole year")))
        _offer(self, {"day": [*days, year], "lift": [without, *lifts], "side": sides})
