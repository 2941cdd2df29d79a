"""What everybody may see of a question: months and change, and what people say; small numbers stay hidden."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db.models import OuterRef, Subquery

from minben.commons.statistics import SMALLEST_SHOWN, Estimate
from minben.commons.suppression import hidden
from minben.evaluation.agenda.core.change import UNIT
from minben.evaluation.agenda.core.confirming import Tally
from minben.evaluation.agenda.models import Reading
from minben.evaluation.agenda.queries.rounds import rounds_since

_SPANS = ("before", "left_out", "after")


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Voices in one month, or in several that only together have ten; None where they may not be shown.

    ``expected`` follows from the comparison; ``span`` is ``before``, ``left_out`` or ``after``.
    """

    month: date
    last: date
    count: int | None
    expected: float | None
    span: str

    @property
    def after(self) -> bool:
        """True since the work began."""
        return self.span == "after"

    @property
    def length(self) -> int:
        """How many months stand together."""
        return 12 * (self.last.year - self.month.year) + self.last.month - self.month.month + 1


@dataclass(frozen=True, slots=True)
class Measured:
    """What the measure says.

    Attributes
    ----------
    until : date
        First day after the last month that counts.
    after_since : date
        First month that counts as after.
    change : Estimate
        Against what the comparison lets expect; no value where there is too little.
    alike_before : Estimate
        How far matter and comparison went apart already before.
    at_least : bool
        True when so few ask since that the change was made smaller, to tell of nobody.
    """

    at: datetime
    until: date
    after_since: date
    months: tuple[MonthCount, ...]
    change: Estimate
    alike_before: Estimate
    at_least: bool

    @property
    def poor_comparison(self) -> bool:
        """True when matter and comparison surely went apart before the work began."""
        low, high = self.alike_before.low, self.alike_before.high
        return low is not None and high is not None and not low <= 0 <= high


@dataclass(frozen=True, slots=True)
class Spoken:
    """What people say, as last published; groups that may be shown, by (dimension, group).

    ``earlier`` is True when they said it before the work was taken up anew.
    """

    at: datetime
    whole: Tally
    groups: dict[tuple[str, str], Tally]
    earlier: bool = False


def newest(question: int, kind: str) -> Reading | None:
    """Return what was last published of a kind."""
    return newest_of([question], kind).get(question)


def newest_of(questions: Collection[int], kind: str) -> dict[int, Reading]:
    """Return what was last published of a kind, for each question of which anything was, in one query."""
    own = Reading.objects.filter(question=OuterRef("question"), kind=kind).order_by("-at", "-id")
    found = Reading.objects.filter(question__in=questions, kind=kind, pk=Subquery(own.values("pk")[:1]))
    return {one.question_id: one for one in found}


def measured(question: int) -> Measured | None:
    """Return the newest measure of a question; None before the first month is over."""
    return measured_of([question]).get(question)


def measured_of(questions: Collection[int]) -> dict[int, Measured]:
    """Return the newest measure of each question that has one."""
    return {key: _measured(found) for key, found in newest_of(questions, "measure").items()}


def _measured(found: Reading) -> Measured:
    facts = found.facts
    after = date.fromisoformat(facts["after_since"])
    return Measured(
        found.at, date.fromisoformat(facts["until"]), after, _months(facts),
        _estimate(facts["change"]), _estimate(facts["alike_before"]), facts["at_least"],
    )  # fmt: skip


def _months(facts: dict[str, Any]) -> tuple[MonthCount, ...]:
    """Return the months of a reading; the sum of a span follows from the change, so what is small hides together."""
    borders = (facts["before_until"], facts["after_since"])
    found: list[MonthCount] = []
    for number, span in enumerate(_SPANS):
        own = [
            MonthCount(month, month, n, expected, span)
            for text, n, expected in facts["months"]
            for month in [date.fromisoformat(text)]
            if sum(text >= border for border in borders) == number
        ]
        rows = list(_together(own))
        hides = _hides([row.count or 0 for row in rows])
        found += [replace(row, count=None) if hide else row for row, hide in zip(rows, hides, strict=True)]
    return tuple(found)


def _together(rows: Iterable[MonthCount]) -> Iterator[MonthCount]:
    """Put months together, from the first on, until ten stand behind each; a month without anybody stands alone.

    What is put together once stays so when later months come: nobody is found by comparing one reading with the next.
    """
    held: list[MonthCount] = []
    for row in rows:
        held.append(row)
        if (held == [row] and not row.count) or sum(one.count or 0 for one in held) >= SMALLEST_SHOWN:
            yield _as_one(held)
            held = []
    if held:
        yield _as_one(held)


def _as_one(rows: list[MonthCount]) -> MonthCount:
    expected = [row.expected for row in rows if row.expected is not None]
    return MonthCount(
        rows[0].month, rows[-1].last, sum(row.count or 0 for row in rows),
        sum(expected) if len(expected) == len(rows) else None, rows[0].span,
    )  # fmt: skip


def spoken(question: int) -> Spoken | None:
    """Return what people say of a question, as last published; None before ten have spoken."""
    return spoken_of([question]).get(question)


def spoken_of(questions: Collection[int]) -> dict[int, Spoken]:
    """Return what people say of each question on which ten have spoken."""
    since = rounds_since(questions)
    return {key: _spoken(found, since.get(key)) for key, found in newest_of(questions, "words").items()}


def _spoken(found: Reading, since: datetime | None) -> Spoken:
    groups = {(one, group): Tally(*counts) for one, group, counts in found.facts["groups"]}
    return Spoken(
        found.at, Tally(*found.facts["whole"]), groups, earlier=since is not None and found.at < since
    )


def _hides(counts: list[int]) -> list[bool]:
    """Tell which counts may not be shown beside their sum; a nought is nobody's."""
    present = [n for n in counts if n]
    mask = iter(hidden(present).tolist()) if present else iter(())
    return [bool(next(mask)) if n else False for n in counts]


def _estimate(facts: dict[str, Any]) -> Estimate:
    return Estimate(facts["value"], facts["low"], facts["high"], facts["n"], UNIT)


def to_json(estimate: Estimate) -> dict[str, float | int | None]:
    """Return an estimate as it is kept; a value that is no number is none."""
    sides = (estimate.value, estimate.low, estimate.high)
    value, low, high = (None if side is None or not np.isfinite(side) else float(side) for side in sides)
    return {"value": value, "low": low, "high": high, "n": estimate.n}
