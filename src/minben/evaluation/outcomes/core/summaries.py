"""From columns to one summary: figures, denominators, exclusions and a line per unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike

from minben.commons.statistics import Estimate, share
from minben.commons.suppression import hidden
from minben.evaluation.outcomes.core import deadlines, effort, rates, recontact, timing
from minben.evaluation.outcomes.core.facts import ENDED, Facts, Flags
from minben.evaluation.outcomes.core.figures import Figure
from minben.evaluation.outcomes.core.gaps import Labels, figure, split
from minben.evaluation.outcomes.core.measures import Measure

UNIT_FIGURES = (
    "response", "solution", "satisfaction", "deadlines_met", "first_action", "no_repeat_30", "own_claim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Requests taken out of the work in one way, and their share of all; None where too few to show."""

    kind: str
    count: int | None
    share: Estimate | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's figures by code; None where too few people stand behind one."""

    unit: int
    requests: int
    estimates: Mapping[str, Estimate | None]


@dataclass(frozen=True, slots=True)
class Summary:
    """How it went for the requests of a period or of one turn.

    Attributes
    ----------
    since, until : datetime or None
        Received from ``since`` on, before ``until``.
    at : datetime
        When it was summed up.
    observed_until : datetime
        Up to when everything is known: the end of an export, or ``at``.
    turn : str
        The turn it is about; empty for a period of the whole city.
    requests : int
    figures : tuple of Figure
    calls, deadlines, left_out
        The denominators, not suppressed: show them through ``queries`` only.
    exclusions : tuple of Exclusion
    units : tuple of UnitLine
        Those with the most requests first.
    """

    since: datetime | None
    until: datetime | None
    at: datetime
    observed_until: datetime
    turn: str
    requests: int
    figures: tuple[Figure, ...]
    calls: rates.Calls
    deadlines: deadlines.Deadlines
    left_out: recontact.LeftOut
    exclusions: tuple[Exclusion, ...]
    units: tuple[UnitLine, ...]

    def figure(self, code: str) -> Figure:
        """Return one figure.

        Raises
        ------
        KeyError
            When there is none with that code.
        """
        for found in self.figures:
            if found.code == code:
                return found
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a summary is about: the period, who of the rows belongs to it, and up to when all is known."""

    since: datetime | None
    until: datetime | None
    at: datetime
    observed_until: datetime
    turn: str
    rows: Flags


def measures(
    facts: Facts, voices: rates.Voices, *, until_s: float, satisfied_from: int = rates.SATISFIED_FROM
) -> Iterator[Measure]:
    """Make every measure over all rows, in the order in which pages show them: one at a time is held in memory."""
    yield rates.response(voices)
    yield rates.solution(voices)
    yield rates.satisfaction(voices, satisfied_from=satisfied_from)
    yield deadlines.kept(facts, until_s=until_s)
    yield timing.first_action(facts, until_s=until_s)
    yield timing.to_finish(facts, until_s=until_s)
    yield timing.to_solved(facts, until_s=until_s)
    for days in recontact.WINDOWS_D:
        yield recontact.settled_at_once(facts, days=days, until_s=until_s)
    yield recontact.own_claim(facts)
    yield from effort.efforts(voices)


def sum_up(
    facts: Facts,
    voices: rates.Voices,
    calls: rates.Calls,
    dimensions: Mapping[str, Labels | ArrayLike],
    frame: Frame,
    *,
    satisfied_from: int = rates.SATISFIED_FROM,
) -> Summary:
    """Return the summary of the rows of a frame.

    Parameters
    ----------
    facts, voices : over the same n requests
        Rows outside the frame serve only to find repeat contacts.
    calls : Calls
    dimensions : mapping of name to Labels, or words of shape (n,)
    frame : Frame
    """
    until_s = frame.observed_until.timestamp()
    units = Labels.of(facts.unit)
    figures, columns = [], {}
    for every in measures(facts, voices, until_s=until_s, satisfied_from=satisfied_from):
        within = every if frame.rows.all() else _only(every, frame.rows)
        figures.append(figure(within, dimensions))
        if within.code in UNIT_FIGURES:
            columns[within.code] = _by_unit(within, units)
    longest = recontact.WINDOWS_D[-1]
    return Summary(
        since=frame.since,
        until=frame.until,
        at=frame.at,
        observed_until=frame.observed_until,
        turn=frame.turn,
        requests=int(frame.rows.sum()),
        figures=tuple(figures),
        calls=calls,
        deadlines=deadlines.count(facts, until_s=until_s, rows=frame.rows),
        left_out=recontact.left_out(facts, days=longest, until_s=until_s, rows=frame.rows),
        exclusions=exclusions(facts, frame.rows),
        units=unit_lines(facts, columns, frame.rows),
    )


def exclusions(facts: Facts, rows: Flags) -> tuple[Exclusion, ...]:
    """Count the ways in which requests left the work, small counts and enough of the others hidden."""
    total = int(rows.sum())
    counts = {kind: int((rows & (facts.state == kind)).sum()) for kind in ENDED}
    present = {kind: count for kind, count in counts.items() if count}
    mask = dict(zip(present, hidden(list(present.values())), strict=True)) if present else {}
    return tuple(
        Exclusion(kind, None, None) if mask[kind] else Exclusion(kind, count, share(count, total))
        for kind, count in present.items()
    )


def unit_lines(
    facts: Facts, columns: Mapping[str, Mapping[int, Estimate]], rows: Flags
) -> tuple[UnitLine, ...]:
    """Return a line per unit, the small hidden in each column so that none follows from the city's figure."""
    units, requests = np.unique(facts.unit[rows & (facts.unit >= 0)], return_counts=True)
    shown = ~hidden(requests)
    lines = [
        UnitLine(int(unit), int(n), {code: column.get(int(unit)) for code, column in columns.items()})
        for unit, n in zip(units[shown], requests[shown], strict=True)
    ]
    return tuple(sorted(lines, key=lambda line: (-line.requests, line.unit)))


def _by_unit(measure: Measure, labels: Labels) -> dict[int, Estimate]:
    """Return the figure of each unit that may be shown; what no unit had (−1) is nobody's.

    Examples
    --------
    >>> from minben.evaluation.outcomes.core.measures import Kind
    >>> solved = Measure("solution", Kind.SHARE, "share", True, np.repeat([1.0, 0.0, 1.0], 20))
    >>> found = _by_unit(solved, Labels.of(np.repeat(["3", "4", "-1"], 20)))
    >>> {unit: estimate.value for unit, estimate in found.items()}
    {3: 1.0, 4: 0.0}
    """
    groups = {unit: rows for unit, rows in split(measure, labels).items() if unit != "-1"}
    mask = hidden([len(rows) for rows in groups.values()])
    return {
        int(unit): measure.estimate(rows)
        for (unit, rows), hide in zip(groups.items(), mask, strict=True)
        if not hide
    }


def _only(measure: Measure, rows: Flags) -> Measure:
    values = np.where(rows, measure.values, np.nan)
    return Measure(measure.code, measure.kind, measure.unit, measure.more_is_better, values, measure.observed)
