"""This feature's part of the sample city: its last two months, looked through."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from minben.needs.topics import actions


def look_through(*, at: datetime) -> list[actions.Mined]:
    """List the topics of the month before and of the running one."""
    first = localdate(at).replace(day=1)
    return [actions.mine_month(at=at, month=month) for month in (first - timedelta(days=1), first)]
