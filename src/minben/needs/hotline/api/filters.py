"""Filters of the list of requests: each checked against what the city has."""

from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AwareDatetime

from minben.ground.registers import queries as registers
from minben.institutions.partners.edge import Problem
from minben.needs.hotline import queries

NAMES = ("cursor", "limit", "since", "until", "state", "category", "unit", "place", "reference", "mine")

States = Literal[
    "received", "with_clerk", "set_apart", "routed", "signed", "asked", "done", "answered", "closed", "withdrawn",
    "declined", "unreasonable", "suspended", "excluded",
]  # fmt: skip
Since = Annotated[AwareDatetime | None, Query(description="Received at this time or later.")]
Until = Annotated[AwareDatetime | None, Query(description="Received before this time.")]
StateAsked = Annotated[States | None, Query(description="In this state.")]
CategoryAsked = Annotated[
    str | None, Query(max_length=80, description="Under the category with this code, or one below it.")
]
UnitAsked = Annotated[str | None, Query(max_length=80, description="With the unit of this code.")]
PlaceAsked = Annotated[
    str | None, Query(max_length=80, description="At the place with this code, or within it.")
]
ReferenceAsked = Annotated[str | None, Query(max_length=160, description="With this reference of your own.")]
Mine = Annotated[bool, Query(description="Only those that you sent in.")]


def unknown(name: str, value: str, what: str) -> Problem:
    """Say that the city has no such thing."""
    return Problem(
        "body_invalid", errors=[{"place": name, "detail": what % {"code": value[:80]}, "code": "unknown"}]
    )


def categories_below(code: str, place: str = "category") -> set[int]:
    """Return the keys of a category and all below it.

    Raises
    ------
    Problem
        There is none with this code.
    """
    rows = queries.categories()
    found = {row.key for row in rows if row.code == code}
    if not found:
        raise unknown(
            place, code, _("The city has no category “%(code)s”. The list of categories has all codes.")
        )
    while more := {row.key for row in rows if row.parent in found} - found:
        found |= more
    return found


def places_within(code: str) -> set[int]:
    """Return the keys of a place and all within it.

    Raises
    ------
    Problem
        There is none with this code.
    """
    key = place_key(code)
    return {each for each, around in registers.areas().items() if key in around}


def place_key(code: str, place: str = "place") -> int:
    """Return the key of the place with a code.

    Raises
    ------
    Problem
        There is none.
    """
    found = registers.place(code=code)
    if found is None:
        raise unknown(place, code, _("The city has no place “%(code)s”."))
    return found.key


def unit_key(code: str) -> int:
    """Return the key of the unit with a code.

    Raises
    ------
    Problem
        There is none.
    """
    found = registers.unit(code)
    if found is None:
        raise unknown("unit", code, _("The city has no unit “%(code)s”. The list of units has all codes."))
    return found.key


def wanted(
    *,
    source: str | None,
    since: datetime | None,
    until: datetime | None,
    state: str | None,
    category: str | None,
    unit: str | None,
    place: str | None,
    reference: str | None,
) -> queries.Wanted:
    """Turn what was asked for into keys of the city."""
    return queries.Wanted(
        source=source,
        since=since,
        until=until,
        state=state,
        unit=unit_key(unit) if unit is not None else None,
        categories=categories_below(category) if category is not None else None,
        places=places_within(place) if place is not None else None,
        reference=reference,
    )
