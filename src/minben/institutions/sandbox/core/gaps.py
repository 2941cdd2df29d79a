"""How differently an algorithm serves different groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from minben.commons.statistics import Estimate
from minben.institutions.sandbox.core.trial import EVERYBODY, Measure


@dataclass(frozen=True, slots=True)
class Gap:
    """The largest difference in one metric between groups of one kind that are large enough to be shown.

    ``lowest`` and ``highest`` are codes of groups; ``width`` has the unit ``points`` for shares.
    """

    metric: str
    lowest: str
    highest: str
    width: Estimate


def widest_gap(measures: Sequence[Measure], metric: str) -> Gap | None:
    """Return the widest gap in ``metric``, or ``None`` with fewer than two groups of a kind to compare.

    Only groups of one kind (the part before the colon) are compared with one another.

    Examples
    --------
    >>> from minben.commons.statistics import share
    >>> told = [Measure("accuracy", share(n, 100), g) for n, g in ((95, "age:under 35"), (80, "age:80+"))]
    >>> gap = widest_gap(told, "accuracy")
    >>> gap.lowest, gap.highest, round(gap.width.value, 2)
    ('age:80+', 'age:under 35', 0.15)
    """
    kinds: dict[str, list[tuple[float, str, Estimate]]] = {}
    for m in measures:
        if m.metric == metric and m.group != EVERYBODY and m.estimate.shown and m.estimate.value is not None:
            kind = m.group.partition(":")[0]
            kinds.setdefault(kind, []).append((m.estimate.value, m.group, m.estimate))
    gaps = [_gap(metric, sorted(rows, key=lambda row: row[:2])) for rows in kinds.values() if len(rows) > 1]
    return max(gaps, key=lambda gap: gap.width.value or 0.0, default=None)


def _gap(metric: str, rows: Sequence[tuple[float, str, Estimate]]) -> Gap:
    (low, lowest, one), (high, highest, other) = rows[0], rows[-1]
    unit = "points" if one.unit == "share" else one.unit
    return Gap(metric, lowest, highest, Estimate(high - low, None, None, min(one.n, other.n), unit))
