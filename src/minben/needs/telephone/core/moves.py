"""The moves of a call as one table, and a call's course read from its events in whatever order they came.

>>> MOVES[CallState.RINGING][Event.HANGUP].value, CallState.ENDED in MOVES
('abandoned', False)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from minben.needs.telephone.words import CallState, Deed, Event

_TALK: Mapping[Event, CallState] = {
    Event.HOLD: CallState.HELD,
    Event.JOIN: CallState.THREE_WAY,
    Event.TRANSFER: CallState.TRANSFERRED,
    Event.HANGUP: CallState.ENDED,
}
MOVES: Mapping[CallState, Mapping[Event, CallState]] = {
    # The beginning of the call did not reach us: what comes first tells how the call stands.
    CallState.UNKNOWN: {
        Event.RING: CallState.RINGING,
        Event.DIAL: CallState.DIALLING,
        Event.ANSWER: CallState.TALKING,
        Event.RESUME: CallState.TALKING,
        Event.LEAVE: CallState.TALKING,
        **_TALK,
    },
    # A call may ring at one seat after the other.
    CallState.RINGING: {
        Event.RING: CallState.RINGING,
        Event.ANSWER: CallState.TALKING,
        Event.HANGUP: CallState.ABANDONED,
    },
    CallState.DIALLING: {Event.ANSWER: CallState.TALKING, Event.HANGUP: CallState.UNREACHED},
    CallState.TALKING: _TALK,
    CallState.HELD: {**_TALK, Event.HOLD: CallState.HELD, Event.RESUME: CallState.TALKING},
    CallState.THREE_WAY: {**_TALK, Event.JOIN: CallState.THREE_WAY, Event.LEAVE: CallState.TALKING},
    # Passed on within the house it is answered again; passed on elsewhere it only ends.
    CallState.TRANSFERRED: {
        Event.RING: CallState.TRANSFERRED,
        Event.ANSWER: CallState.TALKING,
        Event.HANGUP: CallState.ENDED,
    },
}
OVER = frozenset({CallState.ENDED, CallState.ABANDONED, CallState.UNREACHED})
LIVE = frozenset(MOVES) - {CallState.UNKNOWN, CallState.TRANSFERRED}
"""States in which a clerk has, or could have, the caller on the line."""

_ON_THE_LINE = frozenset({Deed.TRANSFER, Deed.THREE_WAY, Deed.HAND_OVER, Deed.HANG_UP})
DEEDS: Mapping[CallState, frozenset[Deed]] = {
    CallState.RINGING: frozenset({Deed.ANSWER}),
    CallState.DIALLING: frozenset({Deed.HANG_UP}),
    CallState.TALKING: _ON_THE_LINE | {Deed.HOLD},
    CallState.HELD: _ON_THE_LINE | {Deed.RESUME},
    CallState.THREE_WAY: _ON_THE_LINE | {Deed.HOLD},
}
"""What may be asked of the exchange while a call stands so."""

# Of two events of one moment the earlier step comes first.
_STEPS = {event: step for step, event in enumerate(Event)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One event as the exchange told it; empty where it said nothing.

    Attributes
    ----------
    id : str
        The exchange's own id of the event: the same id is the same event.
    call : str
        The exchange's own id of the call.
    at : datetime
        Aware; when it happened, by the exchange's clock.
    sequence : int
        The exchange's own count within the call, where it keeps one: it settles what happened first.
    """

    id: str
    call: str
    kind: Event
    at: datetime
    caller: str = ""
    agent: str = ""
    to: str = ""
    by: str = ""
    recording: str = ""
    reference: str = ""
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a call went, as far as its events tell.

    Attributes
    ----------
    rang_at, answered_at, ended_at : datetime or None
        First ring (or dialling), first answer, end.
    talk_s, held_s : float
        Time spent talking (three-way calls included) and on hold, up to the last event [s].
    others : tuple of str
        Numbers that were joined or that the call was passed on to.
    odd : tuple of str
        Ids of events that fit no move of the table at their place; they are kept and shown.
    """

    state: CallState
    outgoing: bool = False
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    agent: str = ""
    caller: str = ""
    talk_s: float = 0.0
    held_s: float = 0.0
    ended_by: str = ""
    recording: str = ""
    reference: str = ""
    others: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()

    @property
    def waited_s(self) -> float | None:
        """From the first ring to the answer [s]; None while either is not known."""
        if self.rang_at is None or self.answered_at is None:
            return None
        return (self.answered_at - self.rang_at).total_seconds()


@dataclass(slots=True)
class _Reading:
    state: CallState = CallState.UNKNOWN
    since: datetime | None = None
    facts: dict[str, object] = field(default_factory=dict)
    talk_s: float = 0.0
    held_s: float = 0.0
    others: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def take(self, event: Heard) -> None:
        self.note(event)
        if event.kind is Event.RECORDING:
            return
        following = MOVES.get(self.state, {}).get(event.kind)
        if following is None:
            self.odd.append(event.id)
            return
        self.spend(event.at)
        self.state, self.since = following, event.at
        self.mark(event)

    def note(self, event: Heard) -> None:
        """Keep what any event may tell: who, from where, under which recording."""
        for name in ("caller", "recording", "reference"):
            if told := getattr(event, name):
                self.facts.setdefault(name, told)

    def spend(self, until: datetime) -> None:
        spent = (until - self.since).total_seconds() if self.since else 0.0
        if self.state in (CallState.TALKING, CallState.THREE_WAY):
            self.talk_s += spent
        elif self.state is CallState.HELD:
            self.held_s += spent

    def mark(self, event: Heard) -> None:
        """Keep the moments and the people of a move that was made."""
        kind = event.kind
        if kind in (Event.RING, Event.DIAL):
            self.facts.setdefault("rang_at", event.at)
            self.facts.setdefault("outgoing", kind is Event.DIAL)
        elif kind is Event.ANSWER:
            self.facts.setdefault("answered_at", event.at)
        elif kind is Event.HANGUP:
            self.facts |= {"ended_at": event.at, "ended_by": event.by}
        elif kind in (Event.JOIN, Event.TRANSFER) and event.to:
            self.others.append(event.to)
        if event.agent and kind in (Event.RING, Event.DIAL, Event.ANSWER):
            self.facts["agent"] = event.agent


def follow(events: Iterable[Heard]) -> Course:
    """Read the course of one call.

    Parameters
    ----------
    events : iterable of Heard
        All events of the call that are known, in any order; one id may stand twice.

    Returns
    -------
    Course
        The same for every order in which the same events come.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> start = datetime(2026, 3, 11, tzinfo=UTC)
    >>> ring = Heard(id="1", call="a", kind=Event.RING, at=start)
    >>> answer = Heard(id="2", call="a", kind=Event.ANSWER, at=start + timedelta(seconds=9))
    >>> course = follow([answer, ring])
    >>> course.state.value, course.waited_s, course.odd
    ('talking', 9.0, ())
    """
    reading = _Reading()
    once = {event.id: event for event in events}
    for event in sorted(once.values(), key=_place):
        reading.take(event)
    return Course(
        state=reading.state,
        talk_s=reading.talk_s,
        held_s=reading.held_s,
        others=tuple(dict.fromkeys(reading.others)),
        odd=tuple(reading.odd),
        **reading.facts,  # type: ignore[arg-type]  # filled above by the names of the fields
    )


def _place(event: Heard) -> tuple[datetime, int, int, str]:
    return event.at, event.sequence, _STEPS[event.kind], event.id


def may(state: CallState, deed: Deed) -> bool:
    """Tell whether something may be asked of the exchange while a call stands so.

    Examples
    --------
    >>> may(CallState.TALKING, Deed.HAND_OVER), may(CallState.ENDED, Deed.HOLD)
    (True, False)
    """
    return deed in DEEDS.get(state, frozenset())
