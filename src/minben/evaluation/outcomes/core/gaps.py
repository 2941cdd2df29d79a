"""Each figure by group: who fares worse, by how much, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from minben.commons.statistics import SMALLEST_SHOWN, Estimate
from minben.commons.suppression import hidden
from minben.evaluation.outcomes.core.figures import Cell, Figure, Gap, Table
from minben.evaluation.outcomes.core.measures import Measure, Rows, apart

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """The group of each of n requests, as a number: words would take twenty times as much room.

    Attributes
    ----------
    names : shape (m,)
        The groups in the order of their names.
    codes : shape (n,)
        Which of the names.
    """

    names: NDArray[np.str_]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, words: ArrayLike) -> Self:
        """Number the groups of requests.

        Examples
        --------
        >>> Labels.of(["web", "phone", "web"]).codes.tolist()
        [1, 0, 1]
        """
        numbers: dict[Any, int] = {}
        column = np.asarray(words)
        each = (numbers.setdefault(word, len(numbers)) for word in column)
        codes = np.fromiter(each, dtype=np.int32, count=len(column))
        names, order = np.unique(
            np.array([str(word) for word in numbers], dtype=np.str_), return_inverse=True
        )
        return cls(names, order.astype(np.int32)[codes])

    def of_rows(self, rows: NDArray[np.integer[Any]]) -> Self:
        """Return the labels of rows that each stand at one of these places.

        Examples
        --------
        >>> Labels.of(["young", "old"]).of_rows(np.array([1, 1, 0])).codes.tolist()
        [0, 0, 1]
        """
        return type(self)(self.names, self.codes[rows])


def figure(measure: Measure, dimensions: Mapping[str, Labels | ArrayLike]) -> Figure:
    """Return a measure as a figure of the city with a table for each dimension.

    Parameters
    ----------
    measure : Measure
        Over n requests.
    dimensions : mapping of name to Labels, or words of shape (n,)
        The group of each request; ``"unknown"`` is a group that is shown, but never said to fare worse.
    """
    whole = measure.estimate()
    tables = tuple(table(measure, name, labels) for name, labels in dimensions.items())
    enough = whole.n >= SMALLEST_SHOWN
    return Figure(
        code=measure.code,
        kind=measure.kind.value,
        unit=measure.unit,
        more_is_better=measure.more_is_better,
        estimate=whole if enough else None,
        tables=tables if enough else (),
    )


def table(measure: Measure, dimension: str, labels: Labels | ArrayLike) -> Table:
    """Return a measure by the groups of one dimension, small groups hidden.

    Examples
    --------
    >>> from minben.evaluation.outcomes.core.measures import Kind
    >>> solved = Measure("solution", Kind.SHARE, "share", True, np.repeat([1.0, 0.0, 1.0], [30, 20, 50]))
    >>> found = table(solved, "channel", np.repeat(["phone", "web"], 50))
    >>> [(cell.group, cell.estimate.value) for cell in found.cells], found.gap.group, found.gap.clear
    ([('phone', 0.6), ('web', 1.0)], 'phone', True)
    """
    groups = split(measure, labels)
    if not groups:
        return Table(dimension, (), None)
    mask = hidden([len(rows) for rows in groups.values()])
    if mask.all():
        return Table(dimension, (), None)
    cells = tuple(
        Cell(group, None if hide else measure.estimate(rows))
        for (group, rows), hide in zip(groups.items(), mask, strict=True)
    )
    return Table(dimension, cells, _gap(measure, dimension, groups, cells))


def split(measure: Measure, labels: Labels | ArrayLike) -> dict[str, Rows]:
    """Return the rows that count, by group, groups in the order of their names."""
    known = labels if isinstance(labels, Labels) else Labels.of(labels)
    counted = np.flatnonzero(measure.counted())
    codes = known.codes[counted]
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(known.names)))[:-1]
    parts = np.split(counted[order], ends) if len(known.names) else []
    return {str(name): rows for name, rows in zip(known.names, parts, strict=True) if len(rows)}


def _gap(measure: Measure, dimension: str, groups: Mapping[str, Rows], cells: tuple[Cell, ...]) -> Gap | None:
    known = {group: rows for group, rows in groups.items() if group != UNKNOWN}
    shown = [c for c in cells if c.group in known and c.estimate is not None and c.estimate.value is not None]
    if len(known) < 2 or not shown:
        return None

    def goodness(cell: Cell) -> float:
        value = cell.estimate.value if cell.estimate and cell.estimate.value is not None else 0.0
        return value if measure.more_is_better else -value

    worst = min(shown, key=goodness)
    others = np.concatenate([rows for group, rows in known.items() if group != worst.group])
    if len(others) < SMALLEST_SHOWN:
        return None
    # The worst of many groups looks bad by chance alone: Bonferroni's level over the groups looked at.
    level = 1 - 0.05 / len(shown)
    difference = apart(measure.estimate(known[worst.group]), measure.estimate(others))
    if difference.value is None or difference.value * (-1 if measure.more_is_better else 1) <= 0:
        return None
    wide = apart(measure.estimate(known[worst.group], level=level), measure.estimate(others, level=level))
    return Gap(dimension, worst.group, difference, clear=_leaves_out_nought(wide))


def _leaves_out_nought(difference: Estimate) -> bool:
    low, high = difference.low, difference.high
    return low is not None and high is not None and not low <= 0 <= high
