"""Forgetting: a caller's number and the clerk's notes go after the days that the rule names."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from minben.ledger import actions as ledger
from minben.needs.hotline.actions import Removed
from minben.needs.telephone import rules
from minben.needs.telephone.models import Call, CallBack, CallEvent, CallRequest, Command

_AT_ONCE = 5_000


def forget_numbers(*, at: datetime) -> int:
    """Forget the numbers and notes of old calls; return of how many. A call-back still to be made keeps its own.

    What happened and when stays for the figures.
    """
    forgotten = 0
    while some := _forget_some(at):
        forgotten += some
    return forgotten


def _forget_some(at: datetime) -> int:
    waiting = Exists(CallBack.objects.filter(call=OuterRef("pk"), done_at=None))
    old = Call.objects.filter(begun_at__lt=at - rules.number_kept(at)).exclude(waiting)
    kept = ~Q(caller="") | ~Q(said="")
    with transaction.atomic():
        keys = list(old.filter(kept).values_list("pk", flat=True)[:_AT_ONCE])
        Command.objects.filter(call_id__in=keys).update(words="")
        Call.objects.filter(pk__in=keys).update(caller="", caller_mark="", said={}, forgotten_at=at)
        if keys:
            act = ledger.Act(
                what="telephone.forgotten", who="machine", subject="telephone.call", at=at, detail={"count": len(keys)}
            )  # fmt: skip
            ledger.write([act])
    return len(keys)


def follow_removals(removals: Sequence[Removed], at: datetime) -> None:
    """Forget who rang, and where the recording lies, once the calls of their request are no longer kept."""
    for removed in removals:
        if "calls" not in removed.parts:
            continue
        keys = list(
            CallRequest.objects.filter(request_id__in=removed.request_ids).values_list("call_id", flat=True)
        )
        Command.objects.filter(call_id__in=keys).update(words="")
        CallEvent.objects.filter(call_id__in=keys).update(recording="")
        gone = {"caller": "", "caller_mark": "", "said": {}, "recording": "", "forgotten_at": at}
        Call.objects.filter(pk__in=keys).update(**gone)
