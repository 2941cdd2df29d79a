"""What a clerk does while somebody is on the line: sit down, open the screen, write down, link, hear again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from minben.institutions.rights import actions as rights
from minben.ledger import actions as ledger
from minben.needs.hotline import actions as hotline
from minben.needs.telephone.actions.deeds import DeedRefused, mine, record_key
from minben.needs.telephone.models import Call, CallRequest, Seat
from minben.needs.telephone.words import Link

RECORDINGS = "call.recording"


@dataclass(frozen=True, slots=True)
class Screen:
    """What opening a call shows: the number, what was written down so far, the number's earlier requests."""

    phone: str
    said: str
    address: str
    earlier: tuple[int, ...]


def sit_down(*, by: int, extension: str, at: datetime) -> None:
    """Note at which extension a clerk sits from now on; whoever sat there before has gone home."""
    try:
        _sit_down(by, extension, at)
    except IntegrityError:
        # Two sat down at the same moment: whoever comes last sits there, as on the first try.
        _sit_down(by, extension, at)


@transaction.atomic
def _sit_down(by: int, extension: str, at: datetime) -> None:
    Seat.objects.filter(extension=extension).exclude(user_id=by).delete()
    if extension:
        Seat.objects.update_or_create(user_id=by, defaults={"extension": extension, "since": at})
    else:
        Seat.objects.filter(user_id=by).delete()
    ledger.write([ledger.Act(what="telephone.seat", who=f"user:{by}", subject=f"user:{by}", at=at)])


def open_screen(*, call_id: int, reader: rights.Reader, by: int, at: datetime) -> Screen:
    """Open a clerk's own call: the number and the earlier requests made from it; written down by rights.

    After "somebody else is calling" the earlier requests stay closed: a number is no proof of who calls.

    Raises
    ------
    DeedRefused
        ``not_yours``.
    rights.Refused
        When the reader's role takes no requests in.
    """
    call = Call.objects.get(pk=call_id)
    if not mine(call, by):
        raise DeedRefused("not_yours")
    with transaction.atomic():
        record = rights.Record(record=record_key(call_id), fields=("phone", "text"))
        rights.open_for(reader=reader, records=record, purpose="request.intake", at=at)
        phone = call.caller
        said, address = call.said.get("words", ""), call.said.get("address", "")
        earlier: list[int] = []
        if phone and not call.another_person:
            earlier = hotline.requests_by_phone(phone=phone, reader=reader, at=at)
    return Screen(phone, said, address, tuple(earlier))


@transaction.atomic
def note(*, call_id: int, said: str, address: str, by: int, at: datetime) -> None:
    """Keep under seal what the clerk wrote down so far, and the danger in it, so that it stands first."""
    call = _own(call_id, by)
    read = hotline.understand(texts=[said], at=at)[0].reading
    call.said = {"words": said, "address": address} if said or address else {}
    call.danger = [*read.numbers, *read.alerts]
    call.save(update_fields=["said", "danger"])


@transaction.atomic
def another_person(*, call_id: int, by: int, at: datetime) -> None:
    """Note that somebody else calls from this number, such as a neighbour: its requests are not theirs to hear."""
    call = _own(call_id, by)
    call.another_person = True
    call.save(update_fields=["another_person"])
    subject = record_key(call_id)
    ledger.write([ledger.Act(what="telephone.another_person", who=f"user:{by}", subject=subject, at=at)])


@transaction.atomic
def chase(*, call_id: int, request_id: int, words: str, reader: rights.Reader, by: int, at: datetime) -> None:
    """Note with an earlier request of this number that the caller asks after it, and that it was in this call.

    Raises
    ------
    DeedRefused
        ``not_yours``: the call is another clerk's, or the request is not one of this number's.
    """
    call = _own(call_id, by)
    theirs = hotline.requests_by_phone(phone=call.caller, reader=reader, at=at)
    if call.another_person or request_id not in theirs:
        raise DeedRefused("not_yours")
    hotline.chase(request_id=request_id, words=words, at=at, actor="clerk", by_user=by)
    CallRequest.objects.get_or_create(call=call, request_id=request_id, how=Link.CHASED, defaults={"at": at})


def link_requests(led: Sequence[hotline.LedTo], at: datetime) -> None:
    """Follow the desk: keep which requests were taken from which call."""
    keys = dict(Call.objects.filter(key__in={one.call for one in led}).values_list("key", "pk"))
    CallRequest.objects.bulk_create(
        [
            CallRequest(call_id=keys[one.call], request_id=one.request_id, how=Link.NEW, at=at)
            for one in led
            if one.call in keys
        ],
        ignore_conflicts=True,
    )


def open_recording(*, call_id: int, reader: rights.Reader, by: int | None, reason: str, at: datetime) -> str:
    """Return where the exchange keeps the recording; only for a stated reason, and written down.

    Raises
    ------
    DeedRefused
        ``not_yours``: a clerk hears only their own calls again.
    rights.Refused
        When the reader's role has no purpose for it.
    """
    call = Call.objects.get(pk=call_id)
    if by is not None and call.user_id != by:
        raise DeedRefused("not_yours")
    record = rights.Record(record=record_key(call_id), fields=("recording",))
    rights.open_for(reader=reader, records=record, purpose=RECORDINGS, at=at, reason=reason)
    return call.recording


def _own(call_id: int, by: int) -> Call:
    call = Call.objects.select_for_update().get(pk=call_id)
    if not mine(call, by):
        raise DeedRefused("not_yours")
    return call
