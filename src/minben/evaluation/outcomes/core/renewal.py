"""What of a new summary may replace what was published, so that nobody is found by comparing two days.

A figure of today less the same figure of yesterday is a figure about those who came in between. So a group is
renewed only when at least ten people joined or left it, or nothing about it changed; until then the former one
stands. What was not renewed, with all that is hidden, must itself have changed by ten, or further groups wait too:
else it would follow from the total.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from minben.commons.statistics import SMALLEST_SHOWN, Estimate
from minben.evaluation.outcomes.core.deadlines import Deadlines
from minben.evaluation.outcomes.core.figures import Figure, Table
from minben.evaluation.outcomes.core.rates import Calls
from minben.evaluation.outcomes.core.recontact import LeftOut
from minben.evaluation.outcomes.core.summaries import Exclusion, Summary, UnitLine

Counts = TypeVar("Counts", Deadlines, LeftOut)
_OUTCOMES = ("reached", "declined", "not_reached", "waiting")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one group: how many, and whatever else is said of them."""

    n: int
    about: object = None


def renewed(before: Summary, fresh: Summary) -> Summary:
    """Return a summary of what may be published now.

    Parameters
    ----------
    before : Summary
        What stands published, of the same frame.
    fresh : Summary
        What was reckoned just now.
    """
    figures = {figure.code: figure for figure in before.figures}
    return replace(
        fresh,
        requests=_count(before.requests, fresh.requests),
        figures=tuple(
            _figure(figures[one.code], one) if one.code in figures else one for one in fresh.figures
        ),
        calls=_calls(before.calls, fresh.calls),
        deadlines=_counts(before.deadlines, fresh.deadlines),
        left_out=_counts(before.left_out, fresh.left_out),
        exclusions=_exclusions(before, fresh),
        units=_units(before, fresh),
    )


def waiting(
    before: Mapping[str, Told], fresh: Mapping[str, Told], *, total_before: int, total: int
) -> frozenset[str] | None:
    """Name the groups that are not renewed yet; None when none of them may be.

    Parameters
    ----------
    before, fresh : mapping of group to Told
        The groups that are shown; the totals also count those that are not.

    Examples
    --------
    >>> old = {"a": Told(50), "b": Told(40), "c": Told(90)}
    >>> sorted(waiting(old, {"a": Told(53), "b": Told(70), "c": Told(120)}, total_before=180, total=243))
    ['a', 'b']
    >>> waiting(old, {"a": Told(80), "b": Told(70), "c": Told(90)}, total_before=180, total=240)
    frozenset()
    >>> waiting(old, {"a": Told(50), "b": Told(42), "c": Told(90)}, total_before=180, total=182) is None
    True
    """
    both = before.keys() & fresh.keys()
    still = {group for group in both if not _moved(before[group], fresh[group])}
    # Groups shown on one side only were, or are, in the part that nobody can tell apart.
    unseen = (before.keys() | fresh.keys()) - both
    hides = bool(unseen) or total_before != _sum(before) or total != _sum(fresh)
    order = sorted(both - still, key=lambda group: (abs(fresh[group].n - before[group].n), group))
    while still or hides:
        away = both - still
        change = (total - sum(fresh[g].n for g in away)) - (total_before - sum(before[g].n for g in away))
        if abs(change) >= SMALLEST_SHOWN:
            break
        if not order:
            return None
        still.add(order.pop(0))
    return frozenset(still | (before.keys() - fresh.keys()))


def _sum(told: Mapping[str, Told]) -> int:
    return sum(one.n for one in told.values())


def _moved(before: Told, fresh: Told) -> bool:
    return before == fresh or abs(fresh.n - before.n) >= SMALLEST_SHOWN


def _count(before: int, fresh: int) -> int:
    return fresh if abs(fresh - before) >= SMALLEST_SHOWN else before


def _figure(before: Figure, fresh: Figure) -> Figure:
    old, new = before.estimate, fresh.estimate
    if old is None:
        return fresh
    if new is None or not _moved(Told(old.n, old), Told(new.n, new)):
        return before
    tables = {table.dimension: table for table in before.tables}
    return replace(
        fresh,
        tables=tuple(
            _table(tables[one.dimension], one, old.n, new.n) if one.dimension in tables else one
            for one in fresh.tables
        ),
    )


