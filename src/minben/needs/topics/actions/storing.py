"""Writing a month's topics: those that go on keep their keys, those no longer found lose their rank."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.db import connection

from minben.commons.rows import insert_columns, update_columns
from minben.needs.topics.core.counting import people_of
from minben.needs.topics.core.keeping import same_as_before
from minben.needs.topics.core.shapes import Ints, Messages
from minben.needs.topics.core.shapes import Topic as Found
from minben.needs.topics.models import Member, Month, Topic


def store(month: Month, found: Sequence[Found], messages: Messages) -> None:
    """Let the topics of a month be these, inside the caller's transaction."""
    now = [set(messages.key[topic.members].tolist()) for topic in found]
    keys = same_as_before(_before(month), now)
    Topic.objects.filter(month=month, rank__isnull=False).update(rank=None)
    old = [n for n, key in enumerate(keys) if key is not None]
    new = [n for n, key in enumerate(keys) if key is None]
    columns = _columns(month, found, messages)
    kept = [key for key in keys if key is not None]
    update_columns(connection, Topic, {name: _taken(values, old) for name, values in columns.items()}, kept)
    fresh = {name: _taken(values, new) for name, values in columns.items()}
    made = insert_columns(connection, Topic, fresh, size=len(new))
    owners = dict(zip([*old, *new], [*kept, *made], strict=True))
    Member.objects.filter(topic__in=kept).delete()
    _store_members([(owners[n], topic) for n, topic in enumerate(found)], messages)


def _before(month: Month) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Member.objects.filter(topic__month=month).values_list("topic_id", "request_id")
    for topic, request in rows.iterator(chunk_size=5_000):
        found.setdefault(topic, set()).add(request)
    return found


def _taken(values: Any, rows: Sequence[int]) -> Any:
    return [values[n] for n in rows] if isinstance(values, list) else values


def _columns(month: Month, found: Sequence[Found], messages: Messages) -> dict[str, Any]:
    return {
        "month": month.pk,
        "rank": [topic.rank for topic in found],
        "hotness": [float(topic.hotness) for topic in found],
        "parts": [{name: float(part) for name, part in topic.parts.items()} for topic in found],
        "title": [topic.title[:120] for topic in found],
        "keywords": [list(topic.keywords) for topic in found],
        "place_names": [list(topic.places) for topic in found],
        "category": [_commonest(messages.category[topic.members]) for topic in found],
        "place": [_commonest(messages.place[topic.members]) for topic in found],
        "first_at": [_moment(topic.first) for topic in found],
        "last_at": [_moment(topic.last) for topic in found],
        "voices": [float(topic.voices) for topic in found],
        "people": [people_of(messages, topic.members) for topic in found],
        "requests": [len(topic.members) for topic in found],
        "discounted": [len(topic.discounted) for topic in found],
    }


def _commonest(keys: Ints) -> int | None:
    known, counts = np.unique(keys[keys >= 0], return_counts=True)
    return int(known[counts.argmax()]) if len(known) else None


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _store_members(topics: Sequence[tuple[int, Found]], messages: Messages) -> None:
    rows: list[tuple[int, int, int, float, str]] = []
    for key, topic in topics:
        less = {one.member: one for one in topic.discounted}
        for nth, member in enumerate(topic.members.tolist()):
            found = less.get(member)
            weight, reason = (float(found.weight), found.reason) if found else (1.0, "")
            rows.append((key, int(messages.key[member]), nth, weight, reason))
    names = ("topic", "request", "nth", "weight", "reason")
    columns = {name: [row[n] for row in rows] for n, name in enumerate(names)}
    insert_columns(connection, Member, columns, size=len(rows))
