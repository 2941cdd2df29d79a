"""Objections, and the talks about them: written down before anybody votes."""

from datetime import datetime

from django.db import transaction

from minben.ledger import actions as ledger
from minben.participation.ballots.actions.preparing import record_key
from minben.participation.ballots.core.stages import Stage
from minben.participation.ballots.models import Decision, Mediation, Objection
from minben.participation.ballots.refusals import DecisionError

_HEARD_IN = (Stage.NOTICE, Stage.HEARING, Stage.OBJECTIONS)


@transaction.atomic
def object_to(
    *,
    decision_id: int,
    words: str,
    by: int | None,
    at: datetime,
    gist: str = "",
    dwelling_id: int | None = None,
) -> int:
    """Write an objection down in its own words; ``gist`` is what everybody may read. Return its key.

    Raises
    ------
    DecisionError
        ``objections_over``: the vote has begun, or nothing has been announced yet.
    """
    decision = _heard(decision_id)
    row = Objection.objects.create(
        decision=decision, words=words, gist=gist, dwelling_id=dwelling_id, at=at, by_id=by
    )
    _tell("ballots.objected", decision_id, by, at, objection=row.pk)
    return row.pk


@transaction.atomic
def mediate(
    *, objection_id: int, words: str, outcome: str, by: int | None, at: datetime, gist: str = ""
) -> None:
    """Write down a talk about an objection: ``settled``, ``withdrawn``, or it ``stands`` and people vote all the same.

    Raises
    ------
    DecisionError
        ``objections_over``.
    """
    row = Objection.objects.get(pk=objection_id)
    _heard(row.decision_id)
    if gist and not row.gist:
        row.gist = gist
        row.save(update_fields=["gist"])
    Mediation.objects.create(objection=row, words=words, outcome=outcome, at=at, by_id=by)
    _tell("ballots.mediated", row.decision_id, by, at, objection=row.pk, outcome=outcome)


def _heard(decision_id: int) -> Decision:
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if decision.stage not in _HEARD_IN:
        raise DecisionError("objections_over")
    return decision


def _tell(what: str, decision_id: int, by: int | None, at: datetime, **detail: int | str) -> None:
    who = f"user:{by}" if by else "owner"
    ledger.write([ledger.Act(what, who, record_key(decision_id), at, detail=detail)])
