"""Calls people, keeps every try, and keeps what they said."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from minben.accounts.queries import Role, role_of
from minben.evaluation.outcomes import asking
from minben.evaluation.outcomes.models import Attempt, FollowUp, Voice
from minben.evaluation.outcomes.queries.worklist import local_day
from minben.evaluation.outcomes.words import AskedBy, AttemptOutcome, FollowUpState, Way
from minben.ground.registers import queries as registers
from minben.institutions.rights.actions import reader_of
from minben.ledger.actions import Act, write
from minben.needs.hotline import actions as hotline

PURPOSE = "request.followup"


class CallerRefused(PermissionError):
    """Somebody may not make this follow-up call.

    Attributes
    ----------
    code : str
        ``not_a_caller`` (only clerks call), ``own_unit`` (nobody asks about the work of their own unit),
        ``not_third_party`` (an outside body's call by somebody who works in a unit of the city) or
        ``already_closed``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the person said; None where they did not say. ``satisfied`` is from 1 to 5."""

    responded: bool | None = None
    solved: bool | None = None
    satisfied: int | None = None
    contacts: int | None = None
    visits: int | None = None
    papers: int | None = None
    words: str = ""


def open_call(*, followup_id: int, by: AbstractBaseUser, at: datetime) -> hotline.Opened:
    """Open the person's words and number for one follow-up call; the opening is written down.

    Raises
    ------
    CallerRefused
        When ``by`` may not make this call.
    rights.Refused
        When the purpose does not cover this reader.
    """
    followup = FollowUp.objects.get(pk=followup_id)
    allow_caller(followup, by=by, at=at)
    units = registers.units_of(by, on=local_day(at))
    unit = next((row.name for row in registers.units() if row.key in units), "")
    reader = reader_of(by, holders=[f"unit:{key}" for key in units], unit=unit)
    return hotline.open_for(purpose=PURPOSE, request_id=followup.request_id, reader=reader, at=at)


def record_attempt(*, followup_id: int, outcome: str, by: AbstractBaseUser, at: datetime) -> str:
    """Keep one try that did not lead to a talk.

    A wrong number or a refusal ends the follow-up at once, silence after the number of tries the city has
    set.

    Parameters
    ----------
    outcome : str
        ``no_answer``, ``declined`` or ``wrong_number``; who was reached has :func:`record_voice`.

    Returns
    -------
    str
        The state of the follow-up from now on.

    Raises
    ------
    CallerRefused
        When ``by`` may not make this call, or the follow-up is closed.
    ValueError
        When the outcome is none of the three.
    """
    came_of_it = AttemptOutcome(outcome)
    if came_of_it is AttemptOutcome.REACHED:
        raise ValueError("somebody who was reached has a voice: use record_voice")
    with transaction.atomic():
        followup = _locked(followup_id, by=by, at=at)
        Attempt.objects.create(followup=followup, at=at, user_id=by.pk, outcome=came_of_it)
        state = _state_after(followup, came_of_it, at)
        if state is not FollowUpState.OPEN:
            _close(followup, state, at)
        _tell("outcomes.attempted", f"user:{by.pk}", followup.request_id, at, outcome=came_of_it.value)
    return state.value


def record_voice(*, followup_id: int, answers: Answers, by: AbstractBaseUser, at: datetime) -> int:
    """Keep what a person said on a follow-up call, and hand their word on "solved" to the hotline.

    Returns
    -------
    int
        Id of the voice.

    Raises
    ------
    CallerRefused
        When ``by`` may not make this call, or the follow-up is closed.
    """
    with transaction.atomic():
        followup = _locked(followup_id, by=by, at=at)
        Attempt.objects.create(followup=followup, at=at, user_id=by.pk, outcome=AttemptOutcome.REACHED)
        voice = _keep(followup.request_id, answers, way=Way.CALL, followup=followup, at=at)
        _close(followup, FollowUpState.REACHED, at)
        _tell("outcomes.heard", f"user:{by.pk}", followup.request_id, at, way=Way.CALL.value)
        _hand_on(followup.request_id, answers, by_user=by.pk, at=at)
    return voice


def record_own_voice(*, request_id: int, answers: Answers, at: datetime) -> int:
    """Keep what a person wrote of their own accord; an open follow-up is answered by it.

    Returns
    -------
    int
        Id of the voice.
    """
    with transaction.atomic():
        hotline.hold(request_ids=[request_id])
        open_one = FollowUp.objects.select_for_update().filter(request_id=request_id, state="open").first()
        voice = _keep(request_id, answers, way=Way.WRITTEN, followup=open_one, at=at)
        if open_one:
            _close(open_one, FollowUpState.REACHED, at)
        _tell("outcomes.heard", "person", request_id, at, way=Way.WRITTEN.value)
        _hand_on(request_id, answers, by_user=None, at=at)
    return voice


def allow_caller(followup: FollowUp, *, by: AbstractBaseUser, at: datetime) -> None:
    """Refuse whoever may not make this call.

    Raises
    ------
    CallerRefused
    """
    if role_of(by) is not Role.CLERK:
        raise CallerRefused("not_a_caller")
    units = registers.units_of(by, on=local_day(at))
    if followup.unit_id in units:
        raise CallerRefused("own_unit")
    if followup.asked_by == AskedBy.THIRD_PARTY and units:
        raise CallerRefused("not_third_party")


def _locked(followup_id: int, *, by: AbstractBaseUser, at: datetime) -> FollowUp:
    # The request first, as the hotline does when the person judges on the tracking page at the same moment.
    hotline.hold(request_ids=[FollowUp.objects.values_list("request_id", flat=True).get(pk=followup_id)])
    followup = FollowUp.objects.select_for_update().get(pk=followup_id)
    allow_caller(followup, by=by, at=at)
    if followup.state != FollowUpState.OPEN:
        raise CallerRefused("already_closed")
    return followup


def _state_after(followup: FollowUp, outcome: AttemptOutcome, at: datetime) -> FollowUpState:
    if outcome is AttemptOutcome.DECLINED:
        return FollowUpState.DECLINED
    tries = Attempt.objects.filter(followup=followup).count()
    if outcome is AttemptOutcome.WRONG_NUMBER or tries >= asking.rule(local_day(at)).attempts:
        return FollowUpState.NOT_REACHED
    return FollowUpState.OPEN


def _close(followup: FollowUp, state: FollowUpState, at: datetime) -> None:
    followup.state, followup.closed_at = state, at
    followup.save(update_fields=["state", "closed_at"])


def _keep(request_id: int, answers: Answers, *, way: Way, followup: FollowUp | None, at: datetime) -> int:
    return Voice.objects.create(
        request_id=request_id, followup=followup, way=way, at=at, responded=answers.responded,
        solved=answers.solved, satisfied=answers.satisfied, contacts=answers.contacts, visits=answers.visits,
        papers=answers.papers, words=answers.words,
    ).pk  # fmt: skip


def _hand_on(request_id: int, answers: Answers, *, by_user: int | None, at: datetime) -> None:
    if answers.solved is None:
        return
    try:
        with transaction.atomic():
            hotline.judge(
                request_id=request_id, solved=answers.solved, words=answers.words, at=at, by_user=by_user
            )
    except hotline.MoveRefused:
        # Work has begun again since the call was drawn. What the person said stays, as said about that time.
        return


def _tell(what: str, who: str, request_id: int, at: datetime, **detail: str) -> None:
    write([Act(what, who, f"hotline.request:{request_id}", at, purpose=PURPOSE, detail=dict(detail))])
