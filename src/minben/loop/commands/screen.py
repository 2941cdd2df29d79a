"""A turn on one screen."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from minben.commons.tables import BadRow
from minben.loop.report import lines
from minben.loop.turn import Report
from minben.needs.hotline import queries

SITE = "http://127.0.0.1:8000"


def show(report: Report, aside: Sequence[queries.SetAsideRow], *, city: str) -> None:
    """Print the figures, the first rows set aside with their remedies, and where to read on."""
    console = Console()
    table = Table(title=_("%(city)s, once round the loop") % {"city": city}, show_header=False, min_width=56)
    table.add_column()
    table.add_column(justify="right")
    for line in lines({name: getattr(report, name) for name in report.__dataclass_fields__}):
        table.add_row(str(line.words), f"{line.count:,}")
    table.add_row(_("Seconds, requests a second"), f"{report.seconds:.1f}, {report.per_s:,.0f}")
    console.print(table)
    if report.header_row > 1:
        told = _("The names of the columns were read in row %(row)s; what stands above was taken for titles.")
        console.print(told % {"row": report.header_row}, soft_wrap=True, markup=False)
    for told in queries.days_in_words(report.days):
        console.print(told, soft_wrap=True, markup=False)
    for row in aside:
        where = _("Row %(row)s, %(column)s:") % {"row": row.row, "column": row.column}
        # Markup is off: a cell that holds [brackets] must be shown as it stands.
        said = f"{where} {queries.reason_in_words(row)} {queries.remedy_in_words(row)}"
        console.print(said, style="yellow", markup=False, soft_wrap=True)
    if report.set_aside:
        told = _("All rows set aside: %s") % f"{SITE}/requests/imports/{report.import_id}/"
        console.print(told, soft_wrap=True, markup=False)
    page = f"{SITE}/loop/turns/{report.turn}/"
    console.print(
        _("The page of this turn, once “minben serve” runs: %s") % page, soft_wrap=True, markup=False
    )


def show_clearance(who: str, until: datetime | None) -> None:
    """Print that this very command cleared algorithms, by which account and until when; nothing if it did not."""
    if until is None:
        return
    words = _(
        "The algorithms of this turn were cleared by the account “%(who)s” until %(until)s; no reviewer did. Then they "
        "rest, unless one tries and clears them: minben sandbox list."
    )
    told = words % {"who": who, "until": f"{localtime(until):%Y-%m-%d %H:%M}"}
    Console().print(told, style="yellow", soft_wrap=True, markup=False)


def show_old(count: int, *, days: int) -> None:
    """Say that what looks like history is open now; nothing if there is none."""
    if not count:
        return
    words = _(
        "%(count)s requests are over %(days)s days old, and no column says when they were closed: they are open now, "
        "with units and clerks. If they are history, name that column (--map closed=…) before a city takes up its work."
    )
    told = words % {"count": count, "days": days}
    Console(stderr=True).print(told, style="yellow", soft_wrap=True, markup=False)


def show_bad(bad: Sequence[tuple[str, BadRow]]) -> None:
    """Print rows of spreadsheets that could not go in, beside whatever else the command says."""
    console = Console(stderr=True)
    for name, row in bad[:20]:
        where = _("%(file)s, row %(row)s, %(column)s:") % {"file": name, "row": row.row, "column": row.column}
        console.print(f"{where} {row.reason} {row.remedy}", style="yellow", markup=False, soft_wrap=True)
    if len(bad) > 20:
        console.print(_("and %s rows more") % (len(bad) - 20), style="yellow")
