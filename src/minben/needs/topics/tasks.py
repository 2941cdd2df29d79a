"""The night's work of topics: the running month, and the last one once more when it is over."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from minben.needs.topics import actions, queries

# Answers and “not solved” come in for some days after a month is over; then its list stands.
_SETTLES = timedelta(days=7)


def look_through(*, at: datetime) -> list[actions.Mined]:
    """Look through the running month, and through the last one until it has settled."""
    today = localdate(at)
    last = today.replace(day=1) - timedelta(days=1)
    before = queries.mining(month=last)
    due = [] if before and localdate(before.at) > last + _SETTLES else [last]
    return [actions.mine_month(at=at, month=month) for month in (*due, today)]
