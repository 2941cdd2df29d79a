"""Who speaks of a topic, when and where; what was discounted, and that its people are answered all the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.utils.timezone import get_current_timezone

from minben.commons.statistics import SMALLEST_SHOWN
from minben.commons.suppression import hidden
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline
from minben.needs.topics.core.counting import apart
from minben.needs.topics.core.shapes import Ints
from minben.needs.topics.core.spans import Span, first_days, spans
from minben.needs.topics.models import Member
from minben.needs.topics.queries.listed import in_language, mining

# Rows of requests by topic and reason.
_Groups = dict[tuple[int, str], list[int]]


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A community and how many people ask there; None where they are too few to show. Blank: elsewhere, or nowhere."""

    name: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """When people were first heard, in spans of at least ten, and where, with small places hidden."""

    spans: tuple[Span, ...]
    places: tuple[PlaceCount, ...]


@dataclass(frozen=True, slots=True)
class Discounted:
    """Requests of one topic that count for less for one reason; no number of fewer than ten.

    Attributes
    ----------
    topic : int
        0 for several topics, of which too few people speak or too few requests count for less.
    reason : str
        Blank for several reasons, for each of which too few requests count for less.
    people : int, optional
        Who stands behind them, each once; None where they are fewer than ten.
    requests, answered : int, optional
        How many there are, and how many of them have their answer already; None where there are fewer than ten.
    """

    topic: int
    reason: str
    requests: int | None
    people: int | None
    answered: int | None


def evidence(*, topic: int, places: int = 10) -> Evidence:
    """When and where people speak of a topic; nothing that fewer than ten people stand behind."""
    keys = list(
        Member.objects.filter(topic=topic).order_by("request_id").values_list("request_id", flat=True)
    )
    told = hotline.facts_of_members(requests=keys)
    zone = get_current_timezone()
    days = [datetime.fromtimestamp(float(one), zone).toordinal() for one in told["received_at"]]
    firsts = first_days(np.array(days, dtype=np.int64), told["voice"])
    return Evidence(
        tuple(spans(firsts, smallest=SMALLEST_SHOWN)), _places(told["place"], told["voice"], places)
    )


def discounted(*, month: date | None = None, topic: int | None = None) -> list[Discounted]:
    """What counts for less in a month, or in one topic, by topic and reason.

    What is too few to be told is put together over topics, then over reasons; so are topics of fewer than ten people,
    so that nobody can be told from the heading they wrote about. Nothing is left out.
    """
    row = mining(month=month)
    found = Member.objects.exclude(reason="")
    if topic is not None:
        found = found.filter(topic=topic)
    elif row is not None:
        found = found.filter(topic__month__first=row.month, topic__rank__isnull=False)
    else:
        return []
    rows = found.order_by("request_id").values_list("topic_id", "topic__people", "request_id", "reason")
    return _by_reason(
        [(key if people >= SMALLEST_SHOWN else 0, request, why) for key, people, request, why in rows]
    )


def _by_reason(rows: Sequence[tuple[int, int, str]]) -> list[Discounted]:
    told = hotline.facts_of_members(requests=sorted({request for _topic, request, _reason in rows}))
    at = {int(key): n for n, key in enumerate(told["request"])}
    groups = _grouped([(topic, reason, at[request]) for topic, request, reason in rows if request in at])
    groups = _few_together(groups, lambda _topic, reason: (0, reason))
    groups = _few_together(groups, lambda _topic, _reason: (0, ""))
    found = [_discounted(topic, reason, some, told) for (topic, reason), some in groups.items()]
    return sorted(found, key=lambda one: (one.topic == 0, -(one.requests or 0), one.topic, one.reason))


def _grouped(rows: Iterable[tuple[int, str, int]]) -> _Groups:
    groups: _Groups = {}
    for topic, reason, row in rows:
        groups.setdefault((topic, reason), []).append(row)
    return groups


def _few_together(groups: _Groups, wider: Callable[[int, str], tuple[int, str]]) -> _Groups:
    """Put together what is too few to be told, under a wider name; what is alone so keeps its own."""
    few = [key for key, some in groups.items() if len(some) < SMALLEST_SHOWN]
    told = {key: wider(*key) for key in few} if len(few) > 1 else {}
    return _grouped((*told.get(key, key), row) for key, some in groups.items() for row in some)


def _discounted(topic: int, reason: str, rows: list[int], told: Mapping[str, Any]) -> Discounted:
    if len(rows) < SMALLEST_SHOWN:
        return Discounted(topic, reason, None, None, None)
    behind = len(np.unique(apart(told["voice"][rows])))
    return Discounted(
        topic,
        reason,
        len(rows),
        behind if behind >= SMALLEST_SHOWN else None,
        int(told["answered"][rows].sum()),
    )


def _places(places: Ints, voices: Ints, limit: int) -> tuple[PlaceCount, ...]:
    """Count people where they first spoke, so that the counts add up to all people."""
    _who, first = np.unique(apart(voices), return_index=True)
    communities = {row.key: in_language(row.name, row.name_en) for row in registers.communities()}
    chains = registers.areas()
    within = [
        next((one for one in chains.get(int(key), ()) if one in communities), -1) for key in places[first]
    ]
    known, counts = np.unique(np.array(within, dtype=np.int64), return_counts=True)
    order = np.argsort(-counts, kind="stable")
    rows = [(communities.get(int(known[n]), ""), int(counts[n])) for n in order]
    named = [row for row in rows if row[0]][:limit]
    if rest := sum(count for _name, count in rows) - sum(count for _name, count in named):
        named.append(("", rest))
    mask = hidden([count for _name, count in named]) if named else np.zeros(0, dtype=bool)
    if mask.all():
        return ()
    return tuple(PlaceCount(name, None if hide else n) for (name, n), hide in zip(named, mask, strict=True))
