"""`minben agenda`: measure the questions of the month, list them with where they stand."""

from typing import Annotated

import typer
from django.utils import translation
from django.utils.timezone import localdate

from minben.commons.clock import now
from minben.evaluation.agenda import actions, queries
from minben.evaluation.agenda.showing import cards

NAME = "agenda"
app = typer.Typer(help="The questions of the month: measure them, list them.", no_args_is_help=True)


@app.command()
def measure() -> None:
    """Measure each question of which another whole month is over; the worker does it every night."""
    typer.echo(f"{actions.measure_due(at=now())} measured")


@app.command("list")
def show(
    year: Annotated[int | None, typer.Option(help="Which year; otherwise the running one.")] = None,
) -> None:
    """List the questions of a year, each with where it stands and its one sentence."""
    with translation.override("en"):
        rows = queries.questions(year=year or localdate(now()).year)
        for row, one in zip(rows, cards(rows), strict=True):
            typer.echo(f"{row.theme.year}-{row.theme.month:02}  {one.title} · {one.unit} · {one.state}")
            typer.echo(f"         {one.sentence}")
