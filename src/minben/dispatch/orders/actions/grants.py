"""The units' right to read what they work on: given with the order, taken back when the work is over."""

from collections.abc import Sequence
from datetime import datetime

from minben.dispatch.orders.models import Order
from minben.institutions.rights import actions as rights

PURPOSE = "request.handle"


def grant_unit(orders: Sequence[Order], at: datetime) -> None:
    """Let the units that act read their own requests, unless they may not learn who asked."""
    rights.grant(
        grants=[
            rights.NewGrant(f"hotline.request:{row.request_id}", f"unit:{row.unit_id}", PURPOSE)
            for row in orders
            if row.names_person
        ],
        at=at,
    )


def end_grants(orders: Sequence[Order], at: datetime, *, holders: Sequence[str] = ()) -> None:
    """Take the right to read back, from all or from the holders named."""
    subjects = [f"hotline.request:{row.request_id}" for row in orders if row.names_person]
    if subjects:
        rights.withdraw_grants(subjects=subjects, at=at, holders=holders, purpose=PURPOSE)
