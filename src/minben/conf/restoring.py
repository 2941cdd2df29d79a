"""``minben restore``: a city comes back from one file, proved equal to what was saved."""

import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from minben.commons.clock import now
from minben.conf.archive.reading import check, opened
from minben.conf.archive.restoring import Wish
from minben.conf.archive.restoring import restore as bring_back
from minben.conf.archive.writing import Progress
from minben.needs.hotline import forgotten
from minben.needs.hotline.actions import erase_again

app = typer.Typer(add_completion=False)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `minben backup` wrote.")],
    replace: Annotated[
        str, typer.Option(help="Name of the database whose city is to be replaced by the one in the file.")
    ] = "",
    erased: Annotated[
        Path | None,
        typer.Option(help="The list “erased.jsonl” of the old home.", exists=True, dir_okay=False),
    ] = None,
    only_check: Annotated[bool, typer.Option(help="Read the whole file and change nothing.")] = False,
) -> None:
    """Bring a city back into an empty home, on SQLite or PostgreSQL, and prove it equal."""
    with opened(file) as (archive, manifest), shown() as progress:
        if only_check:
            check(archive, manifest, progress)
    if only_check:
        words = _("{file} is whole: {rows} rows and {files} files of {moment}.")
        typer.echo(words.format(file=file, rows=manifest.rows, files=manifest.files, moment=manifest.made_at))
        typer.echo(manifest.digest)
        return
    # Read first: a list that cannot be read must not be noticed when the words are back.
    listed = forgotten.noted(erased or forgotten.list_path())
    passphrase = ask_words(twice=False) if manifest.keys == "sealed" else ""
    with shown() as progress:
        bring_back(file, Wish(at=now(), passphrase=passphrase, replace=replace), progress)
    words = _("{rows} rows and {files} files are back, equal to what was saved.")
    typer.echo(words.format(rows=manifest.rows, files=manifest.files))
    typer.echo(manifest.digest)
    _forget_again(listed, manifest.made_at)
    if not passphrase:
        typer.echo(
            _(
                "The keys did not come with it: put the folder “keys” of the old home into {home} before you "
                "start, else names and numbers stay sealed and staff enrol their second step anew."
            ).format(home=settings.MINBEN_HOME),
            err=True,
        )


def _forget_again(listed: Set[str], made_at: str) -> None:
    """Remove what people had asked to be removed since, or say that nobody knows of it here."""
    if again := erase_again(listed=listed, at=now()):
        words = _("{n} requests had been erased since this backup was made; they are erased again.")
        typer.echo(words.format(n=again))
    elif not listed:
        typer.echo(
            _(
                "No list of erasures is here. If the old home has a file “erased.jsonl”, restore once more with "
                "--erased FILE: what people had removed after {moment} is back in this city."
            ).format(moment=made_at),
            err=True,
        )


def ask_words(*, twice: bool) -> str:
    """Return the words that seal the keys: from the environment, or asked for at the terminal."""
    if settings.MINBEN_BACKUP_PASSPHRASE or not sys.stdin.isatty():
        return str(settings.MINBEN_BACKUP_PASSPHRASE)
    asked: str = typer.prompt(
        _("Words that seal the keys (at least 12 characters)"), hide_input=True, confirmation_prompt=twice
    )
    return asked


@contextmanager
def shown() -> Iterator[Progress]:
    """Show how far it is."""
    names = {
        "rows": _("Rows"),
        "files": _("Files"),
        "check": _("Comparing the file with its digests"),
        "proof": _("Comparing what is back with what was saved"),
    }
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {}

        def progress(what: str, share: float) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(names[what], total=1.0)
            bars.update(tasks[what], completed=share)

        yield progress
