"""People, never by name: masked rows, and the groups whose gaps are shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Count
from django.utils.timezone import localdate
from numpy.typing import NDArray

from minben.ground.registers.core.groups import AgeBand, age_bands
from minben.ground.registers.core.kinds import Condition, Income, PlaceKind
from minben.ground.registers.core.masks import masked_name, masked_phone
from minben.ground.registers.models import Person
from minben.ground.registers.queries.places import areas, areas_of, districts_of, places_of

# SQLite refuses a statement with more than 32,766 values.
_PER_QUERY = 10_000


class Group(NamedTuple):
    """The groups one person belongs to; ``district`` is the key of a place, or ``None``."""

    age: str
    income: str
    condition: str
    district: int | None


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of many people as arrays, in the order asked; district −1 is not known."""

    age: NDArray[np.object_]
    income: NDArray[np.object_]
    condition: NDArray[np.object_]
    district: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """A person without what would tell who it is."""

    key: int
    code: str
    name: str
    phone: str
    condition: str
    language: str


def person_of(user: Any) -> int | None:
    """Key of the person behind a signed-in account, if the register knows one."""
    return Person.objects.filter(user_id=user.pk).values_list("id", flat=True).first()


def _people(keys: Iterable[int], *fields: str) -> Iterator[tuple[Any, ...]]:
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), _PER_QUERY):
        yield from Person.objects.filter(id__in=wanted[start : start + _PER_QUERY]).values_list(*fields)


def masked(people: Iterable[int]) -> dict[int, MaskedPerson]:
    """People by key, with masked names and telephone numbers."""
    rows = _people(people, "id", "code", "name", "phone", "condition", "language")
    return {
        key: MaskedPerson(key, code, masked_name(name), masked_phone(phone), condition, language)
        for key, code, name, phone, condition, language in rows
    }


def group_of(people: Iterable[int], *, at: datetime) -> dict[int, Group]:
    """The groups of each person known, at a moment; one query for up to 10,000 people."""
    rows = list(_people(people, "id", "born_year", "income", "condition", "household__place_id"))
    chains = areas()
    districts = {row.key for row in places_of(kind=PlaceKind.DISTRICT)}
    born = np.array([np.nan if row[1] is None else row[1] for row in rows], dtype=np.float64)
    bands = age_bands(born, localdate(at).year)

    def district(home: int | None) -> int | None:
        return next((key for key in chains.get(home or 0, ()) if key in districts), None)

    return {
        key: Group(band.value, income, condition, district(home))
        for (key, _, income, condition, home), band in zip(rows, bands, strict=True)
    }


_NOBODY = Group(AgeBand.UNKNOWN.value, Income.UNKNOWN.value, Condition.NONE.value, None)


def groups(people: Sequence[int | None] | NDArray[np.int64], *, at: datetime) -> Groups:
    """The groups of many people as arrays in the order given; ``None``, or −1, stands for somebody unknown."""
    known_or_not = (
        people if isinstance(people, np.ndarray) else [-1 if key is None else key for key in people]
    )
    distinct, whose = np.unique(np.array(known_or_not, dtype=np.int64), return_inverse=True)
    known = group_of(distinct[distinct >= 0].tolist(), at=at)
    rows = [known.get(key, _NOBODY) for key in distinct.tolist()]
    age, income, condition = (np.array([row[i] for row in rows], dtype=object)[whose] for i in range(3))
    district = np.array([-1 if row.district is None else row.district for row in rows], dtype=np.int64)
    return Groups(age, income, condition, district[whose])


def population(*, at: datetime) -> dict[str, dict[str, int]]:
    """How many people the register knows, by ``age``, ``income``, ``condition``, ``district``, ``community`` (its key).

    Whoever is not in the register is not in these counts: a rate for each 1,000 of them says so.
    """
    return fold_groups(
        {
            name: dict(Person.objects.order_by().values_list(path).annotate(n=Count("id")))
            for name, path in (
                ("born_year", "born_year"), ("income", "income"), ("condition", "condition"),
                ("place", "household__place_id"),
            )
        },
        at=at,
    )  # fmt: skip


def fold_groups(counted: Mapping[str, Mapping[Any, int]], *, at: datetime) -> dict[str, dict[str, int]]:
    """Fold counts by ``born_year``, ``income``, ``condition`` and ``place`` into the groups whose gaps are shown."""
    born = list(counted["born_year"].items())
    years = np.array([np.nan if year is None else year for year, _n in born], dtype=np.float64)
    there = districts_of(counted["place"])
    near = areas_of(counted["place"], kind=PlaceKind.COMMUNITY)
    bands = age_bands(years, localdate(at).year)
    return {
        "age": _summed((band.value, n) for band, (_year, n) in zip(bands, born, strict=True)),
        "income": _summed((value or Income.UNKNOWN.value, n) for value, n in counted["income"].items()),
        "condition": _summed((value or "unknown", n) for value, n in counted["condition"].items()),
        "district": _summed(zip(there, counted["place"].values(), strict=True)),
        "community": _summed(zip(near, counted["place"].values(), strict=True)),
    }


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, n in pairs:
        found[key] = found.get(key, 0) + n
    return found
