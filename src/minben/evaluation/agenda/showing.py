"""Questions as pages show them: names, sentences, rows to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

from django.utils.formats import date_format, number_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from minben.commons.clock import now
from minben.commons.statistics import Estimate
from minben.evaluation.agenda import queries, wording
from minben.evaluation.agenda.core.confirming import Reason, Tally
from minben.evaluation.agenda.words import State, Word
from minben.ground.registers import queries as registers

_LEAST_SHOWN_CHANGE = 0.005


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
    title: str
    title_is_chinese: bool
    unit: str
    state: str
    tone: str
    sentence: str
    better: Estimate | None
    change: str
    change_range: str
    tasks: str
    due_over: bool


class Names:
    """Names of groups in the reader's language; districts and communities are read once per page, if at all."""

    _KINDS: Mapping[str, registers.PlaceKind] = {
        "district": registers.PlaceKind.DISTRICT, "community": registers.PlaceKind.COMMUNITY
    }  # fmt: skip

    def __init__(self) -> None:
        self._places: dict[str, Mapping[str, str]] = {}

    def of(self, dimension: str, group: str) -> str:
        """Return a group's name; one that nobody named stands for itself."""
        known = wording.GROUPS.get((dimension, group))
        if known is not None:
            return str(known)
        if dimension not in self._KINDS:
            return group
        if dimension not in self._places:
            rows = registers.places_of(kind=self._KINDS[dimension])
            self._places[dimension] = {str(r.key): in_language(r.name, r.name_en) for r in rows}
        return self._places[dimension].get(group, group)


def in_language(text: str, text_en: str) -> str:
    """Return the English text to an English reader, where there is one."""
    return text_en if text_en and in_english() else text


def in_english() -> bool:
    """Tell whether the reader reads English."""
    return (get_language() or "").startswith("en")


def is_due(row: queries.QuestionRow, today: date) -> bool:
    """Tell whether the goal's day is over while people have not confirmed it."""
    return row.due_on < today and row.state != State.CLOSED


def month_name(year: int, month: int) -> str:
    """Return a month with its year."""
    return str(date_format(date(year, month, 1), _("F Y")))


def percent(value: float) -> str:
    """Return a share as per cent, without decimals."""
    return f"{number_format(round(value * 100))}%"


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
        row.key, row.theme.month, in_language(row.title, row.title_en), in_english() and not row.title_en,
        in_language(row.unit_name, row.unit_name_en), str(wording.STATES[row.state]), wording.TONES[row.state],
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


def change_sentence(measured: queries.Measured) -> str:
    """Say how the requests changed against what would have been expected."""
    found = measured.change
    if found.value is None or found.low is None or found.high is None:
        return _("Too few people have asked about it to show how it changed.")
    month = measured.after_since
    facts = {"month": month_name(month.year, month.month), "by": percent(abs(found.value))}
    if measured.at_least and found.high < 0:
        return (
            _("Since %(month)s, at least %(by)s fewer people ask about it than would have been expected.")
            % facts
        )
    if abs(found.value) < _LEAST_SHOWN_CHANGE:
        return _("Since %(month)s as many people ask about it as would have been expected.") % facts
    if found.value < 0:
        pattern = _(
            "Since %(month)s, %(by)s fewer people ask about it than would have been expected%(range)s."
        )
        sides = (max(-found.high, 0), -found.low)
    else:
        pattern = _(
            "Since %(month)s, %(by)s more people ask about it than would have been expected%(range)s."
        )
        sides = (max(found.low, 0), found.high)
    if found.low <= 0 <= found.high:
        return pattern % {**facts, "range": _(", which chance alone could explain")}
    likely = _(" (likely between %(low)s and %(high)s)") % {
        "low": percent(sides[0]),
        "high": percent(sides[1]),
    }
    return pattern % {**facts, "range": likely}


