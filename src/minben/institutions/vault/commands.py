"""``minben vault``: how things are sealed, and a new key."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console

from minben.commons.clock import now
from minben.commons.screens import grid
from minben.institutions.vault import actions, keys, queries

NAME = "vault"
app = typer.Typer(help="Names and numbers at rest: their keys and ciphers.", no_args_is_help=True)
_BY = "console"


@app.command()
def status() -> None:
    """Show each table with sealed columns, and how many rows wait to be sealed under the newest key."""
    table = grid(_("Table"), _("Columns"), _("Rows"), _("Older"))
    found = queries.standing()
    for one in found:
        table.add_row(one.table, ", ".join(one.columns), str(one.rows), str(one.older))
    Console().print(table)
    Console().print(
        _("Sealed as {prefix}; keys: {keys}").format(prefix=keys.ring().prefix, keys=" ".join(keys.names()))
    )
    if any(one.older for one in found):
        Console().print(_("Seal the older ones anew with `minben vault rotate --no-new`."))


@app.command()
def rotate(
    new: Annotated[
        bool, typer.Option(help="Make a new key first; without, seal anew under the newest.")
    ] = True,
    drop: Annotated[
        bool, typer.Option(help="Destroy the old keys once nothing is sealed under them.")
    ] = False,
) -> None:
    """Seal every name and number anew, under a new key and the cipher that is set; pages work on meanwhile."""
    if new:
        name = actions.new_key(at=now(), by=_BY)
        Console().print(_("Key {name} seals from now on.").format(name=name))
    total = 0
    with Console().status(_("Sealing anew …")) as line:
        for done in actions.reseal(at=now(), by=_BY):
            total += done.rows
            line.update(f"{done.table} {total}")
    Console().print(_("{n} rows were sealed anew.").format(n=total))
    if drop:
        n = actions.drop_old_keys(at=now(), by=_BY)
        Console().print(_("{n} old keys are gone. Destroy their copies as well.").format(n=n))
