"""A new day's requests join the topics that their month has already; nothing is ranked anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localdate

from minben.commons.rows import insert_columns
from minben.institutions.sandbox import actions as sandbox
from minben.ledger import actions as ledger
from minben.needs.hotline import queries as hotline
from minben.needs.topics.algorithms import FINDER, FINDER_VERSION
from minben.needs.topics.core import daily
from minben.needs.topics.core.counting import newly_heard
from minben.needs.topics.core.shapes import Messages
from minben.needs.topics.gathering import gather
from minben.needs.topics.models import Member, Mining, Month, Topic

# The newest of each topic are enough to know it by, whatever its size.
_KNOWN_BY = 32


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of a day's new requests: how many there were, and how many belong to a topic of the month."""

    month: date
    requests: int
    joined: int


def join_new(*, at: datetime) -> Joined:
    """Let requests that came since the running month was looked through join its topics.

    Each request that speaks of a listed topic becomes its member; a person who spoke of it before is one voice still.
    Ranks and hotness stay until the month is looked through again.

    Returns
    -------
    Joined
        Nothing joins while the finder is not cleared, or before the month was looked through by it.
    """
    first = localdate(at).replace(day=1)
    with transaction.atomic():
        row = Month.objects.select_for_update().filter(first=first).first()
        newest = Mining.objects.filter(month=row).order_by("-at", "-pk").first() if row else None
        if row is None or newest is None or newest.how == "counted":
            return Joined(first, 0, 0)
        known = _known_members(row)
        messages = gather(first, at=at, after=row.seen_up_to, also=list(known)).messages
        found = _found(messages, known, row.seen_up_to, at)
        _add(found)
        fresh = messages.key[messages.key > row.seen_up_to]
        row.seen_up_to = max(row.seen_up_to, int(fresh.max(initial=0)))
        row.save(update_fields=["seen_up_to"])
        joined = Joined(first, len(fresh), sum(map(len, found.values())))
        _tell(row, joined, at)
    return joined


def _known_members(month: Month) -> dict[int, int]:
    """The newest requests of each listed topic, with the topic of each."""
    rows = Member.objects.filter(topic__month=month, topic__rank__isnull=False).order_by("-request_id")
    found: dict[int, int] = {}
    taken: dict[int, int] = {}
    for request, topic in rows.values_list("request_id", "topic_id").iterator(chunk_size=5_000):
        taken[topic] = taken.get(topic, 0) + 1
        if taken[topic] <= _KNOWN_BY:
            found[request] = topic
    return found


def _found(
    messages: Messages, known: Mapping[int, int], seen_up_to: int, at: datetime
) -> dict[int, list[int]]:
    """The new requests of each topic."""
    topics = sorted(set(known.values()))
    old = np.flatnonzero(messages.key <= seen_up_to)
    new = np.flatnonzero(messages.key > seen_up_to)
    found: dict[int, list[int]] = {}
    with sandbox.guard(FINDER, version=FINDER_VERSION, at=at) as guard:
        if guard.cleared and len(new) and len(old):
            guard.count(items=len(new))
            event = np.searchsorted(topics, [known[key] for key in messages.key[old].tolist()])
            joined, _known = daily.join_new(daily.recall(messages.take(old), event), messages.take(new))
            for key, number in zip(messages.key[new].tolist(), joined.tolist(), strict=True):
                if number < len(topics):
                    found.setdefault(topics[number], []).append(key)
    return found


def _add(found: Mapping[int, Sequence[int]]) -> None:
    rows = Topic.objects.filter(pk__in=found).values_list("pk", "requests")
    for topic, before in list(rows):
        keys = sorted(found[topic])
        members = Member.objects.filter(topic=topic).values_list("request_id", flat=True)
        told = hotline.facts_of_members(requests=sorted({*members, *keys}))
        is_new = np.isin(told["request"], keys)
        order = np.argsort(is_new, kind="stable")
        heard = newly_heard(told["voice"][order], is_new[order])[is_new[order]]
        columns = {
            "topic": topic,
            "request": told["request"][order][is_new[order]].tolist(),
            "nth": list(range(before, before + len(keys))),
            "weight": [float(one) for one in heard],
            "reason": ["" if one else "same_person" for one in heard],
        }
        insert_columns(connection, Member, columns, size=len(heard))
        people, last = int(heard.sum()), float(told["received_at"][is_new].max())
        Topic.objects.filter(pk=topic).update(
            requests=F("requests") + len(heard),
            people=F("people") + people,
            voices=F("voices") + people,
            discounted=F("discounted") + len(heard) - people,
        )
        moment = datetime.fromtimestamp(last, UTC)
        Topic.objects.filter(pk=topic, last_at__lt=moment).update(last_at=moment)


def _tell(month: Month, joined: Joined, at: datetime) -> None:
    if not joined.requests:
        return
    act = ledger.Act(
        what="topics.joined",
        who="machine",
        subject=f"topics.month:{month}",
        at=at,
        algorithm=FINDER,
        version=FINDER_VERSION,
        detail={"requests": joined.requests, "joined": joined.joined},
    )
    ledger.write([act])
