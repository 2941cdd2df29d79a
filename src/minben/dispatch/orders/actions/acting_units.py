"""Units made on the way: those an export names, those of categories without a rule."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from minben.commons import kept
from minben.commons.digests import digest
from minben.dispatch.orders.limits import ZONE
from minben.dispatch.orders.models import CatalogueRule
from minben.dispatch.orders.words import Origin
from minben.ground.registers import actions as enrolling
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

_CODE = 64
_NAME = 120


def recorded(names: Collection[str], known: Sequence[registers.UnitRow], at: datetime) -> dict[str, int]:
    """Return the unit for each name or code an export gives; a name nobody knows becomes a unit."""
    wanted = {name.strip() for name in names}
    found = {
        key: row.key for row in reversed(known) for key in (row.name_en, row.name, row.code) if key in wanted
    }
    new = sorted(wanted - found.keys())
    if new:
        rows = [enrolling.NewUnit(code_of(name), enrolling.UnitKind.DEPARTMENT, name[:_NAME]) for name in new]
        made = enrolling.enrol_units(rows=rows, at=at, by="orders")
        found |= {name: made[code_of(name)] for name in new}
    return found


def own_units(categories: Collection[int], at: datetime) -> None:
    """Give each category without a rule a unit of its own, and a rule that says so."""
    named = {row.key: row for row in hotline.categories() if row.key in categories}
    rows = [
        enrolling.NewUnit(
            code_of(f"own-{row.code}"),
            enrolling.UnitKind.DEPARTMENT,
            f"{row.name}组"[:_NAME],
            f"{row.name_en} team" if row.name_en else "",
        )
        for row in named.values()
    ]
    made = enrolling.enrol_units(rows=rows, at=at, by="orders")
    today = at.astimezone(ZONE).date()
    later = _later_rules(list(named))
    kept.changed()
    CatalogueRule.objects.bulk_create(
        [
            CatalogueRule(
                category_id=row.key,
                unit_id=made[code_of(f"own-{row.code}")],
                since=today,
                until=later.get(row.key),
                origin=Origin.OWN,
                source="orders.own_unit",
                changed_at=at,
            )
            for row in named.values()
        ]
    )


def _later_rules(categories: Collection[int]) -> dict[int, date]:
    """The last day before the city's own rule begins, for categories whose rule is not in force yet."""
    found = CatalogueRule.objects.filter(category_id__in=categories, place=None, until=None, replaced_at=None)
    return {
        category: since - timedelta(days=1) for category, since in found.values_list("category_id", "since")
    }


def code_of(name: str) -> str:
    """Return a code that fits: a short name itself, else its beginning and a digest of the whole."""
    if len(name) <= _CODE:
        return name
    return f"{name[: _CODE - 13]}-{digest(name.encode()).partition(':')[2][:12]}"


def parents_of(units: Sequence[registers.UnitRow]) -> Mapping[int, int | None]:
    """Return the unit above each unit."""
    return {row.key: row.parent for row in units}


def centre_of(units: Sequence[registers.UnitRow]) -> int | None:
    """Return the unit that is the hotline's centre, the first enrolled where a city has several."""
    return next((row.key for row in units if row.kind == registers.UnitKind.CENTRE), None)
