"""What may be read of calls without a purpose: how they stand, never who called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from minben.commons.columns import Kind, columns_of
from minben.needs.telephone import rules
from minben.needs.telephone.core.figures import Calls, Figures, Hour, reckon
from minben.needs.telephone.core.moves import DEEDS, LIVE, OVER
from minben.needs.telephone.models import Call, CallBack, CallEvent, CallRequest, Command, Seat
from minben.needs.telephone.rules import Limit
from minben.needs.telephone.words import CallState, Deed, Origin

__all__ = [
    "Asked",
    "BackRow",
    "CallRow",
    "EventRow",
    "Figures",
    "FiguresOf",
    "Hour",
    "Limit",
    "asked_of",
    "back",
    "backs_due",
    "call",
    "call_by_key",
    "current",
    "events_of",
    "figures",
    "missed",
    "requests_of",
    "seat_of",
    "waiting",
]

STALE = timedelta(hours=2)
"""A call of which nothing more was told for so long is not shown as waiting: its end was lost."""
_MISSED_FOR = timedelta(days=2)
_LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call without its number. ``danger`` holds emergency numbers and codes of alerts in what was said."""

    key: int
    call: str
    origin: str
    outgoing: bool
    state: str
    begun_at: datetime
    rang_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    talk_s: float
    held_s: float
    agent: str
    user: int | None
    another_person: bool
    danger: list[str]
    has_recording: bool
    others: list[str]
    odd: int
    late: bool
    known_caller: bool

    @property
    def live(self) -> bool:
        """True while somebody is, or may be, on the line."""
        return self.state in LIVE

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def deeds(self) -> frozenset[Deed]:
        """What may be asked of the exchange now."""
        return DEEDS.get(CallState(self.state), frozenset())


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a call's own history."""

    at: datetime
    kind: str
    agent: str
    to: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that was asked of the exchange, and whether it took it."""

    key: int
    deed: str
    to: str
    at: datetime
    sent_at: datetime | None
    dropped_at: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True)
class BackRow:
    """A call to make, without the number."""

    key: int
    call: int
    why: str
    wanted_at: datetime
    tries: int
    begun_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class FiguresOf:
    """The figures of some days, the limits they stand beside, and what was keyed in from paper."""

    since: datetime
    until: datetime
    figures: Figures
    answered_within: Limit
    connected_least: Limit
    hung_up_within: Limit
    on_paper: int

    @property
    def connected(self) -> bool | None:
        """Whether the share connected reaches the limit; None where there is nothing to compare."""
        found = self.figures.connected.value
        return None if found is None else found >= self.connected_least.value / 100

    @property
    def each_at_once(self) -> bool:
        """Whether each call was answered within the seconds that the standard allows."""
        return self.figures.within.value == 1

    @property
    def worst_day_fails(self) -> bool:
        """Whether in the worst 24 hours fewer were connected than the standard asks; false where too few rang."""
        worst = self.figures.lowest_day
        return worst.shown and (worst.value or 0) < self.connected_least.value / 100


_ROW = (
    "pk", "key", "origin", "outgoing", "state", "begun_at", "rang_at", "answered_at", "ended_at", "talk_s", "held_s",
    "agent", "user_id", "another_person", "danger", "recording", "others", "odd", "late", "caller_mark",
)  # fmt: skip
_RECORDING = _ROW.index("recording")


def _rows(found: QuerySet[Call]) -> list[CallRow]:
    return [_row(values) for values in found.values_list(*_ROW)]


def _row(values: Sequence[Any]) -> CallRow:
    told = list(values)
    told[_RECORDING], told[-1] = bool(told[_RECORDING]), bool(told[-1])
    return CallRow(*told)


def call(call_id: int) -> CallRow | None:
    """The call with a key, or None."""
    return next(iter(_rows(Call.objects.filter(pk=call_id))), None)


def call_by_key(text: str) -> CallRow | None:
    """The call that an exchange knows by this id, with or without the exchange's name before it."""
    if not (text.isascii() and text.isprintable()):
        return None
    names = [pair.partition(":")[0].strip() for pair in settings.MINBEN_TELEPHONE_KEYS.split(",")]
    found = Call.objects.filter(key__in=[text, *(f"{name}/{text}" for name in names)])
    return next(iter(_rows(found.order_by("-begun_at")[:1])), None)


def waiting(*, at: datetime) -> list[CallRow]:
    """Calls that ring and that nobody has answered, the one that waits longest first."""
    found = Call.objects.filter(state=CallState.RINGING, begun_at__gt=at - STALE)
    return _rows(found.order_by("begun_at", "pk")[:100])


def current(*, by: int, at: datetime) -> CallRow | None:
    """The call that this clerk has on the line, or that rings at their seat; the newest where there are two."""
    talking = [state for state in LIVE if state != CallState.RINGING]
    mine = Call.objects.filter(user_id=by, begun_at__gt=at - STALE)
    on_the_line = _rows(mine.filter(state__in=talking).order_by("-begun_at")[:1])
    ringing = _rows(mine.filter(state=CallState.RINGING).order_by("-begun_at")[:1])
    return next(iter([*on_the_line, *ringing]), None)


