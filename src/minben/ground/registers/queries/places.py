"""Places: districts, streets, communities, and what lies in what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import connection

from minben.commons.kept import Kept
from minben.ground.registers.core.kinds import PlaceKind
from minben.ground.registers.core.trees import ancestors
from minben.ground.registers.models import Place

PLACE_FIELDS = ("id", "code", "kind", "name", "name_en", "parent_id", "aliases", "lat", "lon")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as others need it; ``parent`` is the key of the place it is part of."""

    key: int
    code: str
    kind: str
    name: str
    name_en: str
    parent: int | None
    aliases: tuple[str, ...]
    lat: float | None
    lon: float | None


def _places(**conditions: Any) -> tuple[PlaceRow, ...]:
    rows = Place.objects.filter(**conditions).order_by("id").values_list(*PLACE_FIELDS)
    return tuple(place_row(*row) for row in rows)


def place_row(*row: Any) -> PlaceRow:
    """Return a row of :data:`PLACE_FIELDS` as others need it."""
    plain: list[Any] = [*row[:6], tuple(row[6]), *row[7:]]
    return PlaceRow(*plain)


def _read_areas() -> Mapping[int, tuple[int, ...]]:
    return MappingProxyType(ancestors({row.key: row.parent for row in gazetteer()}))


_gazetteer, _areas = Kept(_places, Place), Kept(_read_areas, Place)


def gazetteer() -> tuple[PlaceRow, ...]:
    """All places, the widest first as they were enrolled; the same tuple until the register changes."""
    return _gazetteer(connection)


def communities() -> tuple[PlaceRow, ...]:
    """The communities of the city."""
    return places_of(kind=PlaceKind.COMMUNITY)


def places_of(*, kind: PlaceKind) -> tuple[PlaceRow, ...]:
    """The places of one kind."""
    return tuple(row for row in gazetteer() if row.kind == kind)


def place(*, code: str) -> PlaceRow | None:
    """The place with a code, if there is one."""
    return next(iter(_places(code=code)), None)


def areas() -> Mapping[int, tuple[int, ...]]:
    """Each place with all places it lies in, itself first, the district last.

    For routing: the first key that has an entry in a catalogue is the nearest one.
    """
    return _areas(connection)


def districts_of(places: Iterable[int | None]) -> list[str]:
    """The key of the district that each place lies in, as text; ``unknown`` where there is none."""
    return areas_of(places, kind=PlaceKind.DISTRICT)


def areas_of(places: Iterable[int | None], *, kind: PlaceKind) -> list[str]:
    """The key of the area of a kind that each place lies in, as text; ``unknown`` where there is none."""
    chains, wanted = areas(), {row.key for row in places_of(kind=kind)}
    return [
        next((str(key) for key in chains.get(one or 0, ()) if key in wanted), "unknown") for one in places
    ]
