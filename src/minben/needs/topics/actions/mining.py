"""Looking through a month: its requests become topics, ranked as far as an algorithm is allowed to."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db import transaction
from django.utils.timezone import localdate

from minben.ledger import actions as ledger
from minben.needs.hotline import queries as hotline
from minben.needs.topics.actions.storing import store
from minben.needs.topics.core.counting import people_of
from minben.needs.topics.finding import Found, find
from minben.needs.topics.gathering import gather
from minben.needs.topics.models import Hearing, Mining, Month


@dataclass(frozen=True, slots=True)
class Mined:
    """What came of looking through a month; ``how`` is ``ranked``, ``found`` (only counted) or ``counted``."""

    month: date
    how: str
    requests: int
    people: int
    topics: int
    discounted: int


def mine_month(*, at: datetime, month: date | None = None) -> Mined:
    """Look through a month and list its topics; those that were listed before keep their keys.

    Parameters
    ----------
    at : datetime
        Aware; now.
    month : date, optional
        Any day of it; without one, the running month.

    Returns
    -------
    Mined
        Without a cleared algorithm the list holds plain counts, and says so.
    """
    first = (month or localdate(at)).replace(day=1)
    gathered = gather(first, at=at)
    found = find(gathered, month=first, at=at)
    messages = gathered.messages
    with transaction.atomic():
        row = _locked(first)
        mining = Mining.objects.create(
            month=row,
            at=at,
            how=found.how,
            why_not=found.why_not,
            version=found.version,
            verified=found.verified,
            requests=len(messages),
            people=people_of(messages, np.arange(len(messages))),
            topics=len(found.topics),
            discounted=sum(len(topic.discounted) for topic in found.topics),
        )
        store(row, found.topics, messages)
        Hearing.objects.bulk_create(
            Hearing(
                mining=mining,
                place_id=one.place,
                people=one.people,
                rate=one.rate,
                low=one.low,
                high=one.high,
                factor=one.factor,
            )
            for one in found.heard
        )
        row.seen_up_to = max(row.seen_up_to, int(messages.key.max(initial=0)))
        row.save(update_fields=["seen_up_to"])
        _tell(mining, found)
    return Mined(first, mining.how, mining.requests, mining.people, mining.topics, mining.discounted)


def mine_turn(*, turn: str, at: datetime) -> Mined | None:
    """Look through the newest month that a turn of the loop brought requests of; None when it brought none."""
    newest = hotline.newest_of_turn(turn)
    return mine_month(at=at, month=localdate(newest)) if newest else None


def _locked(first: date) -> Month:
    Month.objects.get_or_create(first=first)
    return Month.objects.select_for_update().get(first=first)


def _tell(mining: Mining, found: Found) -> None:
    act = ledger.Act(
        what="topics.mined",
        who="machine",
        subject=f"topics.month:{mining.month}",
        at=mining.at,
        algorithm=found.algorithm,
        version=found.version,
        detail={
            "how": mining.how,
            "why_not": mining.why_not,
            "requests": mining.requests,
            "people": mining.people,
            "topics": mining.topics,
            "discounted": mining.discounted,
        },
    )
    ledger.write([act])
