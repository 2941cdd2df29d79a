"""Composing requests: what came in and what was understood of it, put together as it will stand in the table."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from minben.ground.registers import actions as registers
from minben.needs.hotline.actions.categories import UNSORTED, codes_of, ids_of
from minben.needs.hotline.actions.understanding import Understood
from minben.needs.hotline.core.arrivals import Arrival, Intake
from minben.needs.hotline.core.codes import LETTERS, tracking_code
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.newcomers import Newcomer
from minben.needs.hotline.words import Channel, DecidedBy, Kind, State

# So many counts are kept for the clerk to see; a list of every number in a long letter says nothing.
_COUNTS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One request on its way: its place in the batch, what came in, what was understood, and what will be stored."""

    position: int
    intake: Intake
    seen: Understood
    request: Newcomer


def compose(fresh: Sequence[tuple[int, Intake]], seen: Sequence[Understood], at: datetime) -> list[Row]:
    """Make the requests of those that came in freshly, each with a code of its own."""
    fresh = _by_code(fresh)
    people = _people([intake for _, intake in fresh], at)
    wanted = {intake.category for _, intake in fresh if intake.category}
    wanted |= {one.guesses[0].category for one in seen if one.sure}
    wanted |= {UNSORTED.code for _, intake in fresh if _dealt_with(intake)}
    categories = ids_of(sorted(wanted))
    addresses = mask([intake.address for _, intake in fresh])
    codes = secrets.token_bytes(LETTERS * len(fresh))
    rows = []
    for n, ((position, intake), one) in enumerate(zip(fresh, seen, strict=True)):
        request = _request(intake, one, categories)
        request.code = tracking_code(codes[n * LETTERS : (n + 1) * LETTERS])
        request.person_id = people.get((intake.source or "hotline", intake.person_key), intake.person_id)
        request.address = addresses[n].text or request.address
        rows.append(Row(position, intake, one, request))
    return rows


def _by_code(fresh: Sequence[tuple[int, Intake]]) -> Sequence[tuple[int, Intake]]:
    """Call the headings that came by name as the city's own list does."""
    code = codes_of({intake.category for _, intake in fresh})
    if all(name == called for name, called in code.items()):
        return fresh
    return [(position, replace(intake, category=code[intake.category])) for position, intake in fresh]


def _people(intakes: Sequence[Intake], at: datetime) -> dict[tuple[str, str], int | None]:
    keys: dict[str, list[str]] = {}
    for intake in intakes:
        if intake.person_key and intake.identity != "anonymous":
            keys.setdefault(intake.source or "hotline", []).append(intake.person_key)
    return {
        (source, key): person
        for source, some in keys.items()
        for key, person in registers.remember_people(source=source, keys=some, at=at).items()
    }


def _request(intake: Intake, seen: Understood, categories: dict[str, int]) -> Newcomer:
    reading = seen.reading
    found = None if "where" in intake.settled else seen.place
    since = "" if "when" in intake.settled else seen.since_when
    guessed = seen.guesses[0].category if seen.sure else ""
    heading = intake.category or guessed or (UNSORTED.code if _dealt_with(intake) else "")
    request = Newcomer(
        source=intake.source,
        source_key=intake.source_key,
        channel=intake.channel,
        identity=intake.identity,
        kind=intake.kind or reading.kind.value,
        text=intake.text,
        masked=seen.masked.text,
        since_when=intake.since_when or since[:80],
        received_at=intake.received_at,
        category_id=categories.get(heading),
        category_by=_decider(intake, guessed, heading).value,
        confidence=seen.guesses[0].confidence if seen.guesses else None,
        guesses=[[guess.category, round(guess.confidence, 4)] for guess in seen.guesses],
        place_id=intake.place_id or (found.key if found else None),
        address=intake.address or (found.address[:300] if found else ""),
        lat=intake.lat,
        lon=intake.lon,
        tier=reading.tier.value,
        urgency=intake.urgency or reading.urgency.value,
        signals=_signals(seen),
        support=intake.support,
        against_id=intake.against_id,
        event_id=intake.join_event,
        turn=intake.turn,
    )
    request.state = _first_state(request, intake).value
    return request


def _dealt_with(intake: Intake) -> bool:
    return intake.unit != "" or intake.closed_at is not None


def _decider(intake: Intake, guessed: str, heading: str) -> DecidedBy:
    if guessed and not intake.category:
        return DecidedBy.MACHINE
    if not heading:
        return DecidedBy.NOBODY
    return DecidedBy.RECORD if intake.channel == Channel.IMPORT else DecidedBy.PERSON


def _signals(seen: Understood) -> dict[str, object]:
    reading = seen.reading
    facts = {
        "numbers": list(reading.numbers),
        "alerts": list(reading.alerts),
        "vulnerable": list(reading.vulnerable),
        "counts": list(seen.counts[:_COUNTS]),
        "words": {what: list(words) for what, words in reading.words.items()},
    }
    return {name: value for name, value in facts.items() if value}


def _first_state(request: Newcomer, intake: Intake) -> State:
    # A report goes its own way whatever brought it; what an export closed long ago is history, and nobody acts on it.
    if request.kind == Kind.WHISTLE and intake.closed_at is None:
        return State.SET_APART
    if request.category_id is None or intake.to_clerk:
        return State.WITH_CLERK
    return State.RECEIVED


def _code_of(row: Row) -> str:
    return row.intake.category or (row.seen.guesses[0].category if row.seen.sure else UNSORTED.code)


def arrival_of(row: Row) -> Arrival:
    """Show a stored request to those who follow."""
    request, reading = row.request, row.seen.reading
    return Arrival(
        request_id=request.key,
        category_id=request.category_id or 0,
        category_code=_code_of(row),
        place_id=request.place_id,
        urgency=request.urgency,
        vulnerable=bool(reading.vulnerable),
        danger=bool(reading.numbers),
        kind=request.kind,
        received_at=request.received_at,
        event_id=request.event_id,
        person_id=request.person_id,
        identity=request.identity,
        against_id=request.against_id,
        unit=row.intake.unit,
        due_at=row.intake.due_at,
        closed_at=row.intake.closed_at,
        keyed_later=row.intake.keyed_later,
    )
