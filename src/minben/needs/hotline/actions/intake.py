"""Taking requests in: one act for every edge, a single request being a batch of one."""

import secrets
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, connection, transaction

from minben.commons.digests import canonical_json
from minben.commons.kept import one_look
from minben.commons.rows import gathering, known_keys
from minben.institutions.sandbox import actions as sandbox
from minben.ledger import actions as ledger
from minben.needs.hotline import grouping
from minben.needs.hotline.actions import handovers
from minben.needs.hotline.actions.composing import Row, arrival_of, compose
from minben.needs.hotline.actions.history import newly_stored
from minben.needs.hotline.actions.storing import contact_kept, store, wait_for_clerk
from minben.needs.hotline.actions.understanding import Understood, understand
from minben.needs.hotline.announcing import announce
from minben.needs.hotline.core.arrivals import Intake, Received
from minben.needs.hotline.models import Request
from minben.needs.hotline.words import State, Step


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
    A follower that fails on a row does not take the rest with it: that request waits in the clerk's queue. One request
    is first tried without a savepoint, and with its lines gathered: if a follower fails, all of it is rolled back and
    taken in again with care.
    """
    try:
        return _receive(intakes, at, model_dir, careful=len(intakes) > 1)
    except (IntegrityError, handovers.BrokenOff):
        # Another process took one of these rows in at the same moment: by now it is known. Or a follower failed.
        return _receive(intakes, at, model_dir, careful=True)


@one_look()
def _receive(intakes: Sequence[Intake], at: datetime, model_dir: Path | None, *, careful: bool) -> Received:
    # Reading words takes longest: nobody else should wait for the database meanwhile. Who brings the same in at this
    # very moment meets the constraint, and comes again.
    fresh = _fresh(intakes)
    with sandbox.counting() as counts:
        seen = understand(texts=[intake.text for _, intake in fresh], at=at, model_dir=model_dir)
        with transaction.atomic(), nullcontext() if careful else gathering(connection):
            taken = _take_in(fresh, seen, at, careful=careful)
            counts.write()
    return _told(taken, len(intakes))


@dataclass(frozen=True, slots=True)
class _Taken:
    rows: Sequence[Row]
    grouped: int
    handed_over: int
    stranded: int


def _take_in(
    fresh: Sequence[tuple[int, Intake]], seen: Sequence[Understood], at: datetime, *, careful: bool
) -> _Taken:
    rows = compose(fresh, seen, at)
    grouped = grouping.join_events([row.request for row in rows], at)
    # A batch has one salt; to forget one of its requests destroys it for all, and no proof needs it.
    batch = f"hotline.batch:{secrets.token_hex(8)}" if len(rows) > 1 else ""
    store(rows, at, batch)
    announce([(row.request.key, Step.RECEIVED, row.request.received_at) for row in rows], at)
    handed_over, stranded = _hand_over(rows, at, careful=careful)
    _witness(rows, at, batch)
    return _Taken(rows, grouped, handed_over, stranded)


def _told(taken: _Taken, size: int) -> Received:
    rows = taken.rows
    ids: list[int | None] = [None] * size
    for row in rows:
        ids[row.position] = row.request.key
    sure = sum(bool(row.intake.category) or row.seen.sure for row in rows)
    return Received(
        request_ids=ids,
        known=size - len(rows),
        classified=sure,
        abstained=len(rows) - sure,
        grouped=taken.grouped,
        handed_over=taken.handed_over,
        apart=sum(row.request.state == State.SET_APART for row in rows),
        stranded=taken.stranded,
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


def _hand_over(rows: Sequence[Row], at: datetime, *, careful: bool) -> tuple[int, int]:
    """Let the followers take what need not wait; return how many they took, and how many they could not."""
    going = [row for row in rows if row.request.state == State.RECEIVED]
    give = handovers.hand_over if careful else handovers.hand_over_at_once
    with newly_stored({row.request.key: (row.request.state, _wish(row)) for row in going}):
        stranded = give(handovers.received, [arrival_of(row) for row in going], at)
    wait_for_clerk([arrival.request_id for arrival, _ in stranded], [error for _, error in stranded], at)
    return len(going) - len(stranded), len(stranded)


def _wish(row: Row) -> str:
    given = contact_kept(row)
    return given.reply_by if given else ""


def _witness(rows: Sequence[Row], at: datetime, batch: str) -> None:
    if not rows:
        return
    one = len(rows) == 1
    subject = f"hotline.request:{rows[0].request.key}" if one else "hotline.request"
    words = canonical_json([[row.request.code, row.intake.text] for row in rows])
    ledger.note(
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
