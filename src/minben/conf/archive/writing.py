"""Making a backup: rows of one moment, then the files, then what it all amounts to; whole, or not there."""

import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

from minben.commons.errors import TeachingError
from minben.conf.archive.keys import seal_keys
from minben.conf.archive.manifest import FilePart, Manifest, TablePart, files_digest
from minben.conf.archive.rows import Table, line_of
from minben.conf.archive.snapshot import newest_migrations, snapshot, tables

__all__ = ["FOLDERS", "Progress", "files_of", "make", "table_lines"]

Progress = Callable[[str, float], None]

# What a city keeps outside its database; messages: those that leave through a folder.
FOLDERS = ("media", "models", "messages")
SINGLE = ("ledger-head.json",)
_PIECE = 1 << 20
_PACKED = {".jpg", ".jpeg", ".png", ".gz", ".zip"}


def make(path: Path, *, at: datetime, passphrase: str = "", progress: Progress | None = None) -> Manifest:
    """Write the whole city into one file, while people go on working.

    Parameters
    ----------
    passphrase
        Seals the keys into the file too; without one they stay out, and have to be kept elsewhere.

    Raises
    ------
    TeachingError
        ``backup_there`` or ``passphrase_short``.
    OSError
        When the file cannot be written; nothing is left behind under its name.
    """
    if path.exists():
        raise TeachingError("backup_there", file=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file:
            manifest = _written(file, at, passphrase, progress or (lambda _what, _share: None))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _written(file: IO[bytes], at: datetime, passphrase: str, progress: Progress) -> Manifest:
    home = Path(settings.MINBEN_HOME)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        held, claimed, listed = {}, set[str](), tables()
        with snapshot() as moment:
            for n, table in enumerate(listed):
                progress("rows", n / len(listed))
                held[table.label] = _table(archive, table, moment, claimed)
        progress("rows", 1)
        # After the rows: each file that one of them names has been written before it.
        parts = list(_files(archive, home, progress))
        missing = sorted(claimed - {part.path.removeprefix("media/") for part in parts})
        _write(archive, "files.jsonl", [line_of([part.path, part.size, part.digest]) for part in parts])
        if passphrase:
            archive.writestr("keys.sealed", seal_keys(home / "keys", passphrase))
        manifest = Manifest(
            version=version("minben"),
            made_at=at.isoformat(),
            database=connection.vendor,
            migrations=newest_migrations(),
            tables=held,
            files=len(parts),
            files_size=sum(part.size for part in parts),
            files_digest=files_digest(parts),
            missing=missing,
            keys="sealed" if passphrase else "apart",
        )
        archive.writestr("manifest.json", manifest.written())
    return manifest


def table_lines(table: Table, source: Any, claimed: set[str] | None = None) -> Iterator[bytes]:
    """Yield the lines of a table, each with its end; add the files that they name to ``claimed``."""
    named = table.files
    for row in table.rows(source):
        if claimed is not None:
            claimed.update(row[n] for n in named if row[n])
        yield f"{line_of(row)}\n".encode()


def files_of(home: Path) -> Iterator[Path]:
    """Yield what lies beside the database, in the order of its paths."""
    for folder in FOLDERS:
        yield from (path for path in sorted((home / folder).rglob("*")) if path.is_file())
    yield from (home / name for name in SINGLE if (home / name).is_file())


def _table(archive: zipfile.ZipFile, table: Table, source: Any, claimed: set[str]) -> TablePart:
    rows, mark = 0, sha256()
    with archive.open(f"tables/{table.label}.jsonl", "w", force_zip64=True) as out:
        for line in table_lines(table, source, claimed):
            rows += 1
            mark.update(line)
            out.write(line)
    return TablePart(rows, table.columns, f"sha256:{mark.hexdigest()}")


def _files(archive: zipfile.ZipFile, home: Path, progress: Progress) -> Iterator[FilePart]:
    found = list(files_of(home))
    for n, path in enumerate(found):
        progress("files", n / len(found))
        name = path.relative_to(home).as_posix()
        try:
            source = path.open("rb")
        except FileNotFoundError:
            continue  # forgotten in the meantime; a row that still names it is told as missing
        how = zipfile.ZIP_STORED if path.suffix in _PACKED else zipfile.ZIP_DEFLATED
        entry = zipfile.ZipInfo(f"files/{name}")
        entry.compress_type = how
        size, mark = 0, sha256()
        with source, archive.open(entry, "w", force_zip64=True) as out:
            while piece := source.read(_PIECE):
                size += len(piece)
                mark.update(piece)
                out.write(piece)
        yield FilePart(name, size, f"sha256:{mark.hexdigest()}")
    progress("files", 1)


def _write(archive: zipfile.ZipFile, name: str, lines: list[str]) -> None:
    archive.writestr(name, "".join(f"{line}\n" for line in lines))
