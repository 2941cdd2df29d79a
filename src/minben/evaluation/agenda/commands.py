"""`minben agenda`: measure the questions of the month, list them with where they stand."""

from typing import Annotated

import typer
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from minben.commons.clock import now
from minben.evaluation.agenda import actions, queries
from minben.evaluation.agenda.showing import cards

NAME = "agenda"
app = typer.Typer(help="The questions of the month: measure them, list them.", no_args_is_help=True)


@app.command()
def measure() -> None:
    """Measure each question of which another whole month is over; the worker does it every night."""
    n = actions.measure_due(at=now())
    typer.echo(_("%(n)s measured") % {"n": n})
    if not n:
        typer.echo(
            _("A question is measured once its work has begun, and again once another whole month is over.")
        )


@app.command("list")
def show(
    year: Annotated[int | None, typer.Option(help="Which year; otherwise the running one.")] = None,
) -> None:
    """List the questions of a year, each with where it stands and its one sentence."""
    shown = year or localdate(now()).year
    rows = queries.questions(year=shown)
    for row, one in zip(rows, cards(rows), strict=True):
        typer.echo(f"{row.theme.year}-{row.theme.month:02}  {one.title} · {one.unit} · {one.state}")
        typer.echo(f"         {one.sentence}")
    if not rows:
        typer.echo(_none_yet(shown))


def _none_yet(year: int) -> str:
    others = [str(one) for one in queries.years() if one != year]
    there = _("Years with a list: %(years)s.") % {"years": " · ".join(others)} if others else ""
    told = _(
        "No question is on the list of %(year)s. An analyst names the theme of a month at /agenda/plan/,"
        " and then chooses at /agenda/candidates/."
    )
    return f"{told % {'year': year}} {there}".strip()
