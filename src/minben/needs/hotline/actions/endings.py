"""Ends that are not "done": declined, unreasonable, suspended, excluded. Two people, evidence, reasons, appeal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from minben.commons.evidence import says_something
from minben.needs.hotline.actions import handovers
from minben.needs.hotline.actions.history import hold, tell
from minben.needs.hotline.core.arrivals import Moved, Telling
from minben.needs.hotline.models import Ending
from minben.needs.hotline.words import Actor, State, Step

KINDS = (State.DECLINED, State.UNREASONABLE, State.SUSPENDED, State.EXCLUDED)


class EndingRefused(ValueError):
    """An end that the rules do not allow.

    Attributes
    ----------
    code : str
        ``no_evidence``, ``says_nothing``, ``no_condition``, ``same_person``, ``already_decided``,
        ``not_ended`` or ``not_open``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Why a request should end so; ``condition`` and ``review_on`` name what a suspension waits for."""

    kind: str
    reason: str
    words: str
    evidence: str
    condition: str = ""
    review_on: date | None = None


def propose_ending(*, request_id: int, proposal: Proposal, by: int, at: datetime) -> int:
    """Propose an end; nothing changes for the person until a second one has agreed.

    Raises
    ------
    EndingRefused
        Without words and evidence, with evidence such as "ok", or a suspension without a named condition.
    """
    if not proposal.words.strip() or not proposal.evidence.strip():
        raise EndingRefused("no_evidence")
    if not says_something(proposal.evidence):
        raise EndingRefused("says_nothing")
    if proposal.kind == State.SUSPENDED and not proposal.condition.strip():
        raise EndingRefused("no_condition")
    with transaction.atomic():
        hold(request_ids=[request_id])
        if Ending.objects.filter(request_id=request_id, agreed=None).exists():
            raise EndingRefused("not_open")
        made = Ending.objects.create(
            request_id=request_id, kind=proposal.kind, reason=proposal.reason, words=proposal.words,
            evidence=proposal.evidence, condition=proposal.condition, review_on=proposal.review_on,
            proposed_by_id=by, proposed_at=at,
        )  # fmt: skip
        _tell(request_id, Step.ENDING_PROPOSED, by, at, facts={"kind": proposal.kind}, public=False)
    return made.pk


def decide_ending(*, ending_id: int, agreed: bool, by: int, at: datetime) -> None:
    """Agree or not, as the second person.

    Raises
    ------
    EndingRefused
        When it was decided before, or by the one who proposed it.
    MoveRefused
        When the request has moved on, so that this end no longer fits.
    """
    with transaction.atomic():
        ending = _held(ending_id)
        if ending.agreed is not None:
            raise EndingRefused("already_decided")
        if ending.proposed_by_id == by:
            raise EndingRefused("same_person")
        ending.agreed, ending.decided_by_id, ending.decided_at = agreed, by, at
        ending.save(update_fields=["agreed", "decided_by", "decided_at"])
        facts = {"kind": ending.kind, "reason": ending.reason, "condition": ending.condition}
        if not agreed:
            _tell(ending.request_id, Step.ENDING_REFUSED, by, at, facts=facts, public=False)
            return
        _tell(
            ending.request_id, Step.ENDING_AGREED, by, at, words=ending.words, facts=facts, state=ending.kind
        )
        _move(ending.request_id, Step.ENDING_AGREED, ending.kind, at)


def appeal(*, ending_id: int, words: str, at: datetime) -> None:
    """The person does not accept the end; a third person will look at it.

    Raises
    ------
    EndingRefused
        When there is no agreed end, or it was appealed before.
    """
    with transaction.atomic():
        ending = _held(ending_id)
        if not ending.agreed or ending.appealed_at:
            raise EndingRefused("not_ended")
        ending.appeal, ending.appealed_at = words, at
        ending.save(update_fields=["appeal", "appealed_at"])
        told = Telling(request_id=ending.request_id, step=Step.APPEALED, actor=Actor.PERSON, words=words)
        tell(tellings=[told], at=at)


def decide_appeal(*, ending_id: int, upheld: bool, words: str, by: int, at: datetime) -> None:
    """Decide an appeal, as somebody who had no part in the end; upheld, the request goes back to a clerk.

    Raises
    ------
    EndingRefused
        When there is no open appeal, or by one of the two who decided the end.
    """
    with transaction.atomic():
        ending = _held(ending_id)
        if not ending.appealed_at or ending.appeal_at:
            raise EndingRefused("not_open")
        if by in (ending.proposed_by_id, ending.decided_by_id):
            raise EndingRefused("same_person")
        ending.appeal_by_id, ending.appeal_upheld, ending.appeal_at = by, upheld, at
        ending.save(update_fields=["appeal_by", "appeal_upheld", "appeal_at"])
        state = State.WITH_CLERK if upheld else ""
        facts = {"upheld": upheld}
        _tell(ending.request_id, Step.APPEAL_DECIDED, by, at, words=words, facts=facts, state=state)
        if upheld:
            _move(ending.request_id, Step.RESUMED, state, at)


def resume(*, request_id: int, words: str, by: int, at: datetime) -> None:
    """Take up a suspended request again, because its condition came true or its review day did."""
    with transaction.atomic():
        _tell(request_id, Step.RESUMED, by, at, words=words, state=State.WITH_CLERK)
        _move(request_id, Step.RESUMED, State.WITH_CLERK, at)


def _held(ending_id: int) -> Ending:
    """Return an end that, with its request, nobody else can change until the transaction ends."""
    hold(request_ids=[Ending.objects.values_list("request_id", flat=True).get(pk=ending_id)])
    return Ending.objects.select_for_update().get(pk=ending_id)


def _tell(  # one line of history has this many parts
    request_id: int,
    step: Step,
    by: int,
    at: datetime,
    *,
    words: str = "",
    facts: Mapping[str, str | bool] | None = None,
    state: str = "",
    public: bool = True,
) -> None:
    told = Telling(
        request_id=request_id, step=step, actor=Actor.CENTRE, user_id=by, words=words, state=state,
        facts=dict(facts or {}), public=public,
    )  # fmt: skip
    tell(tellings=[told], at=at)


def _move(request_id: int, step: Step, state: str, at: datetime) -> None:
    handovers.follow(handovers.moved, [Moved(request_id=request_id, step=step, state=state)], at)
