"""The list of tasks as pages show it: who, by when, where each stands, and one sentence for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minben.evaluation.agenda import queries, wording
from minben.evaluation.agenda.naming import Shown, in_language, shown
from minben.evaluation.agenda.words import TaskEnd


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One row of the list."""

    number: int
    words: Shown
    kind: str
    unit: str
    due_on: date
    standing: str
    tone: str
    ended_words: Shown


def task_lines(rows: Sequence[queries.TaskRow], today: date) -> list[TaskLine]:
    """Return the rows of the list in the reader's language."""
    return [
        TaskLine(
            one.number, shown(one.words), str(wording.TASK_KINDS[one.kind]), in_language(one.unit_name),
            one.due_on, *_standing(one, today), shown(one.ended_words),
        )
        for one in rows
    ]  # fmt: skip


def tasks_sentence(rows: Sequence[queries.TaskRow], today: date) -> str:
    """Say how many tasks are done, and how many are overdue."""
    done = sum(one.ended == TaskEnd.DONE for one in rows)
    overdue = sum(not one.ended and one.late(today) for one in rows)
    facts = {"n": len(rows), "done": done}
    whole = ngettext("%(done)s of %(n)s task done", "%(done)s of %(n)s tasks done", len(rows)) % facts
    late = ngettext("%(n)s is overdue", "%(n)s are overdue", overdue) % {"n": overdue}
    parts = [whole, late] if overdue else [whole]
    return _("%(parts)s.") % {"parts": _("; ").join(parts)}


def task_facts(rows: Sequence[queries.TaskRow], today: date) -> dict[str, object]:
    """Return what every page with the list of tasks shows of it."""
    return {
        "tasks": task_lines(rows, today), "tasks_sentence": tasks_sentence(rows, today) if rows else ""
    }  # fmt: skip


def _standing(one: queries.TaskRow, today: date) -> tuple[str, str]:
    late = one.late(today)
    if one.ended == TaskEnd.DROPPED:
        return _("dropped"), "care"
    if one.ended == TaskEnd.DONE:
        return (_("done, after its day"), "care") if late else (_("done in time"), "good")
    return (_("overdue"), "danger") if late else (_("under way"), "plain")
