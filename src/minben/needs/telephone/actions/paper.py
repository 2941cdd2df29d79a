"""Calls that were taken on paper while nothing else worked, keyed in later: many sheets at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from minben.ledger import actions as ledger
from minben.needs.hotline import actions as hotline
from minben.needs.telephone.models import Call, CallRequest, Sheet
from minben.needs.telephone.words import CallState, Link, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCall:
    """One sheet: its printed or written number, when the call was, and what was said."""

    number: str
    intake: hotline.Intake


@dataclass(frozen=True, slots=True)
class Keyed:
    """What a pile of sheets brought: new requests, and sheets that had been keyed in before."""

    request_ids: tuple[int, ...]
    known: int


def key_in_offline(*, rows: Sequence[PaperCall], by: int, at: datetime) -> Keyed:
    """Take in the calls of a pile of sheets; atomic. A sheet whose number is known adds nothing.

    The deadline of each counts from the call, not from the keying in.
    """
    try:
        return _key_in(rows, by, at)
    except IntegrityError:
        # Somebody keyed one of these sheets in at the same moment; by now it is known.
        return _key_in(rows, by, at)


def _key_in(rows: Sequence[PaperCall], by: int, at: datetime) -> Keyed:
    first = {row.number: row for row in reversed(rows)}
    with transaction.atomic():
        known = set(Sheet.objects.filter(number__in=first).values_list("number", flat=True))
        fresh = [row for number, row in first.items() if number not in known]
        calls = [_call(row, by, at) for row in fresh]
        Call.objects.bulk_create(calls)
        Sheet.objects.bulk_create(
            Sheet(number=row.number, call=call, keyed_at=at, keyed_by_id=by)
            for row, call in zip(fresh, calls, strict=True)
        )
        received = hotline.receive(intakes=[row.intake for row in fresh], at=at)
        keys = [key for key in received.request_ids if key is not None]
        CallRequest.objects.bulk_create(
            CallRequest(call=call, request_id=key, how=Link.NEW, at=at)
            for call, key in zip(calls, received.request_ids, strict=True)
            if key is not None
        )
        if fresh:
            act = ledger.Act(
                what="telephone.keyed_in", who=f"user:{by}", subject="telephone.sheet", at=at,
                detail={"count": len(fresh)},
            )  # fmt: skip
            ledger.write([act])
    return Keyed(tuple(keys), len(rows) - len(fresh))


def _call(row: PaperCall, by: int, at: datetime) -> Call:
    phone = row.intake.contact.phone if row.intake.contact else ""
    return Call(
        key=f"paper/{row.number}", origin=Origin.PAPER, state=CallState.ENDED, begun_at=row.intake.received_at,
        user_id=by, caller=phone, late=True, told_at=at,
    )  # fmt: skip
