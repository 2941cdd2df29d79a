"""Cells of the dispatch sheets, turned into rows; a wrong cell says what to do about it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from minben.commons.tables.filled import WrongCellError, day_of, parts_of
from minben.dispatch.orders.actions import NewCrew, NewRule
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

Cells = Mapping[str, str]
_SPAN = re.compile(
    r"^(\d{1,4})\s*(?:个)?\s*(小时|hours?|天|日|days?|工作日|working[ _]days?)$", re.IGNORECASE
)
_YES = frozenset({"yes", "true", "1", "y", "是", "已核对"})


@dataclass(frozen=True, slots=True)
class Known:
    """Keys of what the registers hold, by code and by name."""

    categories: Mapping[str, int]
    places: Mapping[str, int]
    units: Mapping[str, int]


def known() -> Known:
    """Read the names once for a whole file: three queries."""
    return Known(_by_name(hotline.categories()), _by_name(registers.gazetteer()), _by_name(registers.units()))


def _by_name(rows: Iterable[Any]) -> dict[str, int]:
    listed = list(rows)
    names = {row.name: row.key for row in reversed(listed)} | {
        row.name_en: row.key for row in reversed(listed)
    }
    # A code is unique where names may not be, so it wins.
    return {key: value for key, value in (names | {row.code: row.key for row in listed}).items() if key}


def rule(cells: Cells, by: Known) -> NewRule:
    """Read a row of the catalogue."""
    spans = {name: _span(cells, name) for name in ("urgent", "soon", "normal") if cells[name]}
    since, until = _day(cells, "since"), _day(cells, "until") if cells["until"] else None
    if until is not None and until < since:
        raise WrongCellError("until", _("It ends before it begins."), _("Correct one of the two days."))
    return NewRule(
        category_id=_named(by.categories, cells, "category"),
        place_id=_named(by.places, cells, "place") if cells["place"] else None,
        unit_id=_named(by.units, cells, "unit"),
        since=since,
        until=until,
        source=cells["source"][:300],
        verified=cells["verified"].casefold() in _YES,
        sign_hours=_whole(cells, "sign_hours") if cells["sign_hours"] else None,
        spans=spans,
    )


def crew(cells: Cells, by: Known) -> NewCrew:
    """Read a row of the crews."""
    skills = parts_of(cells["skills"])
    for skill in skills:
        _named(by.categories, {"skills": skill}, "skills")
    return NewCrew(
        unit_id=_named(by.units, cells, "unit"),
        name=cells["name"][:80],
        name_en=cells["name_en"][:80],
        per_day=_whole(cells, "per_day"),
        skills=skills,
    )


def _named(keys: Mapping[str, int], cells: Cells, column: str) -> int:
    found = keys.get(cells[column])
    if found is None:
        reason = _("Nothing known is called “%s”.") % cells[column]
        raise WrongCellError(
            column, reason, _("Correct the code or name, or add its row to the sheet that holds it.")
        )
    return found


def _whole(cells: Cells, column: str) -> int:
    text = cells[column]
    if not text.isdecimal() or not 0 < int(text) < 10_000:
        raise WrongCellError(column, _("This is no whole number from 1 on."), _("Write a number such as 8."))
    return int(text)


def _day(cells: Cells, column: str) -> date:
    try:
        return day_of(cells[column])
    except ValueError:
        raise WrongCellError(column, _("This is no day."), _("Write it like 2026-03-12.")) from None


def _span(cells: Cells, column: str) -> str:
    found = _SPAN.match(cells[column])
    if found is None or int(found[1]) == 0:
        raise WrongCellError(
            column, _("This is no time limit."), _("Write it like 24 hours, 3 days or 5 working days.")
        )
    unit = found[2].casefold()
    if "工作" in unit or "working" in unit:
        return f"{found[1]} working_days"
    return f"{found[1]} hours" if unit.startswith(("小时", "hour")) else f"{found[1]} days"
