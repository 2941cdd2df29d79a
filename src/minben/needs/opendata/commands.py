"""`minben opendata`: publish a month, show what was spent."""

from datetime import date
from typing import Annotated

import typer
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rich.console import Console

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.commons.screens import grid
from minben.needs.opendata import actions, queries
from minben.needs.opendata.wording import amount, let_by, spent_on

app = typer.Typer(help="Publish a month as open data; show what it spent.", no_args_is_help=True)


@app.command()
def publish(
    month: Annotated[str, typer.Option(help="Such as 2026-03; otherwise the last that is over.")] = "",
) -> None:
    """Publish the requests of a month, coarsened and with noise; a month published before stays as it is."""
    at = now()
    day = _month(month) if month else actions.last_month(at)
    done = actions.publish(months=[day], at=at, by="console", licence=settings.MINBEN_OPENDATA_LICENCE)[0]
    name = f"{done.month:%Y-%m}"
    if done.new:
        words = _("{month}: {rows} rows, epsilon {epsilon} spent")
    else:
        words = _("{month} was published before: {rows} rows, nothing spent")
    typer.echo(words.format(month=name, rows=done.rows, epsilon=amount(done.epsilon_milli)))


@app.command()
def spent() -> None:
    """Show the privacy ledger: what each release spent, when, and who let it."""
    lines = queries.spendings()
    if not lines:
        typer.echo(_("Nothing has been published yet."))
        return
    table = grid(_("When"), _("Release"), _("Epsilon"), _("Let by"))
    for line in lines:
        table.add_row(
            f"{localdate(line.at)}", spent_on(line.what), amount(line.epsilon_milli), let_by(line.by)
        )
    Console().print(table)
    budget = amount(queries.rule(localdate(now())).budget_milli)
    for year in queries.years():
        words = _("{year}: {spent} of {budget} spent")
        typer.echo(words.format(year=year.year, spent=amount(year.spent_milli), budget=budget))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise TeachingError("opendata_month_unreadable", month=text) from None
