"""``minben telephone``: key in a pile of paper, print the figures, tell how the door is set up."""

import json
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console

from minben.accounts.queries import Role, users_in
from minben.commons.clock import now
from minben.commons.screens import grid
from minben.needs.telephone import exporting, queries, sheets, telling

NAME = "telephone"
app = typer.Typer(help="Calls: figures, a pile of paper, a key for an exchange.", no_args_is_help=True)


@app.command()
def figures(
    days: Annotated[int, typer.Option(help="How many days back.", min=1, max=400)] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Print how the telephone was answered, beside the standard's limits."""
    at = now()
    found = queries.figures(since=at - timedelta(days=days), until=at, at=at)
    if as_json:
        typer.echo(json.dumps(exporting.as_document(found), ensure_ascii=False, indent=1))
        return
    if not found.figures.counted:
        typer.echo(
            _(
                "No call was told of in this period, so there is nothing to show yet. An exchange is connected "
                "through the telephone's door."
            )
        )
        return
    table = grid(_("Figure"), _("Value"), _("Of so many calls"), _("The standard asks"), whole=0)
    for line in telling.lines(found):
        table.add_row(*line)
    Console().print(table)


@app.command("keyin")
def key_in(
    file: Annotated[Path, typer.Argument(help="A spreadsheet like the template of the page “On paper”.")],
) -> None:
    """Key in calls that were taken on paper; wrong rows are set aside with what to do about them."""
    clerks = users_in(Role.CLERK)
    if not clerks:
        typer.echo(
            _("No clerk has an account. Somebody must stand for what is keyed in: open one first."), err=True
        )
        raise typer.Exit(2)
    pile = sheets.key_in(file, by=clerks[0], at=now())
    typer.echo(
        _("%(new)d keyed in, %(known)d known before, %(aside)d set aside.")
        % {"new": len(pile.keyed.request_ids), "known": pile.keyed.known, "aside": len(pile.bad)}
    )
    for row in pile.bad:
        typer.echo(f"{row.row} {row.column}: {row.reason} {row.remedy}", err=True)
    raise typer.Exit(1 if pile.bad else 0)


@app.command()
def key() -> None:
    """Print a new key for an exchange; set it on both sides. Nothing is kept."""
    typer.echo(secrets.token_urlsafe(32))
