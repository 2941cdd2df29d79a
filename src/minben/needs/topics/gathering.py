"""A month's requests as the columns that the core reads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.utils.timezone import make_aware

from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline
from minben.needs.topics.core.shapes import Bools, Ints, Messages, Season

# Whoever is very old, deaf, blind, disabled or without a telephone speaks for more than fits into words.
YEARS = 3
_CARE = ("deaf", "blind", "disabled", "phoneless")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Messages, and which of them may lend their words to a title (what was told in confidence may not)."""

    messages: Messages
    quotable: Bools


def bounds(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month and that of the next."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    begins, ends = (make_aware(datetime.combine(day, time.min)) for day in (first, after))
    return begins, ends


def gather(month: date, *, at: datetime, after: int = 0, also: Sequence[int] = ()) -> Gathered:
    """Read the requests of a month; with ``after``, those with a greater key, and ``also`` these."""
    since, until = bounds(month)
    told = hotline.facts_for_topics(since=since, until=until, after=after, also=also)
    known, whose = np.unique(told["person"], return_inverse=True)
    groups = registers.groups(known, at=at)
    care = (groups.age == registers.AgeBand.FROM_80.value) | np.isin(groups.condition, _CARE)
    chains = registers.areas()
    messages = Messages(
        key=told["request"],
        at=told["received_at"],
        person=told["voice"],
        text=told["masked"].tolist(),
        support=told["support"],
        place=_lying_in(told["place"], chains, _keys(registers.PlaceKind.COMMUNITY)),
        area=_lying_in(told["place"], chains, _keys(registers.PlaceKind.DISTRICT)),
        lat=told["lat"],
        lon=told["lon"],
        urgent=told["urgent"],
        vulnerable=told["vulnerable"] | care[whose],
        unsolved=~told["solved"],
        reopened=told["reopened"],
        category=told["category"],
    )
    return Gathered(messages, told["quotable"])


def season_of(month: date) -> Season | None:
    """What the same month brought in the three years before, by heading and district; None where nothing is known."""
    counts: Counter[tuple[int, int]] = Counter()
    years, oldest = 0, hotline.oldest_at()
    for back in range(1, YEARS + 1):
        since, until = bounds(month.replace(year=month.year - back))
        # A month that the city remembers only the end of would make everything since seem unheard of.
        if oldest is None or since < oldest:
            break
        told = hotline.facts_for_outcomes(since=since, until=until - timedelta(microseconds=1))
        years += 1
        area = districts_of(told["place_id"])
        counts.update(zip(told["category_id"].tolist(), area.tolist(), strict=True))
    return Season({key: count / years for key, count in counts.items() if key[0] >= 0}) if years else None


def districts_of(places: Ints) -> Ints:
    """The district that each place lies in; −1 where there is none."""
    return _lying_in(places, registers.areas(), _keys(registers.PlaceKind.DISTRICT))


def _keys(kind: registers.PlaceKind) -> set[int]:
    return {row.key for row in registers.places_of(kind=kind)}


def _lying_in(places: Ints, chains: Mapping[int, tuple[int, ...]], wanted: set[int]) -> Ints:
    """The place of a kind that each place lies in; −1 where there is none."""
    known, which = np.unique(places, return_inverse=True)
    within = [next((one for one in chains.get(int(key), ()) if one in wanted), -1) for key in known]
    return np.array(within, dtype=np.int64)[which]
