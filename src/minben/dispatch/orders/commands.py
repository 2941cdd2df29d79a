"""``minben orders``: remind units every night, bring a dispatch catalogue."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.dispatch.orders import actions
from minben.dispatch.orders.columns import CATALOGUE
from minben.dispatch.orders.sheets import bring_file

NAME = "orders"
app = typer.Typer(
    help="Work orders: remind, bring the dispatch catalogue.", add_completion=False, no_args_is_help=True
)
_screen = Console()
_trouble = Console(stderr=True)


@app.command()
def remind() -> None:
    """Remind every unit of what is late, unsigned or due within a day. Run it every night."""
    n = actions.remind_due(at=now())
    _screen.print(_("Reminded of %(n)d orders.") % {"n": n})


@app.command()
def catalogue(
    file: Annotated[Path, typer.Argument(help="A spreadsheet like the template of `minben city template`.")],
) -> None:
    """Bring a dispatch catalogue (派单目录); wrong rows are set aside with what to do about them."""
    try:
        brought, bad = bring_file(file, CATALOGUE, at=now(), by="command:catalogue")
    except TeachingError as error:
        _trouble.print(str(error))
        raise typer.Exit(2) from error
    _screen.print(_("%(n)d rules stand as in the file.") % {"n": brought})
    for row in bad:
        place = _("row %(row)s, %(column)s") % {"row": row.row, "column": row.column}
        _trouble.print(f"{place}: {row.reason} {row.remedy}")
    if bad:
        raise typer.Exit(1)
