"""Background work of the telephone: commands that wait for the exchange, numbers to forget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from minben.needs.telephone.actions import forget_numbers
from minben.needs.telephone.exchange import ExchangeAway, Order, tell
from minben.needs.telephone.models import Command
from minben.needs.telephone.words import Deed

__all__ = ["Sent", "forget_numbers", "send_due"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the commands that waited: taken by the exchange, to be tried again, given up."""

    sent: int
    waiting: int
    dropped: int


def send_due(*, at: datetime, only: Sequence[int] | None = None, limit: int = 100) -> Sent:
    """Tell the exchange what waits; what came too late is given up, for the clerk has done it by hand.

    Nothing is locked while the network is waited for. A command that is told twice has the same id.
    """
    waiting = Command.objects.filter(sent_at=None, dropped_at=None)
    waiting = waiting if only is None else waiting.filter(pk__in=only)
    late = waiting.filter(until__lt=at).update(dropped_at=at, trouble="too_late")
    sent = failed = dropped = 0
    for command in waiting.select_related("call", "call_back").order_by("pk")[:limit]:
        mine = Command.objects.filter(pk=command.pk)
        try:
            tell(_order(command))
        except ExchangeAway as trouble:
            given_up = {"dropped_at": at} if trouble.final else {}
            mine.update(tries=F("tries") + 1, trouble=trouble.code, **given_up)
            dropped, failed = dropped + trouble.final, failed + (not trouble.final)
            if not trouble.final:
                # An exchange that is away is away for all; the clerk must not wait for each in turn.
                break
        else:
            sent += mine.update(tries=F("tries") + 1, sent_at=at, trouble="")
    return Sent(sent, failed, late + dropped)


def _order(command: Command) -> Order:
    call = command.call
    to = call.caller if command.deed == Deed.CALL_BACK else command.to
    return Order(
        id=str(command.key),
        call=call.key.partition("/")[2],
        command=command.deed,
        extension=command.extension,
        to=to,
        text=command.words,
        reference=str(command.call_back_id or ""),
        until=command.until.isoformat(timespec="seconds"),
    )
