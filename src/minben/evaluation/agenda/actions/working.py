"""The unit in the lead begins, and reports how far it is."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from minben.evaluation.agenda.actions.guarding import (
    AgendaRefused,
    allow,
    locked,
    move,
    note,
    worded,
    works_for,
)
from minben.evaluation.agenda.models import Question
from minben.evaluation.agenda.words import Deed, State


def begin(*, question_id: int, words: str, by: AbstractBaseUser, at: datetime) -> None:
    """Take a question up and say what will be done.

    When the work was to begin was set with the choice: the unit cannot move the day that divides before from after.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``other_unit``, ``words_missing`` or ``wrong_state``.
    """
    with transaction.atomic():
        question = _of_the_unit(question_id, by, at)
        move(question, State.WORKING)
        question.save(update_fields=["state"])
        note(question, Deed.BEGUN, by=by, at=at, words=worded(words), unit=question.unit_id)


def report_progress(*, question_id: int, words: str, by: AbstractBaseUser, at: datetime) -> None:
    """Write down for everybody what was done since.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``other_unit``, ``words_missing`` or ``wrong_state``.
    """
    with transaction.atomic():
        question = _of_the_unit(question_id, by, at)
        if question.state not in (State.WORKING, State.ASKING):
            raise AgendaRefused("wrong_state")
        note(question, Deed.PROGRESS, by=by, at=at, words=worded(words), unit=question.unit_id)


def _of_the_unit(question_id: int, by: AbstractBaseUser, at: datetime) -> Question:
    allow(by, "work on")
    question = locked(question_id)
    if not works_for(by, question.unit_id, at=at):
        raise AgendaRefused("other_unit")
    return question