def season_sentence(measured: queries.Measured) -> str:
    """Say how many asked since, and in the same months a year earlier; blank where a month may not be shown."""
    spans: dict[str, list[int | None]] = {"before": [], "after": []}
    for one in measured.months:
        spans.setdefault(one.span, []).append(one.count)
    before, after = (sum(n for n in spans[span] if n is not None) for span in ("before", "after"))
    if None in spans["before"] + spans["after"]:
        return ""
    return _(
        "Counted month by month, %(after)s people asked since the work began; in the same months a year earlier,"
        " %(before)s."
    ) % {
        "after": number_format(after, force_grouping=True), "before": number_format(before, force_grouping=True)
    }  # fmt: skip


def target_sentence(measured: queries.Measured, target: float) -> str:
    """Say whether the goal is reached, chance allowed for."""
    found = measured.change
    facts = {"by": percent(-target)}
    if found.value is None or found.low is None or found.high is None:
        return ""
    if found.high <= target:
        return _("The goal of %(by)s fewer is reached.") % facts
    # Few were reckoned as nine: the true change is larger than the one shown.
    if found.low > target and not measured.at_least:
        return _("The goal of %(by)s fewer is not reached.") % facts
    return _("Whether the goal of %(by)s fewer is reached cannot be told yet.") % facts


def said_sentence(whole: Tally) -> str:
    """Say what share of people say that it got better."""
    found = whole.estimate
    if found.value is None or found.low is None or found.high is None:
        return _("Fewer than ten people have spoken, so nothing is shown yet.")
    facts = {
        "n": number_format(found.n, force_grouping=True), "value": percent(found.value),
        "low": percent(found.low), "high": percent(found.high),
    }  # fmt: skip
    return (
        _(
            "Of %(n)s people who spoke, %(value)s say that it got better (likely between %(low)s and %(high)s)."
        )
        % facts
    )


def year_sentence(rows: list[queries.QuestionRow]) -> str:
    """Say where the questions of a year stand; how many are closed is said even when none is."""
    counted = {state: sum(row.state == state for row in rows) for state in State}
    whole = ngettext("%(n)s question", "%(n)s questions", len(rows)) % {"n": len(rows)}
    patterns = {
        State.CLOSED: _("%(n)s closed, confirmed by people"),
        State.ASKING: _("%(n)s with people being asked"),
        State.WORKING: _("%(n)s being worked on"),
        State.CHOSEN: _("%(n)s not begun yet"),
    }
    parts = [words % {"n": counted[s]} for s, words in patterns.items() if counted[s] or s == State.CLOSED]
    return _("%(whole)s: %(parts)s.") % {"whole": whole, "parts": _("; ").join(parts)}


def review_sentence(rows: Sequence[queries.QuestionRow], measured: Mapping[int, queries.Measured]) -> str:
    """Say of a year, chance allowed for, where fewer people ask than would have been expected; blank before that."""
    found = [(row, measured.get(row.key)) for row in rows]
    told = [
        (row, one) for row, one in found if one and one.change.high is not None and one.change.low is not None
    ]
    if not told:
        return ""
    facts = {
        "n": len(told),
        "fewer": sum(one.change.high < 0 for _row, one in told if one.change.high is not None),
        "more": sum(one.change.low > 0 for _row, one in told if one.change.low is not None),
        "goal": sum(one.change.high <= row.target for row, one in told if one.change.high is not None),
    }
    return (
        _(
            "Measured: %(n)s. Surely fewer requests than expected: %(fewer)s, of which %(goal)s reached the goal."
            " Surely more: %(more)s. The rest cannot be told from chance."
        )
        % facts
    )


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


def reason_words(reason: Reason, names: Names, *, public: bool = False) -> str:
    """Say one thing that stands against closing."""
    shares = reason.code in ("not_better", "group_not_better")
    facts = {
        # Rounded down: what just misses the half must not read as the half.
        "has": percent(floor(reason.has * 100) / 100) if shares else number_format(round(reason.has)),
        "needs": percent(reason.needs) if shares else number_format(round(reason.needs)),
        "group": names.of(reason.dimension, reason.group),
    }
    words = wording.PUBLIC_REASONS if public else wording.REASONS
    return str(words[reason.code]) % facts


def _share(n: int, of: int) -> Estimate:
    return Tally(better=n, same=of - n).estimate
