"""Forgetting who the owners were, once a decision is over and was followed up for long enough."""

from datetime import datetime, timedelta

from django.db import transaction

from minben.ground.registers.core.masks import masked_name
from minben.ledger import actions as ledger
from minben.participation.ballots.actions.preparing import record_key
from minben.participation.ballots.core.stages import Stage
from minben.participation.ballots.law import procedure_of
from minben.participation.ballots.models import Cast, Decision, Objection, Observer, Opened, Owner, Reading

_OVER = (Stage.FOLLOW_UP, Stage.STOPPED)


@transaction.atomic
def forget_owners(*, at: datetime) -> int:
    """Remove names, codes, proxies and people's own words of decisions that ended long ago; return how many.

    The published list, with covered names, stays as it was: it is what people decided. Of a proxy stays that there
    was one, and where the paper lies. Of a secret vote what was said goes with the names; the count stays.
    """
    over = Decision.objects.select_for_update().filter(stage__in=_OVER, forgotten_at=None)
    due = [one for one in over.order_by("pk") if _ended(one) + _kept(one) <= at]
    for decision in due:
        Owner.objects.filter(decision=decision).update(name="", code="", code_mark="", person=None)
        Cast.objects.filter(decision=decision).update(proxy="", secret="")
        Reading.objects.filter(sheet__decision=decision).update(proxy="", secret="")
        Opened.objects.filter(decision=decision).update(content="")
        _cover_observers(decision)
        Objection.objects.filter(decision=decision).update(words="")
        decision.forgotten_at = at
        decision.save(update_fields=["forgotten_at"])
    ledger.write([ledger.Act("ballots.forgotten", "machine", record_key(one.pk), at) for one in due])
    return len(due)


def _ended(decision: Decision) -> datetime:
    return decision.steps.get(stage=decision.stage).at


def _kept(decision: Decision) -> timedelta:
    return timedelta(days=procedure_of(decision).keep_days)


def _cover_observers(decision: Decision) -> None:
    for one in Observer.objects.filter(decision=decision):
        Observer.objects.filter(pk=one.pk).update(name=masked_name(one.name), code="", code_mark="")
