"""Taking a decision from stage to stage, as its procedure allows."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from minben.institutions.rights import actions as rights
from minben.ledger import actions as ledger
from minben.participation.ballots.actions.preparing import PURPOSE, record_key
from minben.participation.ballots.core.stages import Stage, why_not
from minben.participation.ballots.core.tally import count
from minben.participation.ballots.law import procedure_of
from minben.participation.ballots.lists import counted_of, published
from minben.participation.ballots.models import Decision, Result, Step
from minben.participation.ballots.openings import roll_of, told_of
from minben.participation.ballots.queries.standing import stand_of
from minben.participation.ballots.refusals import DecisionError


@transaction.atomic
def move(
    *,
    decision_id: int,
    to: Stage,
    by: int | None,
    at: datetime,
    words: str = "",
    closes: datetime | None = None,
) -> None:
    """Take a decision to its next stage; with the result, publish the list and what was counted from it.

    Parameters
    ----------
    decision_id : int
    to : Stage
    by : int or None
        The account of who does it.
    at : datetime
        Aware; now.
    words : str
        What everybody shall read about this stage: where the hearing is, what follows.
    closes : datetime or None
        For the vote: the last moment at which a ballot is in time.

    Raises
    ------
    DecisionError
        With the code of :func:`~minben.participation.ballots.core.stages.why_not`.
    """
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if to is Stage.NOTICE:
        decision.law_of = localdate(at)
    procedure = procedure_of(decision)
    if code := why_not(stand_of(decision), to, procedure, at=at, closes=closes):
        raise DecisionError(code)
    decision.stage = to
    if to is Stage.VOTE:
        decision.closes_at = closes
    decision.save()
    Step.objects.create(decision=decision, stage=to, at=at, words=words, by_id=by)
    detail = {"stage": str(to), **_fixed(decision, to, at)}
    if to in (Stage.FOLLOW_UP, Stage.STOPPED):
        rights.withdraw_grants(subjects=[record_key(decision.pk)], purpose=PURPOSE, at=at)
    who = f"user:{by}" if by else "sample"
    ledger.write([ledger.Act("ballots.moved", who, record_key(decision.pk), at, detail=detail)])


def _fixed(decision: Decision, to: Stage, at: datetime) -> dict[str, str | bool]:
    """What the ledger fixes at this stage: for a secret vote, before anybody votes, whose areas will count."""
    if to is Stage.RESULT:
        return _publish(decision, at)
    return {"roll": roll_of(decision)} if to is Stage.VOTE and decision.secret else {}


def _publish(decision: Decision, at: datetime) -> dict[str, str | bool]:
    """Keep the list as it is published; its digest goes into the ledger."""
    counted = counted_of(decision, opened=True)
    closes = decision.closes_at or at
    tally = count(counted.dwellings, counted.ballots, procedure_of(decision), closes=closes)
    content = (told_of if decision.secret else published)(decision, at=at)
    digest = ledger.plain_digest(content.encode())
    Result.objects.create(decision=decision, at=at, content=content, digest=digest, carried=tally.carried)
    return {"list": digest, "carried": tally.carried}
