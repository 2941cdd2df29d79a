"""The list of tasks: what is done about a question, by whom and by when; the unit in the lead sets it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import localdate

from minben.commons.digests import JSON
from minben.evaluation.agenda.actions.guarding import (
    AgendaRefused,
    allow,
    locked,
    note,
    of_the_unit,
    worded,
    worked_for,
)
from minben.evaluation.agenda.models import Task
from minben.evaluation.agenda.words import Deed, State, TaskEnd, TaskKind

# More than anybody reads is a plan of its own.
_MOST = 30
_LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """What is to be done; ``unit`` is the key of who does it, the unit in the lead or one that helps."""

    words: str
    unit: int
    due_on: date
    kind: str = TaskKind.WORK.value
    words_en: str = ""


def set_task(*, question_id: int, task: NewTask, by: AbstractBaseUser, at: datetime) -> int:
    """Put a task on the list for everybody to see, and return its key; the same one sent twice stands once.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``other_unit``, ``words_missing``, ``due_passed``, ``too_far``, ``tasks_full``, or
        ``wrong_state`` once the question is closed.
    """
    today = localdate(at)
    with transaction.atomic():
        question = of_the_unit(question_id, by, at)
        if question.state == State.CLOSED:
            raise AgendaRefused("wrong_state")
        words = worded(task.words)
        if task.due_on < today:
            raise AgendaRefused("due_passed")
        if task.due_on - today > _LONGEST:
            raise AgendaRefused("too_far")
        there = question.tasks.filter(words=words, unit=task.unit, due_on=task.due_on, ended="").first()
        if there is not None:
            return int(there.pk)
        number = question.tasks.count() + 1
        if number > _MOST:
            raise AgendaRefused("tasks_full")
        made = Task.objects.create(
            question=question, number=number, kind=TaskKind(task.kind), words=words,
            words_en=task.words_en.strip(), unit_id=task.unit, due_on=task.due_on, set_by_id=by.pk, set_at=at,
        )  # fmt: skip
        told: dict[str, JSON] = {"task": number, "due": task.due_on.isoformat()}
        note(question, Deed.TASK_SET, by=by, at=at, words=words, unit=task.unit, facts=told, detail=told)
    return int(made.pk)


def end_task(
    *,
    question_id: int,
    number: int,
    how: str,
    words: str,
    by: AbstractBaseUser,
    at: datetime,
    words_en: str = "",
) -> None:
    """Say that a task is done, or that it is dropped and why; who leads the question says so, or who had the task.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``other_unit``, ``words_missing``, or ``wrong_state`` when there is no such open task.
    """
    allow(by, "work on")
    with transaction.atomic():
        question = locked(question_id)
        task = question.tasks.filter(number=number, ended="").first()
        if task is None:
            raise AgendaRefused("wrong_state")
        if worked_for(by, at=at).isdisjoint({question.unit_id, task.unit_id}):
            raise AgendaRefused("other_unit")
        task.ended, task.ended_at, task.ended_words = TaskEnd(how).value, at, worded(words)
        task.ended_words_en = words_en.strip()
        task.save(update_fields=["ended", "ended_at", "ended_words", "ended_words_en"])
        deed = Deed.TASK_DONE if task.ended == TaskEnd.DONE else Deed.TASK_DROPPED
        told: dict[str, JSON] = {"task": number}
        note(
            question, deed, by=by, at=at, words=words, words_en=words_en, unit=task.unit_id, facts=told, detail=told
        )  # fmt: skip