def _table(before: Table, fresh: Table, total_before: int, total: int) -> Table:
    old, new = _told(before), _told(fresh)
    if not old:
        return fresh
    kept = waiting(old, new, total_before=total_before, total=total) if new else None
    if kept is None:
        return before
    former = {cell.group: cell for cell in before.cells}
    cells = {cell.group: former[cell.group] if cell.group in kept else cell for cell in fresh.cells}
    cells |= {group: cell for group, cell in former.items() if group not in cells}
    # A gap is reckoned from the newest rows of its group.
    gap = fresh.gap if fresh.gap and fresh.gap.group not in kept else before.gap
    return Table(fresh.dimension, tuple(cells[group] for group in sorted(cells)), gap)


def _told(table: Table) -> dict[str, Told]:
    return {
        cell.group: Told(cell.estimate.n, cell.estimate) for cell in table.cells if cell.estimate is not None
    }


def _numbers(before: Mapping[str, int], fresh: Mapping[str, int]) -> dict[str, int]:
    old, new = ({code: Told(n) for code, n in one.items()} for one in (before, fresh))
    kept = waiting(old, new, total_before=_sum(old), total=_sum(new))
    return {code: before[code] if kept is None or code in kept else n for code, n in fresh.items()}


def _counts(before: Counts, fresh: Counts) -> Counts:
    names = [field.name for field in fields(fresh)]
    told = _numbers(*({name: getattr(one, name) for name in names} for one in (before, fresh)))
    return replace(fresh, **told)


def _calls(before: Calls, fresh: Calls) -> Calls:
    old, new = ({name: getattr(one, name) for name in _OUTCOMES} for one in (before, fresh))
    told: dict[str, Any] = _numbers(old, new)
    return replace(
        fresh,
        drawn=sum(told.values()),
        attempts=_count(before.attempts, fresh.attempts),
        own_accord=_count(before.own_accord, fresh.own_accord),
        **told,
    )


def _exclusions(before: Summary, fresh: Summary) -> tuple[Exclusion, ...]:
    old, new = (
        {one.kind: Told(one.count, one) for one in summary.exclusions if one.count is not None}
        for summary in (before, fresh)
    )
    kept = waiting(old, new, total_before=before.requests, total=fresh.requests)
    if kept is None:
        return before.exclusions
    former = {one.kind: one for one in before.exclusions}
    return tuple(former[one.kind] if one.kind in kept else one for one in fresh.exclusions)


def _units(before: Summary, fresh: Summary) -> tuple[UnitLine, ...]:
    """Renew the numbers of requests, then each column of figures."""
    former = {str(line.unit): line for line in before.units}
    lines = {str(line.unit): line for line in fresh.units}
    sizes = [{unit: Told(line.requests) for unit, line in one.items()} for one in (former, lines)]
    kept = waiting(*sizes, total_before=before.requests, total=fresh.requests)
    if kept is None or not former:
        return before.units if former else fresh.units
    shown = {
        unit: replace(line, requests=former[unit].requests) if unit in kept else line
        for unit, line in lines.items()
    }
    for code in {code for line in shown.values() for code in line.estimates}:
        column = _column(code, before, fresh, shown.keys())
        shown = {
            unit: replace(line, estimates={**line.estimates, code: column.get(unit)})
            for unit, line in shown.items()
        }
    return tuple(sorted(shown.values(), key=lambda line: (-line.requests, line.unit)))


def _column(code: str, before: Summary, fresh: Summary, units: Any) -> dict[str, Estimate]:
    totals = [one.figure(code).estimate for one in (before, fresh)]
    old, new = (
        {
            str(line.unit): Told(found.n, found)
            for line in one.units
            if (found := line.estimates.get(code)) is not None
        }
        for one in (before, fresh)
    )
    sizes = [found.n if found else 0 for found in totals]
    kept = waiting(old, new, total_before=sizes[0], total=sizes[1])
    told = old if kept is None else {u: old.get(u) if u in kept else one for u, one in new.items()}
    return {
        unit: one.about
        for unit, one in told.items()
        if one is not None and unit in units and isinstance(one.about, Estimate)
    }
