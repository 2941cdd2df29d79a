"""The telephone's figures in words, for pages and for the console."""

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from minben.commons.statistics import Estimate
from minben.needs.telephone.queries import FiguresOf


def figure(value: float | None, unit: str) -> str:
    """Write a bare figure; shares in per cent with one decimal: 94.6 must not read as reaching 95."""
    if value is None:
        return "–"
    return number_format(value * 100 if unit == "share" else value, decimal_pos=1 if unit == "share" else 0)


def with_unit(value: str, unit: str) -> str:
    """Write a figure with its unit."""
    return f"{value}%" if unit == "share" else _("%(n)s seconds") % {"n": value}


def interval(found: Estimate) -> str:
    """Write the interval of a figure in brackets, its unit once, behind."""
    low, high = (figure(x, found.unit) for x in (found.low, found.high))
    return _("(%(interval)s)") % {"interval": f"{low}–{with_unit(high, found.unit)}"}


def lines(found: FiguresOf) -> Iterator[tuple[str, str, str, str]]:
    """Each figure as the page has it: its name, value and interval, of so many calls, what the standard asks."""
    figures = found.figures
    limit = figure(found.answered_within.value, "")
    least = _("at least %(least)s%%") % {"least": figure(found.connected_least.value, "")}
    yield _row(_("Answered within %(limit)s seconds") % {"limit": limit}, figures.within, _("each call"))
    yield _row(_("Answered at all"), figures.connected, least)
    yield _row(_("Answered at all, in the worst 24 hours"), figures.lowest_day, least)
    yield _row(_("Hung up unanswered"), figures.abandoned)
    silent = _("Hours in which people rang and nobody answered")
    yield silent, str(figures.silent_hours), str(figures.counted), _("none: 24 hours on 7 days")
    yield _row(_("Wait: half of the callers at most"), figures.waited_median)
    yield _row(_("Wait: nine of ten callers at most"), figures.waited_p90)
    yield _row(_("Talk: half of the calls at most"), figures.talk_median)
    yield _row(_("Talk: nine of ten calls at most"), figures.talk_p90)


def _row(name: str, found: Estimate, asked: str = "–") -> tuple[str, str, str, str]:
    if not found.shown:
        return name, _("too few calls to show"), str(found.n), asked
    return (
        name,
        f"{with_unit(figure(found.value, found.unit), found.unit)} {interval(found)}",
        str(found.n),
        asked,
    )
