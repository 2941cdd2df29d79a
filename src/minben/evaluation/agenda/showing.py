"""Questions as pages show them: the list's cards, and rows to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from minben.commons.clock import now
from minben.commons.statistics import Estimate
from minben.evaluation.agenda import queries, wording
from minben.evaluation.agenda.core.confirming import Tally
from minben.evaluation.agenda.naming import Names, Shown, in_language, percent, shown
from minben.evaluation.agenda.sentences import change_sentence, said_sentence
from minben.evaluation.agenda.words import State, Word


@dataclass(frozen=True, slots=True)
class Row:
    """One bar; ``estimate`` is None where it may not be shown, ``worst`` marks it."""

    name: str
    estimate: Estimate | None
    worst: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A question on the year's list."""

    key: int
    month: int
    title: Shown
    unit: str
    state: str
    tone: str
    sentence: str
    better: Estimate | None
    change: str
    change_range: str
    tasks: str
    due_over: bool


def is_due(row: queries.QuestionRow, today: date) -> bool:
    """Tell whether the goal's day is over while people have not confirmed it."""
    return row.due_on < today and row.state != State.CLOSED


def cards(
    rows: Sequence[queries.QuestionRow], measured: Mapping[int, queries.Measured] | None = None
) -> list[Card]:
    """Return questions as the list shows them, each with the one sentence that matters most now."""
    keys = [row.key for row in rows]
    measured = queries.measured_of(keys) if measured is None else measured
    said, tasks = queries.spoken_of(keys), queries.tasks_counted(keys)
    return [_card(row, said.get(row.key), measured.get(row.key), tasks.get(row.key)) for row in rows]


def _card(
    row: queries.QuestionRow,
    said: queries.Spoken | None,
    measured: queries.Measured | None,
    tasks: tuple[int, int] | None,
) -> Card:
    return Card(
        row.key, row.theme.month, shown(row.title), in_language(row.unit_name),
        str(wording.STATES[row.state]), wording.TONES[row.state],
        _sentence(row, said, measured), said.whole.estimate if said else None, *_short_change(measured),
        _("%(done)s of %(n)s") % {"done": tasks[0], "n": tasks[1]} if tasks else "",
        is_due(row, localdate(now())),
    )  # fmt: skip


def _short_change(measured: queries.Measured | None) -> tuple[str, str]:
    """Return the change with its sign, and its likely range; fewer than ten since the start were reckoned as nine."""
    found = measured.change if measured else None
    if measured is None or found is None or found.value is None or found.low is None or found.high is None:
        return "", ""
    value, low, high = (
        f"{side * 100:+.0f}".replace("-", "−") for side in (found.value, found.low, found.high)
    )
    if measured.at_least:
        return f"≤ {value}%", ""
    return f"{value}%", _("%(low)s to %(high)s") % {"low": low, "high": high}


def _sentence(
    row: queries.QuestionRow, said: queries.Spoken | None, measured: queries.Measured | None
) -> str:
    if said is not None and not said.earlier and row.state in (State.ASKING, State.CLOSED):
        return said_sentence(said.whole)
    if measured is not None:
        return change_sentence(measured)
    return _("Goal until %(day)s: %(by)s fewer requests.") % {
        "day": date_format(row.due_on), "by": percent(-row.target)
    }  # fmt: skip


def word_rows(whole: Tally) -> list[Row]:
    """Return the three answers as bars."""
    counts = {Word.BETTER: whole.better, Word.SAME: whole.same, Word.WORSE: whole.worse}
    return [Row(str(wording.WORDS[word]), _share(n, whole.n)) for word, n in counts.items()]


def group_rows(said: queries.Spoken, names: Names, dimension: str) -> list[Row]:
    """Return the share of "better" by the groups of one dimension."""
    order = [group for one, group in wording.GROUPS if one == dimension]
    rows = [(group, one) for (key, group), one in said.groups.items() if key == dimension]
    rows.sort(key=lambda row: (order.index(row[0]) if row[0] in order else len(order), row[0]))
    return [Row(names.of(dimension, group), one.estimate) for group, one in rows]


def _share(n: int, of: int) -> Estimate:
    return Tally(better=n, same=of - n).estimate
