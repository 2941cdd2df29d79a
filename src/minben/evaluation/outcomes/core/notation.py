"""Summaries as JSON and back, so that a summary of long ago still reads as it was written."""

import dataclasses
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minben.commons.statistics import Estimate
from minben.evaluation.outcomes.core.deadlines import Deadlines
from minben.evaluation.outcomes.core.figures import Cell, Figure, Gap, Table
from minben.evaluation.outcomes.core.rates import Calls
from minben.evaluation.outcomes.core.recontact import LeftOut
from minben.evaluation.outcomes.core.summaries import Exclusion, Summary, UnitLine


def to_json(summary: Summary) -> dict[str, Any]:
    """Return a summary as plain objects, lists, texts and numbers."""
    plain: dict[str, Any] = _plain(summary)
    return plain


def from_json(facts: Mapping[str, Any]) -> Summary:
    """Return the summary that :func:`to_json` wrote down.

    Raises
    ------
    KeyError
        When something that a summary needs is missing.
    """
    return Summary(
        since=_moment(facts["since"]),
        until=_moment(facts["until"]),
        at=datetime.fromisoformat(facts["at"]),
        observed_until=datetime.fromisoformat(facts["observed_until"]),
        turn=facts["turn"],
        requests=facts["requests"],
        figures=tuple(_figure(row) for row in facts["figures"]),
        calls=Calls(**facts["calls"]),
        deadlines=Deadlines(**facts["deadlines"]),
        left_out=LeftOut(**facts["left_out"]),
        exclusions=tuple(
            Exclusion(row["kind"], row["count"], _estimate(row["share"])) for row in facts["exclusions"]
        ),
        units=tuple(
            UnitLine(r["unit"], r["requests"], {code: _estimate(e) for code, e in r["estimates"].items()})
            for r in facts["units"]
        ),
    )


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    # Databases differ in what they make of NaN in JSON.
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(
        code=row["code"],
        kind=row["kind"],
        unit=row["unit"],
        more_is_better=row["more_is_better"],
        estimate=_estimate(row["estimate"]),
        tables=tuple(_table(each) for each in row["tables"]),
    )


def _table(row: Mapping[str, Any]) -> Table:
    cells = tuple(Cell(each["group"], _estimate(each["estimate"])) for each in row["cells"])
    return Table(row["dimension"], cells, _gap(row["gap"]))


def _gap(row: Mapping[str, Any] | None) -> Gap | None:
    if row is None:
        return None
    return Gap(row["dimension"], row["group"], Estimate(**row["difference"]), row["clear"])


def _estimate(row: Mapping[str, Any] | None) -> Estimate | None:
    return None if row is None else Estimate(**row)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
