"""``minben city``: a real district, from spreadsheets; its first model is trained, tried and cleared by a person."""

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from minben.accounts.actions import give_passwords
from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.commons.parameters import check_city, load, package_of, shipped
from minben.commons.tables import write_bad_rows
from minben.loop import city
from minben.loop.commands.screen import show_bad
from minben.needs.hotline import actions as hotline

app = typer.Typer(help="Start a real city from spreadsheets.", add_completion=False, no_args_is_help=True)
_screen = Console()

Folder = Annotated[Path, typer.Argument(help="A folder of spreadsheets.")]


@app.command()
def template(folder: Folder) -> None:
    """Write the spreadsheets that a city fills in, with notes and examples."""
    for path in city.write_templates(folder):
        _screen.print(path, soft_wrap=True)


@app.command()
def init(folder: Folder) -> None:
    """Bring what the spreadsheets hold; wrong rows are set aside, each with its remedy, and the exit status is 1."""
    if not folder.is_dir():
        raise TeachingError("city_folder_missing", folder=str(folder))
    founded = city.found(folder, at=now())
    table = Table(title=_("Brought in"), show_header=False)
    for name, count in founded.counts.items():
        table.add_row(name, str(count))
    _screen.print(table)
    if not founded.counts:
        raise TeachingError("city_folder_empty", folder=str(folder))
    if founded.examples:
        told = ", ".join(f"{name} {count}" for name, count in founded.examples.items())
        words = _(
            "Example rows, as they came with the templates, are in the city now: %s. If they are not yours, delete "
            "them from the sheets and begin again with an empty database."
        )
        typer.echo(words % told, err=True)
    show_bad(founded.bad)
    if founded.bad:
        path = folder / "set-aside.csv"
        write_bad_rows(path, [row for _name, row in founded.bad])
        _screen.print(_("All rows set aside: %s") % path, soft_wrap=True)
        raise typer.Exit(1)
    # What is to be copied stands on one line, however narrow the terminal is.
    typer.echo(_("Next: minben city password NAME for each person, then train and clear the first model:"))
    typer.echo("minben classifier train FILE --text COL --label COL --out DIR && minben city model DIR")


@app.command()
def password(
    names: Annotated[list[str], typer.Argument(help="Accounts of the sheet of roles.")],
) -> None:
    """Give somebody a password for their first sign-in; they change it there."""
    for name, word in give_passwords(usernames=names).items():
        _screen.print(f"{name}  {word}", soft_wrap=True, highlight=False)


@app.command()
def parameters(
    name: Annotated[str, typer.Argument(help="Print this file, to begin your own from.")] = "",
) -> None:
    """List the files of dated figures, how many are verified, and which have figures of the city's own."""
    files = shipped()
    if name and name not in files:
        raise TeachingError("parameters_unknown", file=name)
    if name:
        typer.echo(files[name].read_text(encoding="utf-8"), nl=False)
        return
    own = {path.with_suffix("").as_posix() for path in check_city()}
    table = Table(_("File"), _("Figures"), _("Verified"), _("The city's own"))
    for one in files:
        series = load(*package_of(one)).series.values()
        verified = sum(entries[-1].verified for entries in series)
        mine = _("yes") if any(path.endswith(f"/{one}") for path in own) else ""
        table.add_row(one, str(len(series)), str(verified), mine)
    _screen.print(table)
    _screen.print(_("Your own lie in: %s") % settings.MINBEN_PARAMETERS, soft_wrap=True)


@app.command()
def model(folder: Annotated[Path, typer.Argument(help="The folder of a trained classifier.")]) -> None:
    """Take a trained classifier up; it runs once a reviewer has tried and cleared it."""
    version = hotline.take_up(folder)
    _screen.print(_("Taken up, not cleared: version %s. Until a person clears it, clerks decide.") % version)
    _screen.print("minben sandbox try hotline.classifier")
    _screen.print("minben sandbox clear hotline.classifier --by NAME --until DATE")
