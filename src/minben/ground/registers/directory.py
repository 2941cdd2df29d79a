"""The city as a visitor looks it up: districts, their counters, their communities."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from minben.ground.registers import queries
from minben.ground.registers.core.kinds import PlaceKind, UnitKind
from minben.ground.registers.core.trees import ancestors
from minben.ground.registers.queries import PlaceRow, UnitRow

# Where a person without a telephone can walk in; the counter for everything first.
_COUNTERS = (UnitKind.CENTRE, UnitKind.STREET, UnitKind.COMMUNITY)


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit in the reader's language."""

    code: str
    name: str
    phone: str
    address: str
    opens: str


@dataclass(frozen=True, slots=True)
class Section:
    """A district with what is in it."""

    anchor: str
    name: str
    counters: tuple[Entry, ...]
    communities: tuple[str, ...]


def in_words(chinese: str, english: str) -> str:
    """The English where the reader reads English and there is one, else the Chinese."""
    return english if english and (get_language() or "").startswith("en") else chinese


def entry(unit: UnitRow) -> Entry:
    """A unit in the reader's language."""
    return Entry(
        unit.code,
        in_words(unit.name, unit.name_en),
        unit.phone,
        in_words(unit.address, unit.address_en),
        in_words(unit.opens, unit.opens_en),
    )


def sections(places: Sequence[PlaceRow], units: Sequence[UnitRow]) -> Iterator[Section]:
    """Districts in the order they were enrolled, each with the counters and communities in it."""
    chains = ancestors({place.key: place.parent for place in places})
    for district in places:
        if district.kind != PlaceKind.DISTRICT:
            continue
        inside = {key for key, chain in chains.items() if district.key in chain}
        here = [unit for unit in units if unit.place in inside and unit.kind in _COUNTERS]
        counters = sorted(here, key=lambda unit: _COUNTERS.index(UnitKind(unit.kind)))
        names = (
            in_words(place.name, place.name_en)
            for place in places
            if place.key in inside and place.kind == PlaceKind.COMMUNITY
        )
        name = in_words(district.name, district.name_en)
        yield Section(f"place-{district.key}", name, tuple(entry(unit) for unit in counters), tuple(names))


def of_the_whole_city(units: Sequence[UnitRow]) -> tuple[Entry, ...]:
    """Units that serve everywhere and stand under no other unit."""
    return tuple(entry(unit) for unit in units if unit.place is None and unit.parent is None)


def directory() -> tuple[tuple[Section, ...], tuple[Entry, ...]]:
    """All sections and the units of the whole city, in two queries."""
    places, units = queries.gazetteer(), queries.units()
    return tuple(sections(places, units)), of_the_whole_city(units)
