"""The one sentence that says what a figure shows: of the change, the goal, people's words, a year, a closing."""

from collections.abc import Iterable, Mapping, Sequence
from math import floor

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minben.commons.statistics import SMALLEST_SHOWN
from minben.evaluation.agenda import queries, wording
from minben.evaluation.agenda.core.confirming import Reason, Tally
from minben.evaluation.agenda.naming import Names, month_name, percent
from minben.evaluation.agenda.words import State

_LEAST_SHOWN_CHANGE = 0.005


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


def standing_lines(standings: Iterable[tuple[str, str]]) -> list[str]:
    """Say who speaks of a matter how, those who stand alike together; of pairs of a group's name and its standing."""
    alike: dict[str, list[str]] = {}
    for name, standing in standings:
        alike.setdefault(standing, []).append(name)
    return [
        _("%(group)s: %(standing)s") % {"group": _(", ").join(names), "standing": wording.STANDINGS[standing]}
        for standing, names in alike.items()
    ]


def since_lines(since: queries.Since, names: Names) -> list[str]:
    """Say what people have said since a question was closed, and of which groups it surely came back."""
    if since.whole.n < SMALLEST_SHOWN:
        return []
    groups = [reason_words(one, names) for one in since.reasons if one.group]
    return [said_sentence(since.whole), *groups]


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
