"""The house that may get a lift, and single windows that are not as its pattern has them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.participation.twin.core.facade import BACK, FRONT, House
from minben.participation.twin.forms.fields import count, metres, offer
from minben.participation.twin.wording import WORDS, word

_FRONTS = ("living bedroom", "living bedroom bedroom", "living", "bedroom", "bedroom bedroom")
_BACKS = ("kitchen", "kitchen bedroom", "bedroom", "")


class HouseForm(forms.Form):
    """The house that may get a lift, as one sees it from the street."""

    building = forms.ChoiceField(label=_("Which house is it"))
    storeys = count(_("Storeys"), 60, 6)
    storey_m = metres(
        _("Height of a storey (m)"),
        2.2,
        6.0,
        3.0,
        _("Floor to floor; a step of the stairs is about 0.16 m."),
    )
    ground_m = metres(
        _("Ground floor above the ground (m)"),
        -3.0,
        8.0,
        0.0,
        _("Steps before the door; garages below."),
    )
    roof_m = metres(_("Roof edge above the last storey (m)"), 0.0, 8.0, 0.5)
    stairwells = count(_("Stairwells"), 12, 1)
    per_floor = count(_("Dwellings at each stairwell on one floor"), 12, 2)
    stair_side = forms.ChoiceField(label=_("On which side the stairs are"))
    stair_m = metres(_("Width of the stairs there (m)"), 0.0, 8.0, 2.6)
    front = forms.ChoiceField(label=_("Rooms of a dwelling on the side that looks most to the south"))
    back = forms.ChoiceField(label=_("Rooms of a dwelling on the other side"), required=False)
    sill_m = metres(_("Sill above the floor (m)"), 0.0, 2.5, 0.9)
    width_m = metres(_("Width of a window (m)"), 0.3, 8.0, 1.5)
    balcony_m = metres(
        _("Depth of the balconies on that sunny side (m)"),
        0.0,
        4.0,
        0.0,
        _("0 when there are none, or when they are closed in with windows. The ground floor has none."),
    )
    balcony_width_m = metres(_("Width of a balcony (m)"), 0.5, 20.0, 3.0)
    parapet_m = metres(_("Height of its solid parapet (m)"), 0.0, 1.5, 0.0, _("0 for railings."))
    balcony_sides = forms.BooleanField(
        label=_("The balconies are walled at both sides, from floor to ceiling"), required=False
    )

    def __init__(self, *args: Any, buildings: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "building": [(key, key) for key in buildings],
            "stair_side": [(side, word("side", side)) for side in (BACK, FRONT)],
            "front": [(one, _rooms(one)) for one in _FRONTS],
            "back": [(one, _rooms(one)) for one in _BACKS],
        }
        offer(self, choices)
        for name in ("balcony_m", "balcony_width_m", "parapet_m"):
            self.fields[name].required = False

    def house(self) -> House:
        """What was said, as the engine takes it."""
        told = {name: value for name, value in self.cleaned_data.items() if value is not None}
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
