"""Who may do what with a question, and in which state; every act leaves a step and an entry in the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.timezone import localdate

from minben.accounts.queries import may, role_of
from minben.commons.digests import JSON
from minben.evaluation.agenda.core.states import allowed
from minben.evaluation.agenda.core.texts import NOTHING, Most, Text
from minben.evaluation.agenda.models import Question, Step
from minben.evaluation.agenda.words import Deed, State
from minben.ground.registers import queries as registers
from minben.ledger.actions import Act, write


class AgendaRefused(PermissionError):
    """Something may not be done with a question.

    Attributes
    ----------
    code : str
        ``not_yours`` (the role may not), ``own_unit`` (whoever works for the unit in the lead neither asks about its
        work, nor takes words on it, nor closes), ``other_unit`` (only the unit in the lead reports), ``own_choice``
        (whoever chose it does not close it), ``wrong_state``, ``month_full``, ``month_over``, ``theme_kept``,
        ``chosen_already``, ``not_confirmed``, ``words_missing``, ``words_too_long``,
        ``not_concerned`` (the request is not about the question), ``no_comparison``, ``target_not_fewer``,
        ``start_passed``, ``too_far``, ``due_before_start``, ``no_year_earlier``,
        ``nobody_concerned``, ``due_passed``, ``tasks_full``, ``same_unit``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def allow(by: AbstractBaseUser, action: str) -> None:
    """Refuse whoever may not do this to a question."""
    if not may(role_of(by), action, "question"):
        raise AgendaRefused("not_yours")


def works_for(*, by: AbstractBaseUser, unit: int, at: datetime) -> bool:
    """Tell whether somebody works in a unit, in the one above it, or in one below it."""
    return unit in worked_for(by, at=at)


def worked_for(by: AbstractBaseUser, *, at: datetime) -> frozenset[int]:
    """Return the units that somebody works in, those above them and those below."""
    own = set(registers.units_of(by, on=localdate(at)))
    rows = registers.units()
    above = {row.parent for row in rows if row.key in own and row.parent is not None}
    return frozenset(own | above | {row.key for row in rows if row.parent in own})


def keep_apart(by: AbstractBaseUser, question: Question, *, at: datetime) -> None:
    """Refuse whoever works for the unit in the lead."""
    if works_for(by=by, unit=question.unit_id, at=at):
        raise AgendaRefused("own_unit")


def locked(question_id: int) -> Question:
    """Return a question that nobody else can move until the transaction ends."""
    return Question.objects.select_for_update().get(pk=question_id)


def move(question: Question, state: State) -> None:
    """Move a question to a state, or refuse."""
    if not allowed(question.state, state):
        raise AgendaRefused("wrong_state")
    question.state = state


def worded(text: Text, most: Most = Most.WORDS) -> Text:
    """Return what was written, or refuse when nothing was, or more than anybody reads."""
    if not text:
        raise AgendaRefused("words_missing")
    return limited(text, most)


def limited(text: Text, most: Most = Most.WORDS) -> Text:
    """Return what was written, if anything was; refuse more than anybody reads."""
    if not text.fits(most):
        raise AgendaRefused("words_too_long")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A line of a question's history; ``facts`` stand beside it, ``detail`` in the ledger, the words only in the line.

    ``unit`` is the key of the unit that did it, where one did.
    """

    deed: Deed
    words: Text = NOTHING
    unit: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    detail: Mapping[str, JSON] = field(default_factory=dict)


def note(question: Question, step: NewStep, *, by: AbstractBaseUser, at: datetime) -> None:
    """Append a step to a question's history, and the act to the ledger; words stay out of the ledger."""
    Step.objects.create(
        question=question, at=at, deed=step.deed, user_id=by.pk, unit_id=step.unit, facts=dict(step.facts),
        **step.words.columns("words"),
    )  # fmt: skip
    subject = f"agenda.question:{question.pk}"
    write([Act(f"agenda.{step.deed.value}", f"user:{by.pk}", subject, at, detail=dict(step.detail))])


def of_the_unit(question_id: int, by: AbstractBaseUser, at: datetime) -> Question:
    """Return a question, locked, to somebody who works for the unit in the lead."""
    allow(by, "work on")
    question = locked(question_id)
    if not works_for(by=by, unit=question.unit_id, at=at):
        raise AgendaRefused("other_unit")
    return question
