"""What a trial is given and what it must show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any

from minben.commons.statistics import Estimate

EVERYBODY = "all"
WRONG, RIGHT = "wrong", "accuracy"


@dataclass(frozen=True, slots=True)
class TrialContext:
    """What a trial may use.

    Attributes
    ----------
    at : datetime
        The moment of the trial; a trial reads no clock.
    seed : int
        Of all its randomness.
    data : Path or None
        The file to be tried on; ``None``: the algorithm's own kept-back data.
    material : Path or None
        What the declaration gives the trial to read, such as the folder of a model.
    """

    at: datetime
    seed: int = 1
    data: Path | None = None
    material: Path | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the trial.

    Attributes
    ----------
    metric : str
        A code such as ``accuracy``, ``wrong`` or ``abstained``.
    estimate : Estimate
        With its interval, number of observations and unit.
    group : str
        Code of the group it was measured in, such as ``age:80+``; ``all`` for everybody.
    """

    metric: str
    estimate: Estimate
    group: str = EVERYBODY


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a trial showed.

    Attributes
    ----------
    rows : int
        Rows tried, at least one.
    data_digest : str
        Digest of the data, named like ``sha256:…``.
    data_source : str
        Where the data came from, in words.
    """

    version: str
    rows: int
    data_digest: str
    measures: tuple[Measure, ...]
    data_source: str = ""


def as_rows(measures: Sequence[Measure]) -> list[dict[str, Any]]:
    """Return measures as plain rows that JSON can hold.

    Examples
    --------
    >>> from minben.commons.statistics import share
    >>> as_rows([Measure("accuracy", share(9, 10))])[0]["value"]
    0.9
    """
    return [{"metric": m.metric, "group": m.group, **_plain(m.estimate)} for m in measures]


def from_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[Measure, ...]:
    """Return the measures that :func:`as_rows` wrote."""
    kept = ("value", "low", "high", "n", "unit")
    return tuple(Measure(row["metric"], Estimate(*(row[key] for key in kept)), row["group"]) for row in rows)


def error_of(rows: Sequence[Mapping[str, Any]], metric: str) -> float | None:
    """Return the share of errors that evidence shows for everybody, or ``None`` when it shows none.

    Where only right answers were counted, the others are wrong.

    Parameters
    ----------
    rows : sequence of mapping
        As :func:`as_rows` wrote them.
    metric : str
        The one that the declaration names.

    Examples
    --------
    >>> from minben.commons.statistics import share
    >>> error_of(as_rows([Measure("false_joins", share(3, 100))]), "false_joins")
    0.03
    >>> round(error_of(as_rows([Measure("accuracy", share(9, 10))]), "wrong"), 9)
    0.1
    >>> error_of([], "wrong") is None
    True
    """
    whole = {row["metric"]: row["value"] for row in rows if row["group"] == EVERYBODY}
    told, right = whole.get(metric), whole.get(RIGHT)
    if told is None and metric == WRONG and right is not None:
        return 1 - float(right)
    return None if told is None else float(told)


def _plain(estimate: Estimate) -> dict[str, Any]:
    """Numbers of any library become JSON's own; what is no number is absent."""
    figures = {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    told: dict[str, Any] = {
        key: None if figure is None or not isfinite(figure) else float(figure)
        for key, figure in figures.items()
    }
    return told | {"n": int(estimate.n), "unit": estimate.unit}
