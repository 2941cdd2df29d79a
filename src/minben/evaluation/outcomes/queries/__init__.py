"""What others may read of outcomes: summaries, safe counts, the list of calls to make."""

from minben.evaluation.outcomes.core.figures import Cell, Figure, Gap, Table
from minben.evaluation.outcomes.core.summaries import Exclusion, Summary, UnitLine
from minben.evaluation.outcomes.queries.published import (
    Count,
    Today,
    asked,
    calls,
    deadlines,
    ended_for,
    gap_figure,
    if_the_silent,
    largest_gap,
    latest,
    left_out,
    newest,
    today,
)
from minben.evaluation.outcomes.queries.worklist import (
    Try,
    Waiting,
    followup,
    how_many,
    is_open,
    tries,
    waiting,
)

__all__ = [
    "Cell",
    "Count",
    "Exclusion",
    "Figure",
    "Gap",
    "Summary",
    "Table",
    "Today",
    "Try",
    "UnitLine",
    "Waiting",
    "asked",
    "calls",
    "deadlines",
    "ended_for",
    "followup",
    "gap_figure",
    "how_many",
    "if_the_silent",
    "is_open",
    "largest_gap",
    "latest",
    "left_out",
    "newest",
    "today",
    "tries",
    "waiting",
]
