"""Brings the columns of a summary together: hotline, orders, registers, voices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.db.models import Count, Q, QuerySet
from numpy.typing import NDArray

from minben.dispatch.orders import queries as orders
from minben.evaluation.outcomes.core.facts import Facts, Floats, Ints, keys, seconds, truths
from minben.evaluation.outcomes.core.gaps import UNKNOWN, Labels
from minben.evaluation.outcomes.core.rates import Calls, Voices, latest
from minben.evaluation.outcomes.models import Attempt, FollowUp, Voice
from minben.evaluation.outcomes.words import FollowUpState
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEYS = ("request_id", "person_id", "category_id", "event_id", "unit_id", "chases_id")
_DIMENSIONS = ("channel", "age", "income", "district")
VOICE_COLUMNS = ("responded", "solved", "satisfied", "contacts", "visits", "papers")


@dataclass(frozen=True, slots=True)
class Period:
    """Which requests: received from ``since`` on, before ``until``; with ``turn``, of that turn only."""

    since: datetime | None = None
    until: datetime | None = None
    turn: str = ""

    def of_requests(self) -> Q:
        """Return the condition on a table whose ``request`` is the hotline's."""
        condition = Q(request__turn=self.turn) if self.turn else Q()
        if self.since is not None:
            condition &= Q(request__received_at__gte=self.since)
        return condition if self.until is None else condition & Q(request__received_at__lt=self.until)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Facts of n requests, and the groups of the people behind them."""

    facts: Facts
    dimensions: Mapping[str, Labels]
    kind: NDArray[Any]


def gather(period: Period, *, at: datetime) -> Gathered:
    """Return the facts of all requests of a period and of all later ones up to ``at``.

    The later ones are needed to see who came back. With a turn, only its own requests are known.
    """
    columns = hotline.facts_for_outcomes(since=period.since or EPOCH, until=at, turn=period.turn)
    # Each column goes as soon as it is used: a year of a large city is held once, not twice.
    place, channel, kind = (columns.pop(name) for name in ("place_id", "channel", "kind"))
    known = {name: keys(columns.pop(name)) for name in _KEYS}
    dimensions = _dimensions(known["person_id"], place, at) | {"channel": Labels.of(channel)}
    del place, channel
    facts = _facts(known, columns, _orders_of(known["request_id"], period, at))
    return Gathered(facts, {name: dimensions[name] for name in _DIMENSIONS}, kind)


def voices(period: Period, requests: Ints) -> Voices:
    """Return the last word of each request's person, column by column."""
    rows = list(Voice.objects.filter(period.of_requests()).values_list("request_id", *VOICE_COLUMNS))
    table = list(zip(*rows, strict=True)) if rows else [() for _ in range(1 + len(VOICE_COLUMNS))]
    said_for = np.array(table[0], dtype=np.int64)
    return Voices(*latest(requests, said_for, *(np.array(one, dtype=np.float64) for one in table[1:])))


def calls(period: Period) -> Calls:
    """Count who was asked in a period and what came of it."""
    drawn: QuerySet[FollowUp] = FollowUp.objects.filter(period.of_requests())
    states: dict[str, int] = dict(drawn.order_by().values_list("state").annotate(n=Count("id")))
    condition = period.of_requests()
    tried = Attempt.objects.filter(followup__in=drawn.values("pk")).count()
    return Calls(
        drawn=sum(states.values()),
        reached=states.get(FollowUpState.REACHED, 0),
        declined=states.get(FollowUpState.DECLINED, 0),
        not_reached=states.get(FollowUpState.NOT_REACHED, 0),
        waiting=states.get(FollowUpState.OPEN, 0),
        attempts=tried,
        own_accord=Voice.objects.filter(condition, followup=None).count(),
    )


def _orders_of(requests: Ints, period: Period, at: datetime) -> dict[str, Floats]:
    """Return what the orders tell, aligned with the requests; NaN where no order tells."""
    columns = orders.facts_for_outcomes(since=period.since or EPOCH, until=at, turn=period.turn)
    told = keys(columns.pop("request_id"))
    signed, done, due = (seconds(columns.pop(name)) for name in ("signed_at", "done_at", "due_at"))
    at_once = (columns.pop("round") == 1) & (columns.pop("sent_back") == 0)
    claim = np.where(np.isnan(done), np.nan, at_once.astype(np.float64))
    names = ("signed", "done", "due", "claim")
    return dict(zip(names, latest(requests, told, signed, done, due, claim), strict=True))


def _facts(known: Mapping[str, Ints], columns: Mapping[str, Any], order: Mapping[str, Floats]) -> Facts:
    closed = seconds(columns["closed_at"])
    return Facts(
        request=known["request_id"],
        person=known["person_id"],
        category=known["category_id"],
        event=known["event_id"],
        unit=known["unit_id"],
        received=seconds(columns["received_at"]),
        first_action=order["signed"],
        # The unit's own word comes first; an export knows only of closing.
        finished=np.where(np.isnan(order["done"]), closed, order["done"]),
        # The order's own deadline knows of pauses; the hotline's is what was promised at first.
        due=np.where(np.isnan(order["due"]), seconds(columns["due_at"]), order["due"]),
        chaser=known["chases_id"] >= 0,
        state=np.asarray(columns["state"]),
        solved=truths(columns["solved"]),
        own_claim=order["claim"],
    )


def _dimensions(person: Ints, place: Ints, at: datetime) -> dict[str, Labels]:
    # People are looked up once each, however often they ask.
    people, whose = np.unique(person, return_inverse=True)
    groups = registers.groups(people.astype(np.int64), at=at)
    return {
        "age": Labels.of(groups.age).of_rows(whose),
        "income": Labels.of(groups.income).of_rows(whose),
        "district": _named(Labels.of(_district(place, groups.district[whose]))),
    }


def _named(districts: Labels) -> Labels:
    names = np.where(districts.names == "-1", UNKNOWN, districts.names)
    order = np.argsort(names)
    return Labels(names[order], np.argsort(order).astype(np.int32)).of_rows(districts.codes)


def _district(places: Ints, home: Ints) -> Ints:
    """Return the district where the matter is, or else where the person lives; −1 when neither is known."""
    chains = registers.areas()
    known = {row.key for row in registers.places_of(kind=registers.PlaceKind.DISTRICT)}
    table = np.full(max(chains, default=0) + 2, -1, dtype=np.int64)
    for key, chain in chains.items():
        table[key] = next((place for place in chain if place in known), -1)
    found = table[places]
    return np.where(found < 0, home, found)
