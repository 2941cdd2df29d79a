"""`minben outcomes`: draw whom to ask, report how it went."""

import json
import secrets
from datetime import date, datetime, time
from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console

from minben.commons.clock import now
from minben.commons.screens import grid
from minben.evaluation.outcomes import actions, queries
from minben.evaluation.outcomes.amounts import amount, interval
from minben.evaluation.outcomes.core.notation import to_json
from minben.evaluation.outcomes.showing import Names, tell
from minben.evaluation.outcomes.words import AskedBy

NAME = "outcomes"
app = typer.Typer(help="Draw follow-up calls; report outcomes.", no_args_is_help=True)


@app.command()
def draw(
    size: Annotated[int | None, typer.Option(help="Most that the callers can manage.", min=1)] = None,
    seed: Annotated[int | None, typer.Option(help="To repeat a draw; otherwise by chance.")] = None,
    third_party: Annotated[bool, typer.Option(help="For callers of an outside body.")] = False,
) -> None:
    """Open follow-ups for requests finished in the last days: run it every night."""
    asked_by = AskedBy.THIRD_PARTY if third_party else AskedBy.CENTRE
    chosen = secrets.randbelow(2**31) if seed is None else seed
    drawn = actions.draw_followups(at=now(), seed=chosen, size=size, asked_by=asked_by)
    typer.echo(
        _(
            "%(all)s follow-ups: %(before)s said “not solved” before, %(overlooked)s easily overlooked, "
            "%(lot)s by lot (seed %(seed)s)"
        )
        % {
            "all": drawn.followups,
            "before": drawn.not_solved,
            "overlooked": drawn.vulnerable,
            "lot": drawn.random,
            "seed": chosen,
        }
    )


@app.command()
def report(
    since: Annotated[str, typer.Option(help="First day, such as 2026-01-01.")] = "",
    until: Annotated[str, typer.Option(help="Day after the last.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Sum up the requests received in a period, keep the summary, and print it."""
    summary = actions.summarise(at=now(), since=_start_of(since), until=_start_of(until))
    if as_json:
        typer.echo(json.dumps(_public(summary), ensure_ascii=False, indent=1))
        return
    counts = {"n": summary.requests, "drawn": summary.calls.drawn}
    title = _("%(n)s requests, %(drawn)s people drawn for a call") % counts
    table = grid(_("Figure"), _("Value"), _("Who fares worse"), title=title, whole=0)
    names = Names()
    for figure in summary.figures:
        told = tell(figure, names)
        table.add_row(told.title, _value(figure), told.gap)
    Console().print(table)


def _public(summary: queries.Summary) -> dict[str, Any]:
    safe = {
        "calls": queries.calls(summary),
        "deadlines": queries.deadlines(summary),
        "left_out": queries.left_out(summary),
    }
    counts = {key: {each.code: each.count for each in found} for key, found in safe.items()}
    return {**to_json(summary), **counts}


def _value(figure: queries.Figure) -> str:
    found = figure.estimate
    if found is None or found.value is None:
        return _("too few to show") if found is None else _("not yet known")
    return f"{amount(found.value, found.unit)} ({interval(found)}), n = {found.n}"


def _start_of(day: str) -> datetime | None:
    if not day:
        return None
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))
    except ValueError:
        raise typer.BadParameter(
            f"“{day}” is not a day. A day is written year-month-day. Write it like 2026-01-31."
        ) from None
