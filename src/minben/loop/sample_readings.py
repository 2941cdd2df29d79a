"""Who of the sample city opened people's data: the work of some days, and one emergency that an auditor reviews."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from minben.dispatch.orders import queries as orders
from minben.institutions.rights import actions as rights
from minben.needs.hotline import actions as hotline

OPENED, APART, HOUR = 12, timedelta(hours=5), timedelta(hours=1)
EMERGENCY = "老人独居，邻居说敲门没人应，要马上上门看看。"


def lay_out(*, users: Mapping[str, int], units: Mapping[str, int], at: datetime) -> None:
    """Have a clerk and the heating company open what they work on, and once force a page open.

    Parameters
    ----------
    users, units
        Keys of accounts by name, and of units by code.
    """
    heat = units["heat"]
    clerk = rights.Reader(key=f"user:{users['clerk']}", role="clerk", label="12345 C.")
    officer = rights.Reader(
        key=f"user:{users['officer']}", role="officer", holders=(f"unit:{heat}",), label="临江市热力公司 O."
    )
    for nth, row in enumerate(orders.queue(unit_ids=[heat], at=at, limit=OPENED).rows):
        when = min(at, max(row.request.received_at + HOUR, at - APART * (nth + 1)))
        _open("request.intake", row.request.key, clerk, when)
        # The unit may read from the moment on at which the order is its own: that of the building of the city.
        _open("request.handle", row.request.key, officer, at)
    others = [key for code, key in sorted(units.items()) if code != "heat"]
    for row in orders.queue(unit_ids=others, at=at, limit=OPENED).rows:
        if _forced(row.request.key, officer, at - 2 * HOUR):
            return


def _open(purpose: str, request: int, reader: rights.Reader, at: datetime) -> rights.Refusal | None:
    try:
        hotline.open_for(purpose=purpose, request_id=request, reader=reader, at=at)
    except rights.Refused as refused:
        rights.keep_refusal(refused, at=at)
        return refused.refusal
    return None


def _forced(request: int, reader: rights.Reader, at: datetime) -> bool:
    """Try a page that another unit works on; where an emergency may open it, open it and say why."""
    refusal = _open("request.handle", request, reader, at)
    if refusal is None or not refusal.may_break_glass:
        return False
    rights.break_glass(
        reader=reader, record=refusal.records[0], reason=EMERGENCY, at=at, purpose=refusal.purpose
    )
    return True
