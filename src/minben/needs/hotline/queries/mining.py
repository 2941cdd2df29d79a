"""Columns from which topics are found: covered words and keys, without those who report wrongdoing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Q

from minben.commons.columns import Kind as Holds
from minben.commons.columns import columns_of
from minben.needs.hotline.models import Entry, Request
from minben.needs.hotline.queries.figures import Column
from minben.needs.hotline.words import Identity, Kind, State, Step, Urgency

_READ = (
    "id", "received_at", "person_id", "contact__phone_mark", "masked", "support", "place_id", "lat", "lon",
    "urgency", "signals", "solved", "category_id", "identity",
)  # fmt: skip
_FACTS = {
    "request": Holds.KEY, "received_at": Holds.TIME, "person": Holds.KEY, "mark": Holds.WORD, "masked": Holds.WORD,
    "support": Holds.NUMBER, "place": Holds.KEY, "lat": Holds.NUMBER, "lon": Holds.NUMBER, "urgent": Holds.NUMBER,
    "vulnerable": Holds.FLAG, "solved": Holds.FLAG, "category": Holds.KEY, "quotable": Holds.FLAG,
}  # fmt: skip
_OF_MEMBERS = {
    "request": Holds.KEY, "received_at": Holds.TIME, "person": Holds.KEY, "mark": Holds.WORD, "place": Holds.KEY,
    "answered": Holds.FLAG,
}  # fmt: skip
_ANSWERED = (State.DONE, State.ANSWERED, State.CLOSED)
# SQLite refuses a statement with more than 32,766 values.
_PER_QUERY = 10_000
# Taken back, kept apart from everybody, or ended by two people as no matter of the city's.
_NOT_HEARD = (State.WITHDRAWN, State.SET_APART, State.EXCLUDED, State.DECLINED, State.UNREASONABLE)
_DANGER = {Urgency.URGENT.value: 1.0, Urgency.SOON.value: 0.5}


def facts_for_topics(
    *, since: datetime, until: datetime, after: int = 0, also: Sequence[int] = ()
) -> dict[str, Column]:
    """Columns of a period's requests, in the order of their keys.

    Left out are reports of wrongdoing, praise, calls that chase an earlier request, what was taken back, and what has
    no words any more.

    Parameters
    ----------
    since, until : datetime
        Received from … until before.
    after : int
        Only those with a greater key, so that what is new can be joined to what is known.
    also : sequence of int
        Besides them these, however old; at most ten thousand.

    Returns
    -------
    dict
        ``request``, ``place`` and ``category`` as keys (−1: none); ``received_at`` [s since 1970]; ``person`` the key
        of a known person (−1: not known) and ``voice`` a number for each person, by the register or by the telephone
        number they called from (−1: nobody knows), which means nothing outside this answer; ``masked`` words;
        ``support`` [people]; ``lat``, ``lon`` [°] (NaN: none); ``urgent`` from 0 to 1; ``vulnerable``, ``solved``,
        ``reopened`` and ``quotable`` (not told in confidence) as flags.
    """
    wanted = Q(received_at__gte=since, received_at__lt=until, id__gt=after)
    found = Request.objects.filter(wanted | Q(id__in=also[:_PER_QUERY]) if also else wanted, chases=None)
    found = (
        found.exclude(kind__in=(Kind.WHISTLE, Kind.PRAISE)).exclude(state__in=_NOT_HEARD).exclude(masked="")
    )
    rows = found.order_by("id").values_list(*_READ).iterator(chunk_size=5_000)
    facts = columns_of(_plain(rows), _FACTS)
    facts["voice"] = _voices(facts["person"], facts.pop("mark"))
    facts["reopened"] = np.isin(facts["request"], _reopened(since, until, after))
    return facts


def facts_of_members(*, requests: Sequence[int]) -> dict[str, Column]:
    """Columns of these requests, for a page that tells who speaks of one thing, when and where.

    Returns
    -------
    dict
        ``request`` and ``place`` as keys (−1: none); ``received_at`` [s since 1970]; ``voice`` as in
        :func:`facts_for_topics`; ``answered``: a unit or the centre has told the person what came of it. In the order
        of their keys, without those that are not there.
    """
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(requests), _PER_QUERY):
        some = Request.objects.filter(pk__in=requests[start : start + _PER_QUERY]).order_by("id")
        read = ("id", "received_at", "person_id", "contact__phone_mark", "place_id", "state")
        rows = some.values_list(*read)
        found += [(*plain, mark or "", place, state in _ANSWERED) for *plain, mark, place, state in rows]
    facts = columns_of(found, _OF_MEMBERS)
    facts["voice"] = _voices(facts.pop("person"), facts.pop("mark"))
    return facts


def newest_of_turn(turn: str) -> datetime | None:
    """When the last request of a turn was received."""
    found = Request.objects.filter(turn=turn).order_by("-received_at")
    return found.values_list("received_at", flat=True).first()


def _plain(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for key, at, person, mark, *plain, urgency, signals, solved, category, identity in rows:
        urgent = 1.0 if signals.get("alerts") else _DANGER.get(urgency, 0.0)
        vulnerable, quotable = bool(signals.get("vulnerable")), identity != Identity.CONFIDENTIAL
        yield key, at, person, mark or "", *plain, urgent, vulnerable, solved is True, category, quotable


def _voices(person: Column, mark: Column) -> Column:
    """Number people: by the register, else by the telephone they called from; −1 where neither is known."""
    names = [
        f"p{key}" if key >= 0 else f"m{said}" if said else "" for key, said in zip(person, mark, strict=True)
    ]
    known, numbers = np.unique(np.array(names, dtype=object).astype(str), return_inverse=True)
    numbers = numbers.astype(np.int64)
    return numbers - 1 if len(known) and known[0] == "" else numbers


def _reopened(since: datetime, until: datetime, after: int) -> list[int]:
    said = Entry.objects.filter(step=Step.NOT_SOLVED, request_id__gt=after)
    said = said.filter(request__received_at__gte=since, request__received_at__lt=until)
    return list(said.values_list("request_id", flat=True).distinct())
