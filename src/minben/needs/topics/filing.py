"""Topics written to files: whole or not at all, and never over what is read."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from errno import EACCES, EISDIR, ENOENT
from os import W_OK, access, getpid, strerror
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from minben.commons.errors import TeachingError
from minben.needs.topics.core.shapes import Topic

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
HEAD = ("rank", "hotness", "first", "last", "places", "title", "keywords", "voices", "members")


def write_topics(path: Path, topics: Sequence[Topic], *, zone: ZoneInfo) -> None:
    """Write one line for each topic; ``first`` and ``last`` are local days."""
    with _writer(path, HEAD) as put:
        for one in topics:
            first, last = (datetime.fromtimestamp(at, zone).date() for at in (one.first, one.last))
            words = (_harmless(" ".join(one.places)), _harmless(one.title), _harmless(" ".join(one.keywords)))
            put((one.rank, f"{one.hotness:.3f}", first, last, *words, f"{one.voices:.1f}", len(one.members)))


def write_members(path: Path, topics: Sequence[Topic], keys: Sequence[str]) -> None:
    """Write the key of every member of each topic, the most representative first."""
    with _writer(path, ("rank", "id")) as put:
        for one in topics:
            for member in one.members.tolist():
                put((one.rank, _harmless(keys[member])))


def write_discounted(path: Path, topics: Sequence[Topic], keys: Sequence[str]) -> None:
    """Write which members count for less, how much they still count, and why."""
    with _writer(path, ("rank", "id", "weight", "reason")) as put:
        for one in topics:
            for cut in one.discounted:
                put((one.rank, _harmless(keys[cut.member]), f"{cut.weight:.3f}", cut.reason))


def prepare(read: Path, written: Sequence[Path]) -> None:
    """See before any work that each file can be written, and that none is the one read or another's.

    Raises
    ------
    TeachingError
        ``topics_file_twice``.
    OSError
        When a folder is not there or nothing may be written in it.
    """
    seen = {read.resolve()}
    for path in written:
        if path.resolve() in seen and not _stream(path):
            raise TeachingError("topics_file_twice", file=str(path))
        seen.add(path.resolve())
        if not path.parent.is_dir():
            raise FileNotFoundError(ENOENT, strerror(ENOENT), str(path))
        if path.is_dir():
            raise IsADirectoryError(EISDIR, strerror(EISDIR), str(path))
        if not access(path if path.exists() else path.parent, W_OK):
            raise PermissionError(EACCES, strerror(EACCES), str(path))


@contextmanager
def _writer(path: Path, head: Sequence[str]) -> Iterator[Callable[[Sequence[object]], Any]]:
    """Write beside the file and put it in its place at the end: whatever breaks off, what stood there stays."""
    beside = path if _stream(path) else path.with_name(f".{path.name}.{getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(head)
            yield writer.writerow
        if beside != path:
            beside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        if beside != path:
            beside.unlink(missing_ok=True)


def _stream(path: Path) -> bool:
    """Tell whether a path is no file to be put in place: /dev/stdout, a pipe."""
    return path.exists() and not path.is_file()


def _harmless(words: str) -> str:
    """Keep a spreadsheet from running the words of strangers as a formula, also as East Asian ones write its signs."""
    return f"'{words}" if words.startswith(_FORMULA_STARTS) else words
