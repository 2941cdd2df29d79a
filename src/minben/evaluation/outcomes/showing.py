"""Figures as pages show them: names, sentences, rows to draw."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minben.commons.statistics import Estimate
from minben.evaluation.outcomes import queries, wording
from minben.evaluation.outcomes.amounts import amount, whole
from minben.ground.registers import queries as registers


@dataclass(frozen=True, slots=True)
class Row:
    """One group of a table; ``estimate`` is None where it may not be shown."""

    name: str
    estimate: Estimate | None
    worst: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One table with its chart and its sentence; no rows where too few people stand behind it."""

    key: str
    title: str
    sentence: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One figure: its name, its value, its sentence, who fares worse, and how it is reckoned."""

    code: str
    title: str
    estimate: Estimate | None
    sentence: str
    gap: str
    method: str


class Names:
    """Names of groups in the reader's language; districts are read once per page, if one is named."""

    @cached_property
    def _districts(self) -> Mapping[str, str]:
        rows = registers.places_of(kind=registers.PlaceKind.DISTRICT)
        return {str(row.key): in_language(row.name, row.name_en) for row in rows}

    def of(self, dimension: str, group: str) -> str:
        """Return a group's name; one that nobody named stands for itself."""
        known = wording.GROUPS.get((dimension, group))
        if known is not None:
            return str(known)
        return self._districts.get(group, group) if dimension == "district" else group


def in_language(name: str, name_en: str) -> str:
    """Return the English name to an English reader, where there is one."""
    return name_en if name_en and (get_language() or "").startswith("en") else name


def count_rows(counts: Iterable[queries.Count]) -> list[dict[str, object]]:
    """Return counts with their names."""
    return [{"name": wording.COUNTS[each.code], "count": each.count} for each in counts]


def tell(figure: queries.Figure, names: Names) -> Told:
    """Return a figure with its words."""
    words = wording.FIGURES[figure.code]
    estimate = figure.estimate
    sentence = _("Too few people have been heard to show this figure.")
    if estimate is not None and estimate.value is None:
        sentence = _("Fewer than half have come so far, so there is no middle value yet.")
    elif estimate is not None:
        value = amount(estimate.value or 0.0, estimate.unit)
        sentence = str(words.sentence) % {"n": whole(estimate.n), "value": value}
    gap = gap_sentence(figure, figure.gap, names)
    return Told(figure.code, str(words.title), estimate, sentence, gap, str(words.method))


def gap_sentence(figure: queries.Figure | None, gap: queries.Gap | None, names: Names) -> str:
    """Say who fares worse, by how much, and whether chance could explain it."""
    if figure is None or figure.estimate is None:
        # Where nobody was heard, nothing speaks for an even hand.
        return _("Too few people to tell who fares worse.")
    if gap is None or gap.difference.value is None:
        return _("No group is known to fare worse.")
    by = amount(abs(gap.difference.value), "points" if figure.unit == "share" else figure.unit)
    if not any(digit in by for digit in "123456789"):
        return _("No group is known to fare worse.")
    facts = {"group": names.of(gap.dimension, gap.group), "by": by}
    pattern = (
        _("%(group)s, %(by)s less than everybody else")
        if figure.more_is_better
        else _("%(group)s, %(by)s more than everybody else")
    )
    return pattern % facts if gap.clear else _("%(gap)s (could be chance)") % {"gap": pattern % facts}


def tables(figure: queries.Figure, names: Names) -> Iterator[Shown]:
    """Return a figure's tables by group, each with one sentence that says what it shows."""
    for table in figure.tables:
        # What chance could have made is said, but nobody is marked for it.
        worst = table.gap.group if table.gap and table.gap.clear else ""
        rows = tuple(
            Row(names.of(table.dimension, cell.group), cell.estimate, cell.group == worst)
            for cell in _in_order(table)
        )
        too_few = _("Too few people to show this by group.")
        sentence = gap_sentence(figure, table.gap, names) if rows else too_few
        yield Shown(table.dimension, str(wording.DIMENSIONS[table.dimension]), sentence, rows)


def _in_order(table: queries.Table) -> list[queries.Cell]:
    """Return the groups as people would list them: the young before the old, the unknown last."""
    order = [group for dimension, group in wording.GROUPS if dimension == table.dimension]
    places = {group: place if group != "unknown" else len(order) for place, group in enumerate(order)}
    return sorted(table.cells, key=lambda cell: (places.get(cell.group, len(order) - 1), cell.group))
