"""The work of each night, kept account of: which duty was done for which day, so that none is done twice or left out.

A duty whose effects all lie in the database is done *whole*: its effects and the mark that it is done are one
transaction, so that a worker killed in between leaves neither. Other duties (a backup) are begun, then marked; one
that was begun and never marked is taken up again after :data:`LEASE`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from minben.loop.models import Night

__all__ = ["LEASE", "Nightly", "last_done", "run", "steady"]

LEASE = timedelta(minutes=20)
# What is marked as done later than this from now was done by a clock that was wrong: it counts for nothing.
_CLOCK_MAY_DIFFER = timedelta(hours=1)
# A night that follows so long after the one before it comes after an outage, or on a clock that jumped.
_STEADY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Nightly:
    """One duty of the night.

    ``whole``: done in one transaction with its mark. ``careful``: never when the clock may have jumped.
    """

    name: str
    do: Callable[[datetime], object]
    whole: bool = True
    careful: bool = False


def run(duty: Nightly, *, at: datetime) -> bool:
    """Do a duty if it is due, and tell whether it was done now.

    Raises
    ------
    DatabaseError, OSError
        What the duty met; it is tried again after :data:`LEASE`.
    """
    day = localdate(at)
    if not _due(Night.objects.filter(duty=duty.name, day=day).first(), at):
        return False
    if duty.careful and not steady(at=at):
        _mark(duty.name, day, begun_at=at, done_at=at)
        return False
    try:
        return _whole(duty, day, at) if duty.whole else _begun(duty, day, at)
    except (DatabaseError, OSError):
        _mark(duty.name, day, begun_at=at)
        raise


def last_done(*, at: datetime) -> datetime | None:
    """Return when a duty of the night was last done, leaving out what a wrong clock wrote."""
    found = Night.objects.filter(done_at__lte=at + _CLOCK_MAY_DIFFER).order_by("-done_at")
    return found.values_list("done_at", flat=True).first()


def steady(*, at: datetime) -> bool:
    """Tell whether the clock can be trusted with what cannot be undone: the night before was one or two days ago."""
    before = Night.objects.filter(day__lt=localdate(at), done_at__lt=at).order_by("-done_at").first()
    return before is not None and before.done_at is not None and at - before.done_at <= _STEADY


def _whole(duty: Nightly, day: date, at: datetime) -> bool:
    with transaction.atomic():
        night = _locked(duty.name, day)
        if not _due(night, at):
            return False
        duty.do(at)
        night.begun_at = night.done_at = at
        night.save()
    return True


def _begun(duty: Nightly, day: date, at: datetime) -> bool:
    with transaction.atomic():
        night = _locked(duty.name, day)
        if not _due(night, at):
            return False
        night.begun_at, night.done_at = at, None
        night.save()
    duty.do(at)
    _mark(duty.name, day, begun_at=at, done_at=at)
    return True


def _due(night: Night | None, at: datetime) -> bool:
    if night is None:
        return True
    soon = at + _CLOCK_MAY_DIFFER
    if night.done_at is not None and night.done_at <= soon:
        return False
    under_way = night.done_at is None and night.begun_at is not None and night.begun_at <= soon
    return not (under_way and night.begun_at is not None and night.begun_at > at - LEASE)


def _locked(name: str, day: date) -> Night:
    Night.objects.get_or_create(duty=name, day=day)
    return Night.objects.select_for_update().get(duty=name, day=day)


def _mark(name: str, day: date, **moments: datetime) -> None:
    Night.objects.update_or_create(duty=name, day=day, defaults=moments)
