"""The dispatch catalogue as everybody may read it, and what the centre ruled before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from minben.dispatch.orders.models import CatalogueRule, Ruling


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One line of the catalogue; an empty place means everywhere else."""

    category_name: str
    category_name_en: str
    place_name: str
    place_name_en: str
    unit_code: str
    unit_name: str
    unit_name_en: str
    since: date
    until: date | None
    origin: str
    source: str
    verified: bool
    sign_hours: int | None
    spans: dict[str, str]


_FIELDS = (
    "category__name",
    "category__name_en",
    "place__name",
    "place__name_en",
    "unit__code",
    "unit__name",
    "unit__name_en",
    "since",
    "until",
    "origin",
    "source",
    "verified",
    "sign_hours",
    "spans",
)

# A rule without an area has no names of one.
_AREA = (2, 3)


def catalogue_rows(day: date, *, category: int | None = None) -> list[RuleRow]:
    """Return the rules in force on a day, by category and place; of one category when named."""
    running = Q(since__lte=day, replaced_at=None) & (Q(until=None) | Q(until__gte=day))
    rules = CatalogueRule.objects.filter(running)
    if category is not None:
        rules = rules.filter(category_id=category)
    rows = rules.order_by("category__code", "place__code").values_list(*_FIELDS)
    return [_row(row) for row in rows]


def _row(values: Sequence[Any]) -> RuleRow:
    full: list[Any] = ["" if value is None and n in _AREA else value for n, value in enumerate(values)]
    return RuleRow(*full)


def hints(category_id: int, place_ids: Sequence[int], *, limit: int = 5) -> list[dict[str, Any]]:
    """Return what the centre ruled before on this category, here or in the areas around, the newest first."""
    here = Q(place_id__in=place_ids) | Q(place=None)
    found = Ruling.objects.filter(here, category_id=category_id).order_by("-at")[:limit]
    fields = ("pk", "at", "words", "general", "unit__name", "unit__name_en", "place__name")
    return [dict(row) for row in found.values(*fields)]