def seat_of(by: int) -> str:
    """The extension at which a clerk sits, or ''."""
    return Seat.objects.filter(user_id=by).values_list("extension", flat=True).first() or ""


def events_of(call_id: int) -> list[EventRow]:
    """What the exchange told of a call, in the order in which it happened."""
    found = CallEvent.objects.filter(call_id=call_id).order_by("at", "sequence", "pk")
    return [EventRow(*row) for row in found.values_list("at", "kind", "agent", "to", "told_at")]


def requests_of(call_id: int) -> list[tuple[int, str]]:
    """Keys of the requests that a call led to or asked after, with which of the two."""
    return list(CallRequest.objects.filter(call_id=call_id).order_by("pk").values_list("request_id", "how"))


def asked_of(call_id: int, *, limit: int = 3) -> list[Asked]:
    """The last things that were asked of the exchange about a call, the newest first."""
    fields = ("pk", "deed", "to", "at", "sent_at", "dropped_at", "trouble")
    found = Command.objects.filter(call_id=call_id).order_by("-pk").values_list(*fields)
    return [Asked(*row) for row in found[:limit]]


def backs_due(*, at: datetime, limit: int = 100) -> list[BackRow]:
    """Call-backs that are still to be made, the one that is due longest first."""
    return _backs(CallBack.objects.filter(done_at=None), at)[:limit]


def back(back_id: int, *, at: datetime) -> BackRow | None:
    """One call-back that is still to be made, or None."""
    return next(iter(_backs(CallBack.objects.filter(pk=back_id, done_at=None), at)), None)


def _backs(found: QuerySet[CallBack], at: datetime) -> list[BackRow]:
    fields = ("pk", "call_id", "why", "wanted_at", "tries", "call__begun_at")
    rows = found.order_by("wanted_at", "pk").values_list(*fields)[:200]
    return [
        BackRow(key, call, why, wanted, tries, begun, wanted < at)
        for key, call, why, wanted, tries, begun in rows
    ]


def missed(*, at: datetime, limit: int = 50) -> list[CallRow]:
    """Calls of the last two days that hung up unanswered, whose callers nobody has spoken with since.

    Who hung up sooner than anybody could answer, or withheld the number, is not among them.
    """
    later = Call.objects.filter(
        caller_mark=OuterRef("caller_mark"), begun_at__gt=OuterRef("begun_at"), answered_at__isnull=False
    )
    booked = CallBack.objects.filter(call=OuterRef("pk"))
    again = Call.objects.filter(
        caller_mark=OuterRef("caller_mark"), state=CallState.ABANDONED, begun_at__gt=OuterRef("begun_at")
    )
    short = timedelta(seconds=float(rules.value("hung_up_within_s", at)))
    found = Call.objects.filter(
        state=CallState.ABANDONED, outgoing=False, begun_at__gt=at - _MISSED_FOR, ended_at__gte=F("rang_at") + short
    ).exclude(caller="")  # fmt: skip
    found = found.exclude(Exists(later)).exclude(Exists(booked)).exclude(Exists(again))
    return _rows(found.order_by("-begun_at")[:limit])


_FACTS = {
    "rang_at": Kind.TIME, "answered_at": Kind.TIME, "ended_at": Kind.TIME, "talk_s": Kind.NUMBER, "late": Kind.FLAG,
}  # fmt: skip


def figures(*, since: datetime, until: datetime, at: datetime) -> FiguresOf:
    """The figures of the calls that began in a period of at most 400 days, by the rules in force now."""
    since = max(since, until - _LONGEST)
    begun = Call.objects.filter(begun_at__gte=since, begun_at__lt=until, outgoing=False)
    rows = begun.filter(origin=Origin.EXCHANGE).order_by("begun_at").values_list(*_FACTS)
    facts = columns_of(rows.iterator(chunk_size=5_000), _FACTS)
    calls = Calls(
        rang=facts["rang_at"], answered=facts["answered_at"], ended=facts["ended_at"], talk=facts["talk_s"],
        hour=_hours_of(facts["rang_at"]), late=facts["late"],
    )  # fmt: skip
    return FiguresOf(
        since, until, reckon(calls, rules.rule(at)), rules.limit("answered_within_s", at),
        rules.limit("connected_least", at), rules.limit("hung_up_within_s", at),
        begun.filter(origin=Origin.PAPER).count(),
    )  # fmt: skip


def _hours_of(moments: "np.ndarray[Any, np.dtype[np.float64]]") -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Hour of the city's clock of each moment; noon where it is not known, since that call is not counted."""
    zone = timezone.get_default_timezone()
    # The offset changes at most twice a day anywhere, so that one look per quarter of an hour is enough.
    quarters, which = np.unique(np.nan_to_num(moments // 900, nan=48.0), return_inverse=True)
    hours = [datetime.fromtimestamp(quarter * 900, zone).hour for quarter in quarters.tolist()]
    return np.array(hours, dtype=np.int64)[which] if hours else np.empty(0, dtype=np.int64)
