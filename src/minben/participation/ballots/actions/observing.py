"""Observers of a secret vote: named before it, they see the ballots opened, count again, and say what they found."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minben.commons.digests import JSON
from minben.ledger import actions as ledger
from minben.needs.hotline.core.codes import LETTERS, tracking_code
from minben.participation.ballots.actions.preparing import record_key
from minben.participation.ballots.core.stages import Stage, why_not_open
from minben.participation.ballots.models import Decision, Observer, Opened, Word
from minben.participation.ballots.openings import commitments_of, openings_of, roll_of
from minben.participation.ballots.queries.standing import stand_of
from minben.participation.ballots.refusals import DecisionError

_BEFORE = (Stage.PREPARED, Stage.NOTICE, Stage.HEARING, Stage.OBJECTIONS)
_CHECKED = (Stage.VOTE, Stage.RESULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewObserver:
    """Somebody who agreed to be named in public; ``user_id`` is their account, where they have one."""

    decision_id: int
    name: str
    stands_for: str = ""
    user_id: int | None = None


@transaction.atomic
def name_observer(*, new: NewObserver, by: int | None, at: datetime) -> str:
    """Name an observer; return the code of their appointment, which is told this once.

    Raises
    ------
    DecisionError
        ``not_secret``, or ``observers_fixed``: once people vote, nobody chooses who watches.
    """
    decision = _locked(new.decision_id)
    if decision.stage not in _BEFORE:
        raise DecisionError("observers_fixed")
    code = tracking_code(secrets.token_bytes(LETTERS))
    row = Observer.objects.create(
        decision=decision, number=decision.observers.count() + 1, name=new.name, stands_for=new.stands_for,
        code=code, user_id=new.user_id, named_at=at,
    )  # fmt: skip
    _tell("ballots.observer_named", f"user:{by}" if by else "sample", decision, at, observer=row.number)
    return code


@transaction.atomic
def open_ballots(*, decision_id: int, by: int | None, at: datetime) -> str:
    """Open a secret vote after its close, for its observers; return the digest of the openings.

    Raises
    ------
    DecisionError
        ``not_secret``, ``not_voting``, ``opened_already``, ``vote_running`` or ``sheets_open``.
    """
    decision = _locked(decision_id)
    if decision.stage != Stage.VOTE:
        raise DecisionError("not_voting")
    if Opened.objects.filter(decision=decision).exists():
        raise DecisionError("opened_already")
    if code := why_not_open(stand_of(decision), at):
        raise DecisionError(code)
    content = openings_of(decision, at=at)
    digest = ledger.plain_digest(content.encode())
    Opened.objects.create(decision=decision, at=at, content=content, digest=digest, by_id=by)
    who = f"user:{by}" if by else "sample"
    ballots = len(commitments_of(decision))
    _tell("ballots.opened", who, decision, at, openings=digest, roll=roll_of(decision), commitments=ballots)
    return digest


@transaction.atomic
def read_openings(*, observer_id: int, at: datetime) -> str:
    """Show the openings to an observer, and write down that they saw them; return the file, to the byte.

    Raises
    ------
    DecisionError
        ``not_opened``, or ``openings_gone``: they were removed together with the names.
    """
    row = Observer.objects.select_related("decision").get(pk=observer_id)
    opened = Opened.objects.filter(decision=row.decision).first()
    if opened is None:
        raise DecisionError("not_opened")
    if not opened.content:
        raise DecisionError("openings_gone")
    _tell("ballots.openings_read", _key(row), row.decision, at, openings=opened.digest)
    return opened.content


@transaction.atomic
def say(*, observer_id: int, agrees: bool, reason: str, at: datetime) -> None:
    """Write down that the count agrees, or what an observer objects to it; everybody reads it.

    Raises
    ------
    DecisionError
        ``not_opened``, ``no_reason`` (who objects says why), or ``observing_over``: the decision is followed up.
    """
    row = Observer.objects.select_related("decision").get(pk=observer_id)
    decision = _locked(row.decision_id)
    opened = Opened.objects.filter(decision=decision).first()
    if opened is None:
        raise DecisionError("not_opened")
    if decision.stage not in _CHECKED:
        raise DecisionError("observing_over")
    if not agrees and not reason:
        raise DecisionError("no_reason")
    Word.objects.create(observer=row, agrees=agrees, reason=reason, at=at)
    _tell("ballots.observed", _key(row), decision, at, agrees=agrees, openings=opened.digest)


def _locked(decision_id: int) -> Decision:
    decision = Decision.objects.select_for_update().get(pk=decision_id)
    if not decision.secret:
        raise DecisionError("not_secret")
    return decision


def _key(row: Observer) -> str:
    return f"observer:{row.decision_id}-{row.number}"


def _tell(what: str, who: str, decision: Decision, at: datetime, **detail: JSON) -> None:
    ledger.write([ledger.Act(what, who, record_key(decision.pk), at, detail=detail)])
