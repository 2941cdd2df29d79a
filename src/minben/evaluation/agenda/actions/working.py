"""The unit in the lead begins, and reports how far it is."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from minben.commons.digests import JSON
from minben.evaluation.agenda.actions.guarding import (
    AgendaRefused,
    NewStep,
    allow,
    keep_apart,
    locked,
    move,
    note,
    of_the_unit,
    worded,
)
from minben.evaluation.agenda.core.texts import Text
from minben.evaluation.agenda.words import Deed, State


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLead:
    """Which unit leads from now on (its key), and why."""

    unit: int
    words: Text


def begin(*, question_id: int, words: Text, by: AbstractBaseUser, at: datetime) -> None:
    """Take a question up and say what will be done.

    When the work was to begin was set with the choice: the unit cannot move the day that divides before from after.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``other_unit``, ``words_missing``, ``words_too_long`` or ``wrong_state``.
    """
    with transaction.atomic():
        question = of_the_unit(question_id, by, at)
        move(question, State.WORKING)
        question.save(update_fields=["state"])
        note(question, NewStep(deed=Deed.BEGUN, words=worded(words), unit=question.unit_id), by=by, at=at)


def report_progress(*, question_id: int, words: Text, by: AbstractBaseUser, at: datetime) -> None:
    """Write down for everybody what was done since.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``other_unit``, ``words_missing``, ``words_too_long`` or ``wrong_state``.
    """
    with transaction.atomic():
        question = of_the_unit(question_id, by, at)
        if question.state not in (State.WORKING, State.ASKING):
            raise AgendaRefused("wrong_state")
        note(question, NewStep(deed=Deed.PROGRESS, words=worded(words), unit=question.unit_id), by=by, at=at)


def hand_over(*, question_id: int, lead: NewLead, by: AbstractBaseUser, at: datetime) -> None:
    """Give the lead to another unit, where the one that had it was dissolved or cannot do it; the promise stays.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``own_unit`` (of either unit), ``same_unit``, ``words_missing``, ``words_too_long``, or
        ``wrong_state`` once people are asked.
    """
    allow(by, "choose")
    with transaction.atomic():
        question = locked(question_id)
        keep_apart(by, question, at=at)
        if question.state not in (State.CHOSEN, State.WORKING):
            raise AgendaRefused("wrong_state")
        before, question.unit_id = question.unit_id, lead.unit
        if before == lead.unit:
            raise AgendaRefused("same_unit")
        keep_apart(by, question, at=at)
        question.save(update_fields=["unit"])
        told: dict[str, JSON] = {"from": before, "to": lead.unit}
        step = NewStep(
            deed=Deed.HANDED_OVER, words=worded(lead.words), unit=lead.unit, facts=told, detail=told
        )
        note(question, step, by=by, at=at)
