"""What a summary is made of: figures, their tables by group, and the gap that each one hides."""

from dataclasses import dataclass

from minben.commons.statistics import Estimate


@dataclass(frozen=True, slots=True)
class Cell:
    """One group's share of a figure; ``estimate`` is None where the group may not be shown."""

    group: str
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the group that fares worst stands from everybody else.

    Attributes
    ----------
    dimension, group : str
        For example ``"age"``, ``"80+"``.
    difference : Estimate
        The group minus the others, in the figure's unit.
    clear : bool
        True when the interval, widened for the number of groups looked at, leaves out nought.
    """

    dimension: str
    group: str
    difference: Estimate
    clear: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A figure by the groups of one dimension; without cells when too few people stand behind it."""

    dimension: str
    cells: tuple[Cell, ...]
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the city with its interval and its gaps; ``estimate`` is None when too few to show."""

    code: str
    kind: str
    unit: str
    more_is_better: bool
    estimate: Estimate | None
    tables: tuple[Table, ...]

    @property
    def gap(self) -> Gap | None:
        """The largest gap of all dimensions; one that chance could explain only when no clear one exists."""
        gaps = [table.gap for table in self.tables if table.gap is not None]
        return max(gaps, key=lambda gap: (gap.clear, abs(gap.difference.value or 0.0)), default=None)
