"""Pieces that several forms share."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minben.ground.registers import queries as registers
from minben.needs.hotline import queries
from minben.needs.hotline.wording import name_of

_PHONE = re.compile(r"\+?[0-9][0-9 \-]{4,19}")


def digits(value: str) -> str:
    """Write a telephone number one way only, so that it is found again however it was typed."""
    return value.replace(" ", "").replace("-", "").strip()


def phone_number(value: str) -> None:
    """Accept what people write as a telephone number, and say what is missing otherwise."""
    if not _PHONE.fullmatch(value.strip()):
        raise ValidationError(
            _("This does not look like a telephone number. Write digits only, for example 139 0000 0000."),
            code="phone",
        )


def lines(label: Any, *, rows: int = 4, required: bool = True, **options: Any) -> forms.CharField:
    """Return a field for several lines of words."""
    options.setdefault("max_length", 5000)
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def words(label: Any, *, length: int, complete: str = "off", **options: Any) -> forms.CharField:
    """Return an optional field for one line of words, with what the browser may fill in."""
    options.setdefault("required", False)
    widget = forms.TextInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, max_length=length, widget=widget, **options)


def one_of(
    label: Any, choices: Sequence[Any] | Callable[[], Sequence[Any]], **options: Any
) -> forms.ChoiceField:
    """Return a choice shown as a list of buttons, one below the other."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


def whole(value: str) -> int | None:
    """Read a chosen key; nothing chosen is no key."""
    return int(value) if value else None


def read_once(form: forms.Form) -> None:
    """Let a form ask for its lists once; a list is drawn in two steps, and each would ask anew."""
    for field in form.fields.values():
        read = getattr(getattr(field, "choices", None), "func", None)
        if read is not None:
            field.choices = cache(read)  # type: ignore[attr-defined]  # only a field with choices gets here


def communities(known: Sequence[registers.PlaceRow] | None = None) -> list[Any]:
    """Return the communities by district, for a list to choose from; of the places ``known`` to the page, if any."""
    places = {row.key: row for row in (registers.gazetteer() if known is None else known)}
    rows = [row for row in places.values() if row.kind == "community"]

    def district(row: registers.PlaceRow) -> str:
        above: registers.PlaceRow | None = row
        while above is not None and above.kind != "district" and above.parent is not None:
            above = places.get(above.parent)
        return name_of(above) if above is not None else ""

    rows.sort(key=lambda row: (district(row), name_of(row)))
    grouped = [
        (name or _("Elsewhere"), [(row.key, name_of(row)) for row in some])
        for name, some in groupby(rows, key=district)
    ]
    return [("", _("I do not know, or it is somewhere else")), *grouped]


def units(known: Sequence[registers.UnitRow] | None = None) -> list[Any]:
    """Return the units, for a list to choose from; those ``known`` to the page, if any."""
    rows = registers.units() if known is None else known
    return [("", _("No unit in particular")), *((row.key, name_of(row)) for row in rows)]


def categories() -> list[Any]:
    """Return the categories that can be chosen, those of one heading together."""
    rows = queries.categories()
    parents = {row.parent for row in rows if row.parent is not None}
    leaves = [row for row in rows if row.key not in parents]
    heads = {row.key: name_of(row) for row in rows}
    leaves.sort(key=lambda row: (row.parent or 0, row.code))
    grouped: list[Any] = []
    for parent, some in groupby(leaves, key=lambda row: row.parent):
        options = [(row.code, name_of(row)) for row in some]
        grouped += [(heads[parent], options)] if parent in heads else options
    return [("", _("I do not know; a clerk chooses")), *grouped]
