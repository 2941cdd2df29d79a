"""This feature's part of the sample city: its catalogue, crews and reply templates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from typing import Any

from minben.commons.parameters import from_yaml
from minben.dispatch.orders import actions
from minben.dispatch.orders.models import Template
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

PACKAGE = "minben.dispatch.orders"
_SOURCE = "临江市派单目录（示例）"


@dataclass(frozen=True, slots=True)
class _City:
    """Keys by code of what the registers of the sample city hold."""

    units: Mapping[str, int]
    categories: Mapping[str, int]
    areas: Mapping[str, Mapping[str, int]]


def build(*, since: date, at: datetime) -> int:
    """Bring the sample city's catalogue, crews and reply templates; return how many rules were new.

    Places, units and categories must be there. The same call again changes nothing.
    """
    kinds = registers.PlaceKind
    city = _City(
        units={row.code: row.key for row in registers.units()},
        categories={row.code: row.key for row in hotline.categories()},
        areas={
            "district": {row.code: row.key for row in registers.places_of(kind=kinds.DISTRICT)},
            "street": {row.code: row.key for row in registers.places_of(kind=kinds.STREET)},
        },
    )
    rules = [rule for leaf in _leaves() for rule in _rules(leaf, city, since)]
    made = actions.bring_catalogue(rows=rules, at=at, by="sample")
    _crews(city.units, at)
    _templates(city.categories)
    return made


def _leaves() -> list[dict[str, Any]]:
    """The categories of the sample city, with who acts for each; a file of the hotline, read as data."""
    path = resources.files("minben.needs.hotline") / "parameters" / "sample" / "categories.yaml"
    told = from_yaml(path.read_text(encoding="utf-8"))
    return [leaf for heading in told["categories"] for leaf in heading["leaves"]]


def _rules(leaf: Mapping[str, Any], city: _City, since: date) -> Iterator[actions.NewRule]:
    """One rule for the whole city, or one for each district or street that has a unit of its own."""
    by, code = leaf["unit"]["by"], leaf["unit"]["code"]
    areas: Mapping[str, int | None] = {"": None} if by == "city" else city.areas[by]
    for area, key in areas.items():
        unit = city.units.get(f"{code}-{area}" if area else code)
        if unit is not None:
            yield actions.NewRule(
                category_id=city.categories[leaf["code"]],
                unit_id=unit,
                place_id=key,
                since=since,
                source=_SOURCE,
                spans=dict(leaf["limits"]),
            )


def _told() -> dict[str, Any]:
    path = resources.files(PACKAGE) / "parameters" / "sample" / "crews.yaml"
    loaded: dict[str, Any] = from_yaml(path.read_text(encoding="utf-8"))
    return loaded


def _crews(units: Mapping[str, int], at: datetime) -> None:
    crews = [
        actions.NewCrew(
            unit_id=key,
            name=row["zh"],
            name_en=row["en"],
            per_day=row["per_day"],
            skills=tuple(row.get("skills", ())),
        )
        for row in _told()["crews"]
        for code, key in units.items()
        if code == row["unit"] or code.startswith(f"{row['unit']}-d")
    ]
    actions.add_crews(rows=crews, at=at, by="sample")


def _templates(categories: Mapping[str, int]) -> None:
    rows = [
        Template(
            unit_id=None,
            category_id=categories.get(row.get("category", "")),
            name=row["zh"],
            name_en=row["en"],
            words=row["words_zh"],
            words_en=row["words_en"],
        )
        for row in _told()["templates"]
    ]
    known = set(Template.objects.filter(unit=None).values_list("name", flat=True))
    Template.objects.bulk_create(row for row in rows if row.name not in known)
