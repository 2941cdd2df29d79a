"""The public figures for machines: each with its interval, its denominator and its gap."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from minben.commons.statistics import Estimate
from minben.evaluation.outcomes import queries
from minben.ground.registers import queries as registers
from minben.institutions.partners.edge import refuse_unknown

router = Router(tags=["outcomes"])
GROUP = Field(description="A code of the group; of a district, its code in /places.")


class EstimateShown(Schema):
    """A figure with its interval and how many stand behind it."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class GapShown(Schema):
    """How far the group that fares worst stands from everybody else."""

    dimension: str
    group: str = GROUP
    difference: EstimateShown
    clear: bool = Field(description="Whether the interval leaves out nought.")


class CellShown(Schema):
    """One group's figure; null where too few people stand behind it."""

    dimension: str
    group: str = GROUP
    estimate: EstimateShown | None


class FigureShown(Schema):
    """One figure of the city, with its gap beside it."""

    code: str
    unit: str
    more_is_better: bool
    estimate: EstimateShown | None
    gap: GapShown | None
    groups: list[CellShown]


class CountShown(Schema):
    """A count under its code; null where it is too small to show."""

    code: str
    count: int | None


class Outcomes(Schema):
    """How it went, as everybody may see it."""

    at: datetime
    since: datetime | None
    until: datetime | None
    observed_until: datetime
    requests: int
    figures: list[FigureShown]
    calls: list[CountShown]
    deadlines: list[CountShown]
    ended_for: list[CountShown]


@router.get("/outcomes", response=Outcomes, summary="Read the figures")
def read_outcomes(request: HttpRequest) -> Any:
    """The newest summary of the city: did it help, whom less, and what was left out."""
    refuse_unknown(request)
    summary = queries.newest()
    if summary is None:
        raise Http404("nothing is summed up yet")
    codes = _district_codes()
    return Outcomes(
        at=summary.at,
        since=summary.since,
        until=summary.until,
        observed_until=summary.observed_until,
        requests=summary.requests,
        figures=[_figure(one, codes) for one in summary.figures],
        calls=_counts(queries.calls(summary)),
        deadlines=_counts(queries.deadlines(summary)),
        ended_for=_counts(queries.ended_for(summary)),
    )


def _district_codes() -> Mapping[tuple[str, str], str]:
    """Return the public codes of the districts, which summaries keep by their rows."""
    rows = registers.places_of(kind=registers.PlaceKind.DISTRICT)
    return {("district", str(row.key)): row.code for row in rows}


def _figure(one: queries.Figure, codes: Mapping[tuple[str, str], str]) -> FigureShown:
    gap = one.gap
    return FigureShown(
        code=one.code,
        unit=one.unit,
        more_is_better=one.more_is_better,
        estimate=_estimate(one.estimate),
        gap=None
        if gap is None
        else GapShown(
            dimension=gap.dimension,
            group=codes.get((gap.dimension, gap.group), gap.group),
            difference=_shown(gap.difference),
            clear=gap.clear,
        ),
        groups=[
            CellShown(
                dimension=table.dimension,
                group=codes.get((table.dimension, cell.group), cell.group),
                estimate=_estimate(cell.estimate),
            )
            for table in one.tables
            for cell in table.cells
        ],
    )


def _estimate(one: Estimate | None) -> EstimateShown | None:
    return _shown(one) if one is not None else None


def _shown(one: Estimate) -> EstimateShown:
    return EstimateShown(value=one.value, low=one.low, high=one.high, n=one.n)


def _counts(rows: tuple[queries.Count, ...]) -> list[CountShown]:
    return [CountShown(code=row.code, count=row.count) for row in rows]
