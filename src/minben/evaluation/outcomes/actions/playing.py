"""Follow-ups that already happened, in bulk: for a sample city, and for a city that brings its own past."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from minben.evaluation.outcomes import asking
from minben.evaluation.outcomes.actions.calling import Answers
from minben.evaluation.outcomes.core.sampling import DrawnAs
from minben.evaluation.outcomes.models import Attempt, FollowUp, Voice
from minben.evaluation.outcomes.words import AskedBy, AttemptOutcome, FollowUpState, Way
from minben.ledger.actions import Act, write

_PER_INSERT = 2_000
_BETWEEN_TRIES = timedelta(hours=22)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One follow-up of the past: when it was drawn and closed, how it ended, and what was said if reached.

    ``state`` is ``reached``, ``declined`` or ``not_reached``.
    """

    request_id: int
    unit_id: int | None
    drawn_at: datetime
    closed_at: datetime
    state: str
    drawn_as: str = DrawnAs.RANDOM
    asked_by: str = AskedBy.CENTRE
    answers: Answers = field(default_factory=Answers)


def play(*, followups: Sequence[Played], at: datetime) -> int:
    """Write past follow-ups with their tries and voices; return how many.

    The hotline is not told: what was said in the past reopens nothing today.

    Parameters
    ----------
    followups : sequence of Played
        At most one per request and finish.
    at : datetime
        When they are brought in.

    Raises
    ------
    ValueError
        When a state is none of the three.
    """
    with transaction.atomic():
        rows = FollowUp.objects.bulk_create([_followup(each) for each in followups], batch_size=_PER_INSERT)
        pairs = list(zip(rows, followups, strict=True))
        tries = [each for row, one in pairs for each in _tries(row, one)]
        Attempt.objects.bulk_create(tries, batch_size=_PER_INSERT)
        heard = [_voice(row, one) for row, one in pairs if row.state == FollowUpState.REACHED]
        Voice.objects.bulk_create(heard, batch_size=_PER_INSERT)
        detail = {"followups": len(rows), "voices": len(heard)}
        write([Act("outcomes.played", "record", "outcomes:followups", at, detail=detail)])
    return len(rows)


def _followup(one: Played) -> FollowUp:
    state = FollowUpState(one.state)
    if state is FollowUpState.OPEN:
        raise ValueError("a follow-up of the past is closed: reached, declined or not_reached")
    return FollowUp(
        request_id=one.request_id, unit_id=one.unit_id, drawn_at=one.drawn_at, drawn_as=DrawnAs(one.drawn_as),
        asked_by=AskedBy(one.asked_by), state=state, closed_at=one.closed_at,
        questionnaire=asking.questionnaire(timezone.localdate(one.drawn_at)).since,
    )  # fmt: skip


def _tries(row: FollowUp, one: Played) -> Iterator[Attempt]:
    if row.state == FollowUpState.NOT_REACHED:
        for n in reversed(range(asking.rule(timezone.localdate(one.drawn_at)).attempts)):
            at = one.closed_at - n * _BETWEEN_TRIES
            yield Attempt(followup=row, at=at, outcome=AttemptOutcome.NO_ANSWER)
    else:
        yield Attempt(followup=row, at=one.closed_at, outcome=AttemptOutcome(row.state))


def _voice(row: FollowUp, one: Played) -> Voice:
    said = one.answers
    return Voice(
        request_id=one.request_id, followup=row, way=Way.CALL, at=one.closed_at, responded=said.responded,
        solved=said.solved, satisfied=said.satisfied, contacts=said.contacts, visits=said.visits,
        papers=said.papers, words=said.words,
    )  # fmt: skip
