"""``minben prepare``: tables and static files brought up to date, before a new version answers anybody."""

import typer
from django.core.management import call_command
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from minben.commons.parameters import check_city
from minben.conf.database import prepare as prepare_database
from minben.conf.database import where

app = typer.Typer(add_completion=False)


@app.command()
def prepare() -> None:
    """Bring tables and static files up to date before a new version starts; does no harm when nothing is due."""
    own = check_city(on=localdate())
    changed = prepare_database()
    call_command("collectstatic", verbosity=0, interactive=False)
    words = _("Tables brought up to date: {where}.") if changed else _("Tables were up to date: {where}.")
    typer.echo(words.format(where=where()))
    for path in own:
        typer.echo(_("The city's own figures: {path}").format(path=path))
