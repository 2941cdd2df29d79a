"""Calls to make to people who rang (回呼): booked, dialled, settled."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from minben.institutions.rights import actions as rights
from minben.ledger import actions as ledger
from minben.needs.telephone.actions.deeds import ask, record_key
from minben.needs.telephone.models import Call, CallBack
from minben.needs.telephone.words import BackOutcome, Deed

AGAIN_AFTER = timedelta(hours=2)
TRIES = 3


class BackRefused(ValueError):
    """A call-back that cannot be; ``code`` is ``no_number``, ``booked`` or ``done``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def book_call_back(*, call_id: int, wanted_at: datetime, why: str, by: int, at: datetime) -> int:
    """Put a call-back on the list; return its key.

    Raises
    ------
    BackRefused
        ``no_number``: the number was withheld, or is forgotten by now. ``booked``: it stands on the list.
    """
    if not Call.objects.get(pk=call_id).caller:
        raise BackRefused("no_number")
    try:
        with transaction.atomic():
            back = CallBack.objects.create(
                call_id=call_id, why=why[:200], wanted_at=max(wanted_at, at), booked_by_id=by, booked_at=at
            )
            ledger.write([_act("telephone.back_booked", back.pk, by, at)])
    except IntegrityError:
        raise BackRefused("booked") from None
    return back.pk


def dial_back(*, back_id: int, reader: rights.Reader, by: int, at: datetime) -> tuple[str, int]:
    """Open the number for this call-back and ask the exchange to dial it; return it and the command's key.

    Raises
    ------
    BackRefused
        ``done`` or ``no_number``.
    DeedRefused
        ``no_seat``: the exchange must know whose telephone to ring first.
    rights.Refused
        When the reader's role takes no requests in.
    """
    with transaction.atomic():
        back = _open(back_id)
        record = rights.Record(record=record_key(back.call_id), fields=("phone",))
        rights.open_for(reader=reader, records=record, purpose="request.intake", at=at)
        number = back.call.caller
        if not number:
            raise BackRefused("no_number")
        command = ask(call_id=back.call_id, deed=Deed.CALL_BACK, by=by, at=at, back=back.pk)
    return number, command


def settle_call_back(*, back_id: int, outcome: BackOutcome, by: int, at: datetime) -> bool:
    """Write down what came of a call-back; return whether it is off the list.

    Who was not there is tried again two hours later, three times in all; then a person decides no more is due.

    Raises
    ------
    BackRefused
        ``done``.
    """
    with transaction.atomic():
        back = _open(back_id)
        back.tries += outcome is BackOutcome.NO_ANSWER
        if outcome is BackOutcome.NO_ANSWER and back.tries < TRIES:
            back.wanted_at = at + AGAIN_AFTER
        else:
            back.outcome, back.done_at, back.done_by_id = outcome, at, by
        back.save()
        ledger.write([_act(f"telephone.back_{outcome}", back.pk, by, at)])
    return back.done_at is not None


def _open(back_id: int) -> CallBack:
    back = CallBack.objects.select_for_update().get(pk=back_id)
    if back.done_at is not None:
        raise BackRefused("done")
    return back


def _act(what: str, back_id: int, by: int, at: datetime) -> ledger.Act:
    return ledger.Act(what=what, who=f"user:{by}", subject=f"telephone.back:{back_id}", at=at)
