"""The list of tasks: what is done about a question, by whom and by when; the unit in the lead sets it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import localdate

from minben.commons.digests import JSON
from minben.evaluation.agenda.actions.guarding import (
    AgendaRefused,
    NewStep,
    allow,
    locked,
    note,
    of_the_unit,
    worded,
    worked_for,
)
from minben.evaluation.agenda.core.texts import Most, Text
from minben.evaluation.agenda.models import Task
from minben.evaluation.agenda.words import Deed, State, TaskEnd, TaskKind

# More than anybody reads is a plan of its own.
_MOST = 30
_LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """What is to be done; ``unit`` is the key of who does it, the unit in the lead or one that helps."""

    words: Text
    unit: int
    due_on: date
    kind: str = TaskKind.WORK.value


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEnded:
    """How the task of a number ended, with what was done or why not; ``how`` is ``done`` or ``dropped``."""

    number: int
    how: str
    words: Text


def set_task(*, question_id: int, task: NewTask, by: AbstractBaseUser, at: datetime) -> int:
    """Put a task on the list for everybody to see, and return its key; the same one sent twice stands once.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``other_unit``, ``words_missing``, ``words_too_long``, ``due_passed``, ``too_far``,
        ``tasks_full``, or ``wrong_state`` once the question is closed.
    """
    today = localdate(at)
    with transaction.atomic():
        question = of_the_unit(question_id, by, at)
        if question.state == State.CLOSED:
            raise AgendaRefused("wrong_state")
        words = worded(task.words, Most.TASK)
        if task.due_on < today:
            raise AgendaRefused("due_passed")
        if task.due_on - today > _LONGEST:
            raise AgendaRefused("too_far")
        there = question.tasks.filter(words=words.zh, unit=task.unit, due_on=task.due_on, ended="").first()
        if there is not None:
            return int(there.pk)
        number = question.tasks.count() + 1
        if number > _MOST:
            raise AgendaRefused("tasks_full")
        made = Task.objects.create(
            question=question, number=number, kind=TaskKind(task.kind), unit_id=task.unit,
            due_on=task.due_on, set_by_id=by.pk, set_at=at, **words.columns("words"),
        )  # fmt: skip
        told: dict[str, JSON] = {"task": number, "due": task.due_on.isoformat()}
        step = NewStep(deed=Deed.TASK_SET, words=words, unit=task.unit, facts=told, detail=told)
        note(question, step, by=by, at=at)
    return int(made.pk)


def end_task(*, question_id: int, end: TaskEnded, by: AbstractBaseUser, at: datetime) -> None:
    """Say that a task is done, or that it is dropped and why; who leads the question says so, or who had the task.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``other_unit``, ``words_missing``, ``words_too_long``, or ``wrong_state`` when there is no such
        open task.
    """
    allow(by, "work on")
    with transaction.atomic():
        question = locked(question_id)
        task = question.tasks.filter(number=end.number, ended="").first()
        if task is None:
            raise AgendaRefused("wrong_state")
        if worked_for(by, at=at).isdisjoint({question.unit_id, task.unit_id}):
            raise AgendaRefused("other_unit")
        words = worded(end.words)
        task.ended, task.ended_at = TaskEnd(end.how).value, at
        task.ended_words, task.ended_words_en = words.zh, words.en
        task.save(update_fields=["ended", "ended_at", "ended_words", "ended_words_en"])
        deed = Deed.TASK_DONE if task.ended == TaskEnd.DONE else Deed.TASK_DROPPED
        told: dict[str, JSON] = {"task": end.number}
        step = NewStep(deed=deed, words=words, unit=task.unit_id, facts=told, detail=told)
        note(question, step, by=by, at=at)
