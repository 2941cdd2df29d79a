"""The sample city Linjiang: places, units, households and people drawn from a seed. All of it is invented."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from minben.commons.parameters import from_yaml
from minben.ground.registers.core.kinds import Condition, PlaceKind, UnitKind
from minben.ground.registers.core.rows import NewHousehold, NewPerson, NewPlace, NewUnit
from minben.ground.registers.core.townspeople import Resident, settle

BUILDINGS_PER_COMMUNITY = 8
_METRES_PER_DEGREE = 111_320


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A community with what people call the places in it."""

    code: str
    name: str
    street: str
    street_code: str
    district: str
    district_code: str
    compounds: tuple[str, str]
    roads: tuple[str, str]
    buildings: tuple[NewPlace, ...]
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class City:
    """Rows to enrol, and what the writer of sample requests needs to know about them."""

    neighbourhoods: tuple[Neighbourhood, ...]
    places: tuple[NewPlace, ...]
    units: tuple[NewUnit, ...]
    households: tuple[NewHousehold, ...]
    residents: tuple[Resident, ...]

    @property
    def people(self) -> tuple[NewPerson, ...]:
        """The residents as the register takes them, in the same order."""
        return tuple(resident.person for resident in self.residents)


@cache
def plan() -> dict[str, Any]:
    """What is fixed about the sample city: names of districts, streets, communities, units."""
    path = resources.files("minben.ground.registers") / "parameters" / "sample_city.yaml"
    loaded: dict[str, Any] = from_yaml(path.read_text(encoding="utf-8"))
    return loaded


def imagine(rng: Random, *, people: int = 5_000, year: int = 2026) -> City:
    """Draw the sample city.

    Parameters
    ----------
    rng : random.Random
        Seeded by the caller; the same seed gives the same city.
    people : int
        How many people live in it.
    year : int
        The year their ages are counted from [a].

    Returns
    -------
    City
        6 districts, 12 streets, 40 communities, 320 buildings, 60 units, households and people.

    Examples
    --------
    >>> city = imagine(Random(1), people=100)
    >>> len(city.neighbourhoods), len(city.units), len(city.residents)
    (40, 60, 100)
    """
    wide: list[NewPlace] = []
    neighbourhoods: list[Neighbourhood] = []
    for d, district in enumerate(plan()["districts"], 1):
        lat, lon = _round_the_centre(d)
        wide.append(NewPlace(f"d{d}", PlaceKind.DISTRICT, district["zh"], district["en"], "", lat, lon))
        for s, street in enumerate(district["streets"], 1):
            code = f"d{d}s{s}"
            at = (lat + (s - 1.5) * 0.016, lon + rng.uniform(-0.004, 0.004))
            wide.append(NewPlace(code, PlaceKind.STREET, street["zh"], street["en"], f"d{d}", *at))
            neighbourhoods.extend(_neighbourhoods(rng, district, street, code, at))
    places = (*wide, *_places(neighbourhoods))
    households, residents = settle(rng, neighbourhoods, names=plan()["names"], people=people, year=year)
    return City(tuple(neighbourhoods), places, tuple(_units(places)), households, residents)


def _round_the_centre(number: int) -> tuple[float, float]:
    centre = plan()["centre"]
    angle = math.tau * number / 6
    return centre["lat"] + 0.05 * math.sin(angle), centre["lon"] + 0.06 * math.cos(angle)


def _neighbourhoods(
    rng: Random, district: dict[str, Any], street: dict[str, Any], code: str, at: tuple[float, float]
) -> Iterator[Neighbourhood]:
    roads = plan()["roads"]
    for c, name in enumerate(street["communities"], 1):
        angle = math.tau * c / len(street["communities"]) + rng.uniform(-0.2, 0.2)
        lat, lon = at[0] + 0.006 * math.sin(angle), at[1] + 0.007 * math.cos(angle)
        first, second = rng.sample(plan()["compounds"], 2)
        compounds = (name + first, name + second)
        named = (name + roads["ends"][0], rng.choice(list(roads["starts"])) + rng.choice(roads["ends"]))
        yield Neighbourhood(
            f"{code}c{c}", f"{name}社区", street["zh"], code, district["zh"], code[:2], compounds, named,
            tuple(_buildings(rng, f"{code}c{c}", compounds, (lat, lon))), lat, lon,
        )  # fmt: skip


def _buildings(
    rng: Random, parent: str, compounds: Sequence[str], at: tuple[float, float]
) -> Iterator[NewPlace]:
    for b in range(1, BUILDINGS_PER_COMMUNITY + 1):
        compound = compounds[0 if b <= 5 else 1]
        number = b if b <= 5 else b - 5
        # Rows of houses some 60 m apart, set off by the pavement.
        lat = at[0] + (60 * (b // 3 - 1) + rng.uniform(-8, 8)) / _METRES_PER_DEGREE
        lon = at[1] + (60 * (b % 3 - 1) + rng.uniform(-8, 8)) / _METRES_PER_DEGREE
        aliases = (f"{compound}{number}栋", f"{compound}{number}幢")
        name, kind = f"{compound}{number}号楼", PlaceKind.BUILDING
        yield NewPlace(f"{parent}b{b}", kind, name, "", parent, round(lat, 6), round(lon, 6), aliases)


def _places(neighbourhoods: Sequence[Neighbourhood]) -> Iterator[NewPlace]:
    english = {
        f"{zh}社区": f"{en} Community"
        for district in plan()["districts"]
        for street in district["streets"]
        for zh, en in street["communities"].items()
    }
    for one in neighbourhoods:
        yield NewPlace(
            one.code, PlaceKind.COMMUNITY, one.name, english[one.name], one.street_code,
            round(one.lat, 6), round(one.lon, 6), one.compounds,
        )  # fmt: skip
    for one in neighbourhoods:
        yield from one.buildings


def _units(places: Sequence[NewPlace]) -> Iterator[NewUnit]:
    rows: list[tuple[dict[str, Any], NewPlace | None]] = [(row, None) for row in plan()["units"]]
    for place in places:
        if place.kind == PlaceKind.DISTRICT:
            rows.extend((row, place) for row in plan()["by_district"])
        elif place.kind == PlaceKind.STREET:
            rows.extend((row, place) for row in plan()["by_street"])
    for number, (row, area) in enumerate(rows, 1):
        yield _unit(row, area, number)


def _unit(row: dict[str, Any], area: NewPlace | None, number: int) -> NewUnit:
    setting = plan()
    words = {"zh": area.name, "en": area.name_en} if area else {}
    suffix = f"-{area.code}" if area else ""
    parent = row.get("parent", "")
    district = setting["districts"][number % 6]
    zh, en = (area.name, area.name_en) if area else (district["zh"], district["en"])
    road, road_en = list(setting["roads"]["starts"].items())[number % 12]
    house = number * 3 + 1
    return NewUnit(
        code=row["code"] + suffix,
        kind=UnitKind(row["kind"]),
        name=row["zh"].format(**words),
        name_en=row["en"].format(**words),
        parent=f"{parent}{suffix}" if parent else "",
        place=area.code if area else "",
        phone=f"0000-8000{number:04d}",
        address=f"{zh}{road}路{house}号",
        address_en=f"{house} {road_en} Road, {en}",
        opens=row.get("opens", setting["hours"]["zh"]),
        opens_en=row.get("opens_en", setting["hours"]["en"]),
    )


def hard_to_reach(resident: Resident) -> bool:
    """Whether the person cannot use the web without somebody's help."""
    return resident.person.condition in (Condition.PHONELESS, Condition.BLIND)
