"""`minben opendata`: publish a month, show what was spent."""

from datetime import date
from typing import Annotated

import typer
from django.conf import settings
from django.utils.timezone import localdate

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.needs.opendata import actions, queries

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
        typer.echo(f"{name}: {done.rows} rows, epsilon {done.epsilon_milli / 1000:g} spent")
    else:
        typer.echo(f"{name} was published before: {done.rows} rows, nothing spent")


@app.command()
def spent() -> None:
    """Show the privacy ledger: what each release spent, when, and who let it."""
    for line in queries.spendings():
        typer.echo(f"{line.at:%Y-%m-%d}  {line.what}  epsilon {line.epsilon_milli / 1000:g}  {line.by}")
    budget = queries.rule(localdate(now())).budget_milli / 1000
    for year in queries.years():
        typer.echo(f"{year.year}: {year.spent_milli / 1000:g} of {budget:g}")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise TeachingError("opendata_month_unreadable", month=text) from None
