"""This feature's part of the sample city."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.utils.timezone import localdate

from minben.ground.registers import actions
from minben.ground.registers.core.city import City, imagine


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The sample city with the keys its rows have in the registers."""

    city: City
    places: dict[str, int]
    units: dict[str, int]
    people: tuple[int, ...]


def build(rng: Random, *, at: datetime, people: int = 5_000) -> Enrolled:
    """Imagine Linjiang and enrol it; the same seed enrols the same rows again without doubling them."""
    city = imagine(rng, people=people, year=localdate(at).year)
    by = "sample"
    places = actions.enrol_places(rows=city.places, at=at, by=by)
    units = actions.enrol_units(rows=city.units, at=at, by=by)
    actions.enrol_households(rows=city.households, at=at, by=by)
    keys = actions.enrol_people(rows=city.people, at=at, by=by)
    return Enrolled(city, places, units, tuple(keys[person.code] for person in city.people))
