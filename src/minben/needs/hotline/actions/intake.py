"""Taking requests in: one act for every edge, a single request being a batch of one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import IntegrityError, connection, transaction

from minben.commons.digests import canonical_json
from minben.commons.kept import one_look
from minben.commons.rows import append_columns, insert_columns, known_keys
from minben.ground.registers import actions as registers
from minben.institutions.sandbox import actions as sandbox
from minben.ledger import actions as ledger
from minben.needs.hotline import grouping
from minben.needs.hotline.actions import handovers
from minben.needs.hotline.actions.categories import UNSORTED, ids_of
from minben.needs.hotline.actions.understanding import Understood, understand
from minben.needs.hotline.announcing import announce
from minben.needs.hotline.core.arrivals import Arrival, Intake, Received
from minben.needs.hotline.core.codes import LETTERS, tracking_code
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.newcomers import Newcomer
from minben.needs.hotline.models import Alert, Contact, Entry, Request
from minben.needs.hotline.words import Actor, Channel, DecidedBy, Kind, State, Step

# An alert is for what happens now; an export of past years must not wake anybody.
_ALERT_WITHIN = timedelta(hours=48)
_PER_INSERT = 1_000
# So many counts are kept for the clerk to see; a list of every number in a long letter says nothing.
_COUNTS = 5


@dataclass(frozen=True, slots=True)
class _Row:
    position: int
    intake: Intake
    seen: Understood
    request: Newcomer


def receive(*, intakes: Sequence[Intake], at: datetime, model_dir: Path | None = None) -> Received:
    """Take in requests, understand them, join them to events and hand them over; atomic.

    Parameters
    ----------
    intakes : sequence of Intake
        What came in. A row whose ``source`` and ``source_key`` are known already is left alone.
    at : datetime
        Now.
    model_dir : Path, optional
        A classifier other than the one in use; its version needs a clearance all the same.

    Returns
    -------
    Received
        The new ids in the order given and the counts of the batch.

    Notes
    -----
    A follower that fails on a row does not take the rest with it: that request waits in the clerk's queue.
    """
    try:
        return _receive(intakes, at, model_dir)
    except IntegrityError:
        # Another process took one of these rows in at the same moment; by now it is known.
        return _receive(intakes, at, model_dir)


@one_look()
def _receive(intakes: Sequence[Intake], at: datetime, model_dir: Path | None) -> Received:
    with sandbox.counting() as counts:
        return _take_in(intakes, at, model_dir, counts)


def _take_in(
    intakes: Sequence[Intake], at: datetime, model_dir: Path | None, counts: sandbox.Counts
) -> Received:
    # Reading words takes longest: nobody else should wait for the database meanwhile. Who brings the same in at this
    # very moment meets the constraint, and comes again.
    fresh = _fresh(intakes)
    seen = understand(texts=[intake.text for _, intake in fresh], at=at, model_dir=model_dir)
    with transaction.atomic():
        rows = _rows(fresh, seen, at)
        grouped = grouping.join_events([row.request for row in rows], at)
        # A batch has one salt; to forget one of its requests destroys it for all, and no proof needs it.
        batch = f"hotline.batch:{secrets.token_hex(8)}" if len(rows) > 1 else ""
        _store(rows, at, batch)
        announce([(row.request.key, Step.RECEIVED, row.request.received_at) for row in rows], at)
        arrivals = [_arrival(row) for row in rows if _goes_on(row)]
        stranded = handovers.hand_over(handovers.received, arrivals, at)
        _wait_for_clerk([arrival.request_id for arrival, _ in stranded], [error for _, error in stranded], at)
        _witness(rows, at, batch)
        counts.write()
    ids: list[int | None] = [None] * len(intakes)
    for row in rows:
        ids[row.position] = row.request.key
    sure = sum(bool(row.intake.category) or row.seen.sure for row in rows)
    return Received(
        request_ids=ids,
        known=len(intakes) - len(rows),
        classified=sure,
        abstained=len(rows) - sure,
        grouped=grouped,
        handed_over=len(arrivals) - len(stranded),
        apart=sum(row.request.state == State.SET_APART for row in rows),
        stranded=len(stranded),
    )


def _fresh(intakes: Sequence[Intake]) -> list[tuple[int, Intake]]:
    """Leave out what is known from the same source, and what stands twice in the batch."""
    keys: dict[str, list[str]] = {}
    for intake in intakes:
        if intake.source:
            keys.setdefault(intake.source, []).append(intake.source_key)
    known = {
        (source, key)
        for source, some in keys.items()
        for key in known_keys(connection, Request, source=source, keys=some)
    }
    fresh = []
    for position, intake in enumerate(intakes):
        mark = (intake.source, intake.source_key)
        if intake.source and mark in known:
            continue
        known.add(mark)
        fresh.append((position, intake))
    return fresh


def _rows(fresh: Sequence[tuple[int, Intake]], seen: Sequence[Understood], at: datetime) -> list[_Row]:
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
        rows.append(_Row(position, intake, one, request))
    return rows


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
    reading, found = seen.reading, seen.place
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
        since_when=intake.since_when or seen.since_when[:80],
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


def _goes_on(row: _Row) -> bool:
    return row.request.state == State.RECEIVED


def _store(rows: Sequence[_Row], at: datetime, batch: str) -> None:
    requests = [row.request for row in rows]
    columns = {
        field.name: [getattr(request, field.attname) for request in requests]
        for field in Request._meta.concrete_fields
        if not field.primary_key
    }
    keys = insert_columns(connection, Request, columns, size=len(rows))
    for request, key in zip(requests, keys, strict=True):
        request.key = key
    append_columns(connection, Entry, _first_entries(rows, batch), size=len(rows))
    if contacts := [contact for row in rows if (contact := _contact(row, at))]:
        Contact.objects.bulk_create(contacts, batch_size=_PER_INSERT)
    if alerts := [alert for row in rows for alert in _alerts(row, at)]:
        Alert.objects.bulk_create(alerts)


def _first_entries(rows: Sequence[_Row], batch: str) -> dict[str, object]:
    own = {"batch": batch} if batch else {}
    actors = {True: Actor.RECORD.value, False: Actor.PERSON.value}
    return {
        "request": [row.request.key for row in rows],
        "at": [row.request.received_at for row in rows],
        "step": Step.RECEIVED.value,
        "actor": [actors[row.request.channel == Channel.IMPORT] for row in rows],
        "user": None,
        "unit": None,
        "words": "",
        "facts": [
            {
                **own,
                "channel": row.request.channel,
                "category_by": row.request.category_by,
                **row.intake.facts,
            }
            for row in rows
        ],
        "public": True,
    }


def _contact(row: _Row, at: datetime) -> Contact | None:
    given = row.intake.contact
    # Anonymous means that nothing is kept, whatever a form may have sent along.
    if given is None or row.intake.identity == "anonymous":
        return None
    return Contact(
        request_id=row.request.key,
        consent_at=at if given.consent_how else None,
        **{name: getattr(given, name) for name in given.__dataclass_fields__},
    )


def _alerts(row: _Row, at: datetime) -> list[Alert]:
    if at - row.intake.received_at >= _ALERT_WITHIN:
        return []
    return [Alert(request_id=row.request.key, kind=kind, at=at) for kind in row.seen.reading.alerts]


def _code_of(row: _Row) -> str:
    return row.intake.category or (row.seen.guesses[0].category if row.seen.sure else UNSORTED.code)


def _arrival(row: _Row) -> Arrival:
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


def _wait_for_clerk(request_ids: Sequence[int], errors: Sequence[Exception], at: datetime) -> None:
    if not request_ids:
        return
    Request.objects.filter(pk__in=request_ids).update(state=State.WITH_CLERK)
    Entry.objects.bulk_create(
        Entry(
            request_id=request_id,
            at=at,
            step=Step.UNDERSTOOD,
            actor=Actor.MACHINE,
            facts={"stranded": type(error).__name__},
            public=False,
        )
        for request_id, error in zip(request_ids, errors, strict=True)
    )


def _witness(rows: Sequence[_Row], at: datetime, batch: str) -> None:
    if not rows:
        return
    one = len(rows) == 1
    subject = f"hotline.request:{rows[0].request.key}" if one else "hotline.request"
    words = canonical_json([[row.request.code, row.intake.text] for row in rows])
    ledger.write(
        [
            ledger.Act(
                what="hotline.received",
                who=rows[0].intake.channel,
                subject=subject,
                at=at,
                detail={"count": len(rows), "words": ledger.fresh_digest(words, owner=batch or subject)},
            )
        ]
    )
