"""This feature's part of the sample city: some days of calls, as its exchange would have told them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from minben.needs.telephone import actions
from minben.needs.telephone.words import Event

EXCHANGE = "sample"
# Share of a day's calls that begin in each hour: the morning is busiest, and people ring at night, too.
_BY_HOUR = (1, 1, 1, 1, 1, 2, 4, 9, 15, 16, 13, 9, 8, 10, 12, 11, 9, 8, 7, 6, 5, 4, 3, 2)


def ring(rng: Random, *, at: datetime, days: int, per_day: int) -> int:
    """Play the calls of the days before ``at``; return how many. All of them are over by then."""
    events = [
        event for number in range(days * per_day) for event in _call(rng, number, _start(rng, at, days))
    ]
    events = [event for event in events if event.at <= at]
    actions.take_events(events=events, exchange=EXCHANGE, at=at, played=True)
    return days * per_day


def _start(rng: Random, at: datetime, days: int) -> datetime:
    back = timedelta(days=rng.randrange(days))
    hour = rng.choices(range(24), _BY_HOUR)[0]
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    start = midnight - back + timedelta(hours=hour, seconds=rng.uniform(0, 3600))
    # Today's calls that lie ahead were yesterday's, and each had time to end.
    return start if start < at - timedelta(hours=1) else start - timedelta(days=days)


def _call(rng: Random, number: int, start: datetime) -> Sequence[actions.Heard]:
    return [
        actions.Heard(
            id=f"{number}-{place}", call=f"s{number}", kind=kind, at=moment,
            caller=f"1990000{rng.randrange(10_000):04}" if kind is Event.RING else "",
            agent=f"80{1 + number % 12:02}" if kind is Event.ANSWER else "",
        )
        for place, (kind, moment) in enumerate(_course(rng, start))
    ]  # fmt: skip


def _course(rng: Random, start: datetime) -> Iterator[tuple[Event, datetime]]:
    yield Event.RING, start
    # In a rush a tenth give up; at other times few do.
    rush = timezone.localtime(start).hour in (8, 9, 14)
    if rng.random() < (0.09 if rush else 0.02):
        yield Event.HANGUP, start + timedelta(seconds=rng.uniform(2, 90))
        return
    answered = start + timedelta(seconds=2 + rng.expovariate(1 / (8 if rush else 4)))
    yield Event.ANSWER, answered
    talk = timedelta(seconds=30 + rng.expovariate(1 / 180))
    if rng.random() < 0.1:
        yield Event.HOLD, answered + talk / 3
        yield Event.RESUME, answered + talk / 2
    elif rng.random() < 0.05:
        yield Event.JOIN, answered + talk / 2
    yield Event.HANGUP, answered + talk
