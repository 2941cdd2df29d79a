"""Looking at a backup: is it one, is it whole, and does what lies here equal it?"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

from minben.commons.errors import TeachingError
from minben.conf.archive.manifest import Manifest, TablePart
from minben.conf.archive.rows import Table
from minben.conf.archive.writing import Progress, table_lines

__all__ = ["check", "digest_of", "lines_of", "opened", "put_files", "same_rows"]

_PIECE = 1 << 20


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open a backup and read what it says of itself.

    Raises
    ------
    TeachingError
        ``backup_unreadable`` or ``backup_changed``.
    """
    try:
        archive = zipfile.ZipFile(path)
        text = archive.read("manifest.json").decode()
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, EOFError) as error:
        raise TeachingError("backup_unreadable", trouble=str(error) or type(error).__name__) from error
    with archive:
        yield archive, Manifest.read(text)


def check(archive: zipfile.ZipFile, manifest: Manifest, progress: Progress) -> None:
    """Read the whole file, and compare every table and every picture with its digest.

    Raises
    ------
    TeachingError
        ``backup_changed``, naming the part.
    """
    parts = [(f"tables/{name}.jsonl", part.digest) for name, part in manifest.tables.items()]
    parts += [(f"files/{path}", digest) for path, _size, digest in _listed(archive)]
    for n, (name, digest) in enumerate(parts):
        progress("check", n / len(parts))
        try:
            with archive.open(name) as source:
                found = digest_of(source)
        except (KeyError, zipfile.BadZipFile, EOFError, OSError) as error:
            raise TeachingError("backup_changed", part=name) from error
        if found != digest:
            raise TeachingError("backup_changed", part=name)
    progress("check", 1)


def lines_of(archive: zipfile.ZipFile, label: str) -> Iterator[str]:
    """Yield the lines of one table."""
    with archive.open(f"tables/{label}.jsonl") as source:
        for line in source:
            yield line.decode()


def same_rows(table: Table, source: Any, told: TablePart) -> bool:
    """Tell whether a table of a database holds what a backup says."""
    rows, mark = 0, sha256()
    for line in table_lines(table, source):
        rows += 1
        mark.update(line)
    return (rows, f"sha256:{mark.hexdigest()}") == (told.rows, told.digest)


def put_files(archive: zipfile.ZipFile, folder: Path, progress: Progress) -> None:
    """Write the files of a backup below a folder, and read each back.

    Raises
    ------
    TeachingError
        ``backup_changed``: a path leads out of the folder, or what was written is not what the backup holds.
    """
    listed = _listed(archive)
    for n, (path, _size, digest) in enumerate(listed):
        progress("files", n / len(listed))
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(f"files/{path}") as source, target.open("wb") as out:
            while piece := source.read(_PIECE):
                out.write(piece)
        with target.open("rb") as written:
            if digest_of(written) != digest:
                raise TeachingError("backup_changed", part=f"files/{path}")
    progress("files", 1)


def digest_of(source: IO[bytes]) -> str:
    """Return the digest of what is still to be read."""
    mark = sha256()
    while piece := source.read(_PIECE):
        mark.update(piece)
    return f"sha256:{mark.hexdigest()}"


def _listed(archive: zipfile.ZipFile) -> list[tuple[str, int, str]]:
    import json

    found = []
    for line in archive.read("files.jsonl").decode().splitlines():
        path, size, digest = json.loads(line)
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in path:
            raise TeachingError("backup_changed", part=f"files/{path}")
        found.append((path, size, digest))
    return found
