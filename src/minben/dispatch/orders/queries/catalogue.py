"""The dispatch catalogue as everybody may read it, what the centre ruled before, and texts to answer with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from minben.dispatch.orders.models import CatalogueRule, Ruling, Template


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


@dataclass(frozen=True, slots=True)
class HintRow:
    """What the centre ruled before; blank where it holds in the whole city."""

    at: datetime
    words: str
    unit_name: str
    unit_name_en: str
    place_name: str
    place_name_en: str


@dataclass(frozen=True, slots=True)
class TextRow:
    """Words to begin an answer with."""

    name: str
    name_en: str
    words: str
    words_en: str


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


def hints_list(category_id: int, place_ids: Sequence[int], *, limit: int = 5) -> Any:
    """List what the centre ruled before on this category, here or in the areas around, the newest first."""
    here = Q(place_id__in=place_ids) | Q(place=None)
    found = Ruling.objects.filter(here, category_id=category_id).order_by("-at", "-pk")
    fields = ("at", "words", "unit__name", "unit__name_en", "place__name", "place__name_en")
    return found.values_list(*fields)[:limit]


def hint_row(*row: Any) -> HintRow:
    """Read one row of that list."""
    told: list[Any] = ["" if value is None else value for value in row]
    return HintRow(*told)


def texts_list(unit: int, category: int, *, limit: int = 6) -> Any:
    """List the texts of this unit and of every unit, those of the very category first."""
    ours = Q(unit_id=unit) | Q(unit=None)
    kind = Q(category_id=category) | Q(category=None)
    order = (F("category").asc(nulls_last=True), F("unit").asc(nulls_last=True), "name")
    found = Template.objects.filter(ours, kind).order_by(*order)
    return found.values_list("name", "name_en", "words", "words_en")[:limit]
