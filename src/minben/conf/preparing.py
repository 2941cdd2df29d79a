"""``minben prepare``: tables and static files brought up to date, before a new version answers anybody."""

import typer
from django.core.management import call_command

from minben.conf.database import prepare as prepare_database

app = typer.Typer(add_completion=False)


@app.command()
def prepare() -> None:
    """Bring tables and static files up to date before a new version starts; does no harm when nothing is due."""
    changed = prepare_database()
    call_command("collectstatic", verbosity=0, interactive=False)
    typer.echo("tables brought up to date" if changed else "tables were up to date")
