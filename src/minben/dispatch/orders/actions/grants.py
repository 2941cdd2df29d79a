"""The units' right to read what they work on: given with the order, taken back when the work is over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from minben.institutions.rights import actions as rights

PURPOSE = "request.handle"


class Worked(Protocol):
    """What is told of an order: whose request, which unit, and whether the unit may learn who asked."""

    @property
    def request_id(self) -> int: ...
    @property
    def unit_id(self) -> int: ...
    @property
    def names_person(self) -> bool: ...


def grant_unit(orders: Sequence[Worked], at: datetime) -> None:
    """Let the units that act read their own requests, unless they may not learn who asked."""
    rights.grant(
        grants=[
            rights.NewGrant(f"hotline.request:{row.request_id}", f"unit:{row.unit_id}", PURPOSE)
            for row in orders
            if row.names_person
        ],
        at=at,
    )


def end_grants(orders: Sequence[Worked], at: datetime, *, holders: Sequence[str] = ()) -> None:
    """Take the right to read back, from all or from the holders named."""
    subjects = [f"hotline.request:{row.request_id}" for row in orders if row.names_person]
    if subjects:
        rights.withdraw_grants(subjects=subjects, at=at, holders=holders, purpose=PURPOSE)
