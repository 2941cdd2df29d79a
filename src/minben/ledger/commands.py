"""``minben ledger``: seal, prove, verify."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from django.db import connection
from django.utils.translation import gettext as _
from rich.console import Console

from minben.commons.clock import now
from minben.commons.digests import JSON
from minben.commons.errors import TeachingError
from minben.ledger import actions, keeping, queries, verification, wording
from minben.ledger.core.audit import Finding
from minben.ledger.core.documents import check, read_head
from minben.ledger.keys import own_public_keys
from minben.ledger.models import Entry

NAME = "ledger"
app = typer.Typer(
    help="The append-only record of what was done: seal, prove, verify.",
    add_completion=False,
    no_args_is_help=True,
)

Out = Annotated[Path | None, typer.Option(help="Write the document to this file instead of the screen.")]
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", help="A public key that may have signed, in hexadecimal; repeatable."),
]


@app.command()
def verify(
    proof: Annotated[
        Path | None, typer.Option(help="Check this proof instead, without any database.")
    ] = None,
    head: Annotated[
        Path | None, typer.Option(help="A head saved earlier: the log must begin with it.")
    ] = None,
    key: Keys = None,
) -> None:
    """Recompute the whole log and name what was changed, removed or moved; exits 1 when anything was."""
    keys = _keys(key)
    if proof:
        _verify_proof(proof, keys)
        return
    with _open_log(), Console(stderr=True).status(_("Recomputing every entry …")):
        found = list(verification.findings(public_keys=keys or own_public_keys()))
        known = [keeping.kept(), read_head(_read(head)) if head else None]
    for saved in known:
        if saved is not None and not verification.contains(saved):
            found.append(Finding("shortened", {"size": saved.size}))
    for finding in found:
        typer.echo(wording.of_finding(finding), err=True)
    if found:
        _fail(_remedy(found))
    sealed = queries.count()
    typer.echo(_("All {count} sealed entries are as they were written.").format(count=sealed))


def _remedy(found: Sequence[Finding]) -> str:
    if all(finding.code == "key" for finding in found):  # as after a restore before the keys came
        return _(
            "Every entry is as it was written, but the keys that signed are not known here. Put the folder “keys” "
            "of the old home into this one, or give the published key with --key. If this is no city brought back "
            "from a backup, stop sealing and ask who put in another key."
        )
    words = _("{count} findings. Stop sealing, keep this database as it is, and restore a backup beside it.")
    return words.format(count=len(found))


@app.command()
def seal(
    limit: Annotated[int, typer.Option(min=1, help="Most entries in one transaction.")] = 10_000,
    every: Annotated[float, typer.Option(min=0, help="Go on, and look again after so many seconds.")] = 0,
) -> None:
    """Seal all waiting entries and sign the new head."""
    while True:
        with _open_log():
            newest = _seal_waiting(limit)
        if newest is None and not every:
            typer.echo(_("Nothing was waiting."))
        elif newest is not None:
            words = _("{count} entries are sealed; root {root}.")
            typer.echo(words.format(count=newest.size, root=newest.root.hex()))
        if not every:
            return
        time.sleep(every)


def _seal_waiting(limit: int) -> actions.Head | None:
    newest = None
    while (sealed := actions.seal(at=now(), limit=limit)) is not None:
        newest = sealed
    return newest


@app.command()
def proof(entry: int, out: Out = None) -> None:
    """Write the proof that an entry is in the log, for anyone to check."""
    with _open_log():
        _write(queries.inclusion(entry), out)


@app.command("head")
def newest_head(
    since: Annotated[int | None, typer.Option(help="Prove that the log only grew since this size.")] = None,
    out: Out = None,
) -> None:
    """Write the newest signed head: save it elsewhere, and the log can never be shortened unnoticed."""
    with _open_log():
        if since is not None:
            _write(queries.consistency(since), out)
            return
        found = queries.latest_head()
        if found is None:
            raise TeachingError("ledger_empty")
        _write(found.document(), out)


@contextmanager
def _open_log() -> Iterator[None]:
    """Say what is wrong in words; a database without tables is the commonest of all."""
    try:
        if Entry._meta.db_table not in connection.introspection.table_names():
            raise TeachingError("ledger_not_prepared")
        yield
    except TeachingError as error:
        _fail(wording.of_error(error))


def _verify_proof(path: Path, keys: set[bytes]) -> None:
    document = _read(path)
    try:
        problems = check(document)
        known = not keys or any(not check(document, public_key=key) for key in keys)
    except TeachingError as error:
        _fail(wording.of_error(error))
    for problem in problems or ([] if known else ["key"]):
        typer.echo(wording.of_problem(problem), err=True)
    if problems or not known:
        _fail(_("The proof does not hold."))
    signed = read_head(document.get("head", document))
    typer.echo(
        _("The proof holds: {size} entries, signed {at}.").format(size=signed.size, at=signed.at.isoformat())
    )
    if not keys:
        typer.echo(
            _("The key was taken from the proof itself; give the published one with --key to be sure.")
        )


def _keys(texts: list[str] | None) -> set[bytes]:
    try:
        return {bytes.fromhex(text) for text in texts or ()}
    except ValueError:
        _fail(_("A key must be written in hexadecimal digits, as the head shows it."))


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(document, dict):
            raise ValueError(_("It is not an object in braces."))
    except (OSError, ValueError) as error:
        _fail(wording.of_error(TeachingError("proof_unreadable", detail=f"{path}: {error}")))
    return document


def _write(document: dict[str, JSON], out: Path | None) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def _fail(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
