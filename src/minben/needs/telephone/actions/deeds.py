"""What is asked of the exchange: put down first, so that an exchange that is away loses nothing."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from minben.institutions.rights import actions as rights
from minben.ledger import actions as ledger
from minben.needs.telephone.core.moves import may
from minben.needs.telephone.models import Call, CallBack, Command, Seat
from minben.needs.telephone.words import CallState, Deed

POLICE = "110"
_LASTS = {Deed.HAND_OVER: timedelta(minutes=2), Deed.CALL_BACK: timedelta(minutes=10)}
_SOON = timedelta(seconds=30)
"""A hold or a transfer that comes later than this is no longer what the clerk meant."""


class DeedRefused(ValueError):
    """Something that cannot be asked of the exchange now; ``code`` says why.

    ``not_yours``: the call is another clerk's. ``not_now``: the call does not stand so. ``no_number``: to whom?
    ``no_seat``: nobody knows at which extension the clerk sits.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def ask(
    *, call_id: int, deed: Deed, by: int, at: datetime, to: str = "", words: str = "", back: int | None = None
) -> int:
    """Put down what a clerk asks of the exchange about their call, and return its key for the outbox.

    Raises
    ------
    DeedRefused
        ``not_yours``, ``not_now``, ``no_number`` or ``no_seat``.
    """
    call = Call.objects.select_for_update().get(pk=call_id)
    if deed is not Deed.CALL_BACK:
        _allow(call, deed, by)
    if deed in (Deed.TRANSFER, Deed.THREE_WAY) and not to:
        raise DeedRefused("no_number")
    seat = Seat.objects.filter(user_id=by).values_list("extension", flat=True).first()
    if seat is None and deed in (Deed.ANSWER, Deed.CALL_BACK):
        raise DeedRefused("no_seat")
    command = Command.objects.create(
        key=uuid.uuid4(), call=call, deed=deed, to=to, words=words, by_id=by, at=at,
        until=at + _LASTS.get(deed, _SOON), extension=seat or call.agent, call_back_id=back,
    )  # fmt: skip
    act = ledger.Act(
        what=f"telephone.{deed}", who=f"user:{by}", subject=f"telephone.call:{call.pk}", at=at,
        detail={"command": str(command.key)},
    )  # fmt: skip
    ledger.write([act])
    return command.pk


def hand_over_110(*, call_id: int, words: str, reader: rights.Reader, by: int, at: datetime) -> int:
    """Hand the caller over to 110 with what is known; the clerk stays on the line until the police speak.

    What is told is opened for the purpose of an emergency, and that is written down for an auditor.

    Raises
    ------
    DeedRefused
        ``not_yours`` or ``not_now``.
    rights.Refused
        When the reader's role may not act in an emergency.

    References
    ----------
    国办发〔2022〕12号: one-key transfer and three-way calls between 12345 and 110.
    """
    with transaction.atomic():
        _allow(Call.objects.get(pk=call_id), Deed.HAND_OVER, by)
        record = rights.Record(record=record_key(call_id), fields=("phone", "text", "address"))
        rights.open_for(reader=reader, records=record, purpose="emergency", at=at, reason="110")
        return ask(call_id=call_id, deed=Deed.HAND_OVER, by=by, at=at, to=POLICE, words=words)


def record_key(call_id: int) -> str:
    """Return the key under which rights knows a call."""
    return f"telephone.call:{call_id}"


def mine(call: Call, by: int) -> bool:
    """Tell whether a call is this clerk's, or nobody's yet."""
    return call.user_id in (None, by)


def _allow(call: Call, deed: Deed, by: int) -> None:
    if not mine(call, by):
        raise DeedRefused("not_yours")
    if not may(CallState(call.state), deed):
        raise DeedRefused("not_now")


def open_backs(call_id: int) -> int | None:
    """Return the call-back of a call that is still to be made."""
    return CallBack.objects.filter(call_id=call_id, done_at=None).values_list("pk", flat=True).first()
