"""The year's list as rows of a file: each question with its tasks, what was published of it, and nothing else."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from minben.evaluation.agenda import queries, wording
from minben.evaluation.agenda.naming import in_language, month_name
from minben.evaluation.agenda.tasks_shown import TaskLine, task_lines

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(year: int, today: date) -> Iterator[list[str]]:
    """Yield the heading, then one row for each task, or for a question that has none."""
    yield [
        _("Month"), _("Theme of the month"), _("Question"), _("Unit in the lead"), _("What was promised"),
        _("The work begins on"), _("The goal is due on"), _("Where it stands"), _("What will be done"),
        _("What kind of task"), _("Who does it"), _("By when"), _("How the task stands"),
        _("Change in requests"), _("Likely between"), _("It got better"), _("Likely between"),
    ]  # fmt: skip
    listed = queries.questions(year=year)
    keys = [row.key for row in listed]
    listing, measured, said = queries.tasks_of_all(keys), queries.measured_of(keys), queries.spoken_of(keys)
    for row in listed:
        found = _question(row, measured.get(row.key), said.get(row.key))
        tasks: list[TaskLine | None] = [*task_lines(listing[row.key], today)]
        for task in tasks or [None]:
            yield [_safe(cell) for cell in (*found[0], *_task(task), *found[1])]


def _question(
    row: queries.QuestionRow, measured: queries.Measured | None, said: queries.Spoken | None
) -> tuple[list[str], list[str]]:
    told = [
        month_name(row.theme.year, row.theme.month),
        *(in_language(one) for one in (row.theme.title, row.title, row.unit_name, row.goal)),
        row.starts_on.isoformat(), row.due_on.isoformat(), str(wording.STATES[row.state]),
    ]  # fmt: skip
    change, better = measured.change if measured else None, said.whole.estimate if said else None
    figures = []
    for one in (change, better):
        known = one is not None and one.value is not None
        figures += [f"{one.value:.3f}", f"{one.low:.3f} … {one.high:.3f}"] if one and known else ["", ""]
    return told, figures


def _task(task: TaskLine | None) -> list[str]:
    return (
        [str(task.words), task.kind, task.unit, task.due_on.isoformat(), task.standing] if task else [""] * 5
    )


def _safe(cell: str) -> str:
    """Keep a spreadsheet from taking what somebody wrote for a formula; a figure below nought is none."""
    number = cell.removeprefix("-").split(" ")[0].replace(".", "").isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not number else cell
