"""``minben backup``: the whole city in one file, while people go on working."""

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext as _

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.conf.archive.keys import LEAST
from minben.conf.archive.manifest import Manifest
from minben.conf.archive.writing import make
from minben.conf.restoring import ask_words, shown

app = typer.Typer(add_completion=False)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    keys: Annotated[
        bool | None,
        typer.Option(
            help="Seal the keys into it, under words that you keep elsewhere.",
            show_default="as MINBEN_BACKUP_PASSPHRASE is set",
        ),
    ] = None,
) -> None:
    """Write every row and every picture into one file, while people go on working."""
    # Whoever set words for the nightly backups means them for this one too.
    keys = bool(settings.MINBEN_BACKUP_PASSPHRASE) if keys is None else keys
    passphrase = ask_words(twice=True) if keys else ""
    if keys and not passphrase:
        raise TeachingError("passphrase_short", least=LEAST)
    with shown() as progress:
        manifest = make(file, at=now(), passphrase=passphrase, progress=progress)
    typer.echo(_("{file} holds {rows} rows and {files} files.").format(
        file=file, rows=manifest.rows, files=manifest.files
    ))  # fmt: skip
    typer.echo(manifest.digest)
    for warning in warnings(manifest):
        typer.echo(warning, err=True)


def warnings(manifest: Manifest) -> list[str]:
    """Say what the reader must know of this file."""
    told = []
    if manifest.missing:
        words = _("{count} files that rows name were not there; the first is {name}.")
        told.append(words.format(count=len(manifest.missing), name=manifest.missing[0]))
    if manifest.keys == "apart":
        told.append(
            _(
                "The keys are not in it. Without the folder {folder} nobody can read names and numbers again, "
                "or sign the ledger: keep a copy of it elsewhere."
            ).format(folder=Path(settings.MINBEN_HOME) / "keys")
        )
    if settings.MINBEN_SIGNING_KEY or settings.MINBEN_FIELD_KEY:
        told.append(_("Some keys come from the environment and are never in a backup: keep them apart, too."))
    return told
