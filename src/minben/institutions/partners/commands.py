"""``minben partner``: enrol a partner, give it a token, take one back, from the shell."""

from datetime import datetime, time
from typing import Annotated, NoReturn

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console

from minben.commons.clock import now
from minben.commons.screens import grid
from minben.institutions.partners import actions, queries
from minben.institutions.partners.words import WHY_NO_TOKEN

NAME = "partner"
app = typer.Typer(help="Who outside may call: partners and their tokens.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="Short code of the partner, such as willow-street.")]


@app.command("list")
def list_all() -> None:
    """List the partners, how many tokens each has, and whether one is not told what happens."""
    table = grid(_("Short code"), _("Partner"), _("Who answers for it"), _("Tokens"), _("Paused"))
    for row in queries.partners():
        table.add_row(row.code, row.name, row.contact, str(row.tokens), str(row.paused or "–"))
    Console().print(table)


@app.command("add")
def add(
    code: Code,
    *,
    name: Annotated[str, typer.Option(help="Its name in Chinese.")],
    contact: Annotated[str, typer.Option(help="Who answers for it, and how to reach them.")],
    name_en: Annotated[str, typer.Option(help="Its name in English.")] = "",
) -> None:
    """Enrol a partner; one that is known stays as it is."""
    new = actions.NewPartner(code=code, name=name, contact=contact, name_en=name_en)
    actions.enrol_partners(rows=[new], at=now())
    Console().print(code)


@app.command("token")
def token(
    code: Code,
    *,
    scope: Annotated[list[str], typer.Option(help="What it allows; repeatable.")],
    name: Annotated[str, typer.Option(help="What it is used for.")] = "minben partner",
    purpose: Annotated[str, typer.Option(help="Purpose, needed for requests:read.")] = "",
    per_minute: Annotated[int, typer.Option(help="Calls a minute.")] = 120,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; else it has none.")
    ] = None,
) -> None:
    """Give a partner a token and write it to the screen, this once."""
    at = now()
    offered = {one.key for tell in actions.purposes for one in tell(at)}
    if purpose and purpose not in offered:
        _stop(f"{WHY_NO_TOKEN['purpose_unknown']} {', '.join(sorted(offered))}")
    end = datetime.combine(until, time.max, tzinfo=timezone.get_current_timezone()) if until else None
    new = actions.NewToken(
        partner=code, name=name, scopes=scope, purpose=purpose, per_minute=per_minute, until=end
    )
    try:
        issued = actions.issue_token(new=new, at=at)
    except actions.TokenRefused as error:
        _stop(str(WHY_NO_TOKEN[error.code]))
    # Alone on its line, so that a script can read it.
    typer.echo(issued.token)


@app.command("revoke")
def revoke(
    number: Annotated[int, typer.Argument(help="Number of the token, from “minben partner tokens”.")],
) -> None:
    """Take a token back: it opens nothing from now on."""
    if not actions.revoke_token(token=number, at=now()):
        _stop(str(WHY_NO_TOKEN["token_unknown"]))
    Console().print(str(number))


@app.command("tokens")
def tokens(code: Code) -> None:
    """List the tokens of a partner."""
    row = queries.partner(code)
    if row is None:
        _stop(str(WHY_NO_TOKEN["partner_unknown"]))
    headings = (
        _("Number"),
        _("Used for"),
        _("Ends with"),
        _("What it allows"),
        _("Purpose"),
        _("Taken back"),
    )
    table = grid(*headings)
    for one in queries.tokens_of(row.key):
        gone = f"{timezone.localtime(one.revoked_at):%Y-%m-%d}" if one.revoked_at else "–"
        table.add_row(str(one.key), one.name, one.hint, " ".join(one.scopes), one.purpose or "–", gone)
    Console().print(table)


def _stop(words: str) -> NoReturn:
    Console().print(f"[red]{words.strip()}")
    raise typer.Exit(1)
