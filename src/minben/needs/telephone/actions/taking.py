"""Taking in what the exchange tells: each event once, in whatever order, about whatever call."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from minben.commons.digests import canonical_json, digest
from minben.commons.rows import update_columns
from minben.ledger import actions as ledger
from minben.needs.hotline import actions as hotline
from minben.needs.telephone import rules
from minben.needs.telephone.core.moves import OVER, Course, Heard, follow
from minben.needs.telephone.models import Call, CallBack, CallEvent, Seat
from minben.needs.telephone.words import CallState, Event

_PER_QUERY = 5_000
# A recording's address may well come a day later; only what the figures are made of is late.
_TIMELY = frozenset({Event.RING, Event.ANSWER, Event.HANGUP})
_READ = (
    "state", "outgoing", "rang_at", "answered_at", "ended_at", "talk_s", "held_s", "ended_by", "agent", "user",
    "caller", "caller_mark", "recording", "others", "odd", "late", "begun_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """Ids of events: new, known from before, known with other words, fitting no move of their call."""

    taken: tuple[str, ...]
    known: tuple[str, ...]
    changed: tuple[str, ...]
    odd: tuple[str, ...]


def take_events(
    *, events: Sequence[Heard], exchange: str, at: datetime, signed_with: str = "", played: bool = False
) -> Taken:
    """Keep events and read their calls anew; atomic.

    Parameters
    ----------
    events : sequence of Heard
        In any order. An event whose id is known is left alone; one about a call that nobody has told of begins it.
    exchange : str
        Whose events they are: ids are the exchange's own.
    at : datetime
        Now; an event that happened long before is marked late.
    signed_with : str
        The digest algorithm of the signature, kept with each event.
    played : bool
        Records of the past, as for the sample city: each event was told when it happened.

    Returns
    -------
    Taken
        An event in ``changed`` came again under a known id with other words: the first stands.
    """
    try:
        return _take(events, _Told(exchange, at, signed_with, played))
    except IntegrityError:
        # Another process took one of these events in at the same moment; by now it is known.
        return _take(events, _Told(exchange, at, signed_with, played))


@dataclass(frozen=True, slots=True)
class _Told:
    """Who told a batch, when, and how it was signed."""

    exchange: str
    at: datetime
    signed_with: str
    played: bool


def _take(events: Sequence[Heard], told: _Told) -> Taken:
    digests = [digest_of(event) for event in events]
    with transaction.atomic():
        calls = _calls(events, told.exchange, told.at)
        seen = _seen(events, told.exchange)
        fresh: list[CallEvent] = []
        known: list[str] = []
        changed: list[str] = []
        callers: dict[int, str] = {}
        for event, words in zip(events, digests, strict=True):
            if event.id in seen:
                (known if seen[event.id] == words else changed).append(event.id)
                continue
            seen[event.id] = words
            call = calls[_key(told.exchange, event)]
            fresh.append(_row(event, call, words, told))
            if event.caller:
                callers.setdefault(call.pk, event.caller)
        CallEvent.objects.bulk_create(fresh, batch_size=1000)
        odd = _read_anew(list(calls.values()), fresh, callers, told.at)
    return Taken(tuple(row.event for row in fresh), tuple(known), tuple(changed), tuple(odd))


def digest_of(event: Heard) -> str:
    """Return what tells one event's words from another's; the number in it stands as its opaque key."""
    told = {
        "call": event.call, "kind": event.kind.value, "at": repr(event.at.timestamp()), "agent": event.agent,
        "caller": hotline.mark_of_phone(event.caller), "to": event.to, "by": event.by, "recording": event.recording,
        "reference": event.reference, "sequence": event.sequence,
    }  # fmt: skip
    return digest(canonical_json(told).encode())


def _key(exchange: str, event: Heard) -> str:
    return f"{exchange}/{event.call}"


def _calls(events: Sequence[Heard], exchange: str, at: datetime) -> dict[str, Call]:
    """The calls of a batch, begun where nobody has told of them, and locked."""
    first: dict[str, datetime] = {}
    for event in events:
        key = _key(exchange, event)
        first[key] = min(first.get(key, event.at), event.at)
    found = _locked(first)
    missing = [Call(key=key, begun_at=begun, told_at=at) for key, begun in first.items() if key not in found]
    if missing:
        Call.objects.bulk_create(missing, ignore_conflicts=True, batch_size=1000)
        found = _locked(first)
    return found


def _locked(keys: Iterable[str]) -> dict[str, Call]:
    wanted = sorted(keys)
    found: dict[str, Call] = {}
    for start in range(0, len(wanted), _PER_QUERY):
        rows = Call.objects.select_for_update().filter(key__in=wanted[start : start + _PER_QUERY])
        found |= {call.key: call for call in rows.order_by("pk")}
    return found


def _seen(events: Sequence[Heard], exchange: str) -> dict[str, str]:
    ids = list(dict.fromkeys(event.id for event in events))
    seen: dict[str, str] = {}
    for start in range(0, len(ids), _PER_QUERY):
        rows = CallEvent.objects.filter(exchange=exchange, event__in=ids[start : start + _PER_QUERY])
        seen |= dict(rows.values_list("event", "digest"))
    return seen


def _row(event: Heard, call: Call, words: str, told: _Told) -> CallEvent:
    return CallEvent(
        exchange=told.exchange, event=event.id, call=call, kind=event.kind, at=event.at,
        told_at=event.at if told.played else told.at, sequence=event.sequence, agent=event.agent, to=event.to,
        by=event.by, recording=event.recording, reference=event.reference, digest=words,
        signed_with=told.signed_with,
    )  # fmt: skip


def _read_anew(
    calls: Sequence[Call], fresh: Sequence[CallEvent], callers: Mapping[int, str], at: datetime
) -> list[str]:
    """Read the course of each call that something new is known of; return the ids of odd events among the new."""
    touched = {row.call_id for row in fresh}
    changed = [call for call in calls if call.pk in touched]
    told = _told([call.pk for call in changed])
    courses = {key: follow(event for event, _digest in events) for key, events in told.items()}
    seats = dict(Seat.objects.values_list("extension", "user_id"))
    after = rules.late_after(at)
    late = {row.call_id for row in fresh if row.kind in _TIMELY and row.told_at - row.at > after}
    ended: list[Call] = []
    backs = _backs(courses)
    for call in changed:
        was, course = call.state, courses[call.pk]
        back = backs.get(call.pk)
        # Whom we ring back is who rang: the screen opens with what they still wait for.
        caller = callers.get(call.pk, "") or (back.call.caller if back else "")
        _settle(call, course, caller, seats)
        if back is not None and call.state == CallState.UNREACHED and was != CallState.UNREACHED:
            CallBack.objects.filter(pk=back.pk, done_at=None).update(tries=F("tries") + 1)
        call.late = call.late or call.pk in late
        if course.state in OVER and was != course.state:
            ended.append(call)
    _write(changed)
    ledger.write([_act(call, told[call.pk], at) for call in ended])
    new = {row.event for row in fresh}
    return [event for call in changed for event in courses[call.pk].odd if event in new]


def _write(calls: Sequence[Call]) -> None:
    columns = [Call._meta.get_field(name) for name in _READ]
    values = {column.name: [getattr(call, column.attname) for call in calls] for column in columns}  # type: ignore[union-attr]
    update_columns(connection, Call, values, [call.pk for call in calls])


def _told(keys: Sequence[int]) -> dict[int, list[tuple[Heard, str]]]:
    """Every event of some calls, with its digest."""
    told: dict[int, list[tuple[Heard, str]]] = defaultdict(list)
    for start in range(0, len(keys), _PER_QUERY):
        for row in CallEvent.objects.filter(call_id__in=keys[start : start + _PER_QUERY]).iterator():
            event = Heard(
                id=row.event, call="", kind=Event(row.kind), at=row.at, agent=row.agent, to=row.to, by=row.by,
                recording=row.recording, reference=row.reference, sequence=row.sequence,
            )  # fmt: skip
            told[row.call_id].append((event, row.digest))
    return told


def _settle(call: Call, course: Course, caller: str, seats: Mapping[str, int]) -> None:
    """Write a course into its call."""
    call.state, call.outgoing, call.agent = course.state, course.outgoing, course.agent
    call.rang_at, call.answered_at, call.ended_at = course.rang_at, course.answered_at, course.ended_at
    call.talk_s, call.held_s, call.ended_by = course.talk_s, course.held_s, course.ended_by
    call.recording, call.others, call.odd = course.recording, list(course.others), len(course.odd)
    moments = (course.rang_at, course.answered_at, course.ended_at)
    call.begun_at = min([call.begun_at, *(moment for moment in moments if moment)])
    sitting = seats.get(course.agent)
    # Who sat there keeps a call that is over, also after the next shift sat down.
    call.user_id = (call.user_id or sitting) if course.state in OVER else (sitting or call.user_id)
    if caller and not call.caller and call.forgotten_at is None:
        call.caller = caller
        Call._meta.get_field("caller_mark").pre_save(call, add=False)


def _backs(courses: Mapping[int, Course]) -> dict[int, CallBack]:
    """The call-backs that calls of ours follow, by the calls."""
    named = {
        key: int(course.reference[:18])
        for key, course in courses.items()
        if course.outgoing and course.reference.isdecimal()
    }
    found = CallBack.objects.select_related("call").in_bulk(set(named.values())) if named else {}
    return {key: found[reference] for key, reference in named.items() if reference in found}


def _act(call: Call, events: Sequence[tuple[Heard, str]], at: datetime) -> ledger.Act:
    told = sorted(words for _event, words in events)
    return ledger.Act(
        what="telephone.ended", who="exchange", subject=f"telephone.call:{call.pk}", at=at,
        detail={"state": call.state, "events": len(told), "digest": digest(canonical_json(told).encode())},
    )  # fmt: skip
