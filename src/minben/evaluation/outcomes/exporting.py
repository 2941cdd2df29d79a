"""The public figures as rows of a table, codes beside words."""

from collections.abc import Iterator

from minben.commons.statistics import Estimate
from minben.evaluation.outcomes import wording
from minben.evaluation.outcomes.core.figures import Figure
from minben.evaluation.outcomes.core.summaries import Summary
from minben.evaluation.outcomes.showing import Names

COLUMNS = (
    "figure", "figure_name", "dimension", "group", "group_name", "value", "low", "high", "n", "unit",
    "since", "until", "observed_until",
)  # fmt: skip


def rows(summary: Summary, names: Names) -> Iterator[tuple[str | int | float, ...]]:
    """Return the header, then a row per figure and per group; what may not be shown is empty."""
    yield COLUMNS
    dates = (
        summary.since.isoformat() if summary.since else "",
        summary.until.isoformat() if summary.until else "",
        summary.observed_until.isoformat(),
    )
    for figure in summary.figures:
        yield (*_line(figure, "", "", "", figure.estimate), *dates)
        for table in figure.tables:
            for cell in table.cells:
                name = names.of(table.dimension, cell.group)
                yield (*_line(figure, table.dimension, cell.group, name, cell.estimate), *dates)


def _line(
    figure: Figure, dimension: str, group: str, name: str, estimate: Estimate | None
) -> tuple[str | int | float, ...]:
    title = str(wording.FIGURES[figure.code].title)
    if estimate is None:
        return (figure.code, title, dimension, group, name, "", "", "", "", figure.unit)
    three = (estimate.value, estimate.low, estimate.high)
    numbers = ("" if each is None else round(each, 4) for each in three)
    return (figure.code, title, dimension, group, name, *numbers, estimate.n, figure.unit)
