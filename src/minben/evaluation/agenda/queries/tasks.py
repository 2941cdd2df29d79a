"""The list of tasks of a question, and who has one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.timezone import localdate

from minben.evaluation.agenda.core.texts import Text
from minben.evaluation.agenda.models import Task
from minben.evaluation.agenda.queries.lists import named
from minben.evaluation.agenda.words import TaskEnd


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task; ``ended`` is blank while it is open."""

    number: int
    kind: str
    words: Text
    unit: int
    unit_name: Text
    due_on: date
    set_at: datetime
    ended: str
    ended_at: datetime | None
    ended_words: Text

    def late(self, today: date) -> bool:
        """Tell whether it is overdue, or was done after its day; what was dropped is not late."""
        if self.ended == TaskEnd.DROPPED:
            return False
        return (localdate(self.ended_at) if self.ended_at else today) > self.due_on


def tasks_of(question: int) -> list[TaskRow]:
    """Return the tasks of a question in the order of their days."""
    return tasks_of_all([question])[question]


def tasks_of_all(questions: Collection[int]) -> dict[int, list[TaskRow]]:
    """Return the tasks of each question in the order of their days."""
    rows = Task.objects.filter(question__in=questions).select_related("unit").order_by("due_on", "number")
    found: dict[int, list[TaskRow]] = {question: [] for question in questions}
    for one in rows:
        found[one.question_id].append(_task(one))
    return found


def _task(one: Task) -> TaskRow:
    return TaskRow(
        one.number, one.kind, Text.of(one, "words"), one.unit_id, named(one.unit),
        one.due_on, one.set_at, one.ended, one.ended_at, Text.of(one, "ended_words"),
    )  # fmt: skip


def tasks_counted(questions: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return of each question that has tasks how many are done, and how many there are."""
    done = Count("pk", filter=Q(ended=TaskEnd.DONE))
    rows = Task.objects.filter(question__in=questions).values("question").annotate(done=done, n=Count("pk"))
    return {row["question"]: (row["done"], row["n"]) for row in rows}
