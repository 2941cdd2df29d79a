"""Tables of text lines: CSV, TSV and JSON lines, plain or gzipped, in UTF-8 or GB 18030."""

import codecs
import csv
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from minben.commons.errors import TeachingError
from minben.commons.tables.batches import BadRow, Rows
from minben.commons.tables.headers import LOOKED_AT, Names, header, header_at

__all__ = ["open_delimited", "open_json_lines"]

_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")

_CHUNK = 1 << 16
_PEEKED = 1 << 12
_SIGNS = (",", ";", "\t", "|")
# A letter from a resident may be long; the csv module would stop at 128 kB.
csv.field_size_limit(1 << 24)


class _Lines:
    """Decodes line by line, so that one damaged line costs one row and not the file."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self.damaged = False

    def begins(self) -> str:
        """Return how the file begins, without passing over it."""
        peek: bytes = cast(BufferedReader, self._file).peek(_PEEKED)[:_PEEKED]
        return peek.decode(self._encoding, "replace")

    def __iter__(self) -> Iterator[str]:
        encoding = self._encoding
        for line in self._file:
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError:
                self.damaged = True
                text = line.decode(encoding, "replace")
            if "\x00" in text:
                # No database keeps this sign, and no person wrote it: the row was damaged on its way.
                self.damaged = True
                text = text.replace("\x00", "\ufffd")
            yield text


@contextmanager
def open_delimited(path: Path, delimiter: str) -> Iterator[tuple[Names, Rows]]:
    """Open a CSV or TSV file: its column names, and its rows as dicts of text.

    Raises
    ------
    TeachingError
        ``table_no_header``, ``table_column_twice``, ``table_encoding``, ``table_utf16`` or ``table_broken``.
    """
    with _open(path) as lines:
        found = _cells(csv.reader(lines, delimiter=_sign(lines.begins(), delimiter)), lines)
        top = list(islice(found, LOOKED_AT))
        if top and top[0].error:
            raise top[0].error
        n = header_at([line.cells for line in top])
        names = header(top[n].cells if top else [], path.name, row=n + 1)
        yield names, _delimited(chain(top[n + 1 :], found), names)


def _sign(begins: str, usual: str) -> str:
    """Find what parts the cells: where the first line that has any sign lacks the usual one, the commonest there.

    Examples
    --------
    >>> [_sign(begins, ",") for begins in ("March\\nid;text;when", "id,text;words", "id\\ttext", "text")]
    [';', ',', '\\t', ',']
    """
    for line in begins.splitlines():
        found = max(_SIGNS, key=line.count)
        if usual in line:
            return usual
        if found in line:
            return found
    return usual


@contextmanager
def open_json_lines(path: Path) -> Iterator[tuple[Names, Rows]]:
    """Open JSON lines: the keys of the first object, and the objects.

    Raises
    ------
    TeachingError
        ``table_no_header``, ``table_encoding``, ``table_utf16`` or ``table_broken``.
    """
    with _open(path) as lines:
        found = _json_lines(lines)
        ahead: list[tuple[int, dict[str, object]] | BadRow] = []
        names = Names()
        for item in found:
            ahead.append(item)
            if not isinstance(item, BadRow):
                names = header(list(item[1]), path.name, row=0)
                break
        yield names, _chain(ahead, found)


class _Line(NamedTuple):
    """The cells of one row; what was wrong with reading it."""

    cells: list[str]
    damaged: bool = False
    error: csv.Error | None = None


def _cells(reader: Iterator[list[str]], lines: _Lines) -> Iterator[_Line]:
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield _Line([], error=error)
            continue
        if cells is None:
            return
        damaged, lines.damaged = lines.damaged, False
        yield _Line(cells, damaged)


def _delimited(found: Iterable[_Line], names: Names) -> Rows:
    width = len(names)
    for number, (cells, damaged, error) in enumerate(found, start=names.row + 1):
        if error:
            yield BadRow.of("row_unreadable", row=number, raw="", detail=str(error))
        elif damaged:
            yield BadRow.of("row_unreadable", row=number, raw=cells, detail="Some characters are damaged")
        elif len(cells) == width:
            yield number, dict(zip(names, cells, strict=True))
        elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield BadRow.of("row_too_long", row=number, raw=cells)
        elif cells:
            yield number, dict(zip(names, cells + [""] * (width - len(cells)), strict=False))


def _json_lines(lines: _Lines) -> Rows:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if lines.damaged:
            lines.damaged = False
            yield BadRow.of("row_unreadable", row=number, raw=line, detail="Some characters are damaged")
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            yield BadRow.of("row_unreadable", row=number, raw=line, detail=str(error))
            continue
        if isinstance(item, dict) and "\\u" in line and _holds_no_text(item):
            yield BadRow.of("row_unreadable", row=number, raw=line, detail="Some characters are damaged")
        elif isinstance(item, dict):
            yield number, item
        else:
            yield BadRow.of("row_unreadable", row=number, raw=line, detail="It is not an object in braces")


def _holds_no_text(item: dict[str, object]) -> bool:
    """Tell of signs that JSON can spell and no database keeps: nought, and halves of a pair."""
    return any(isinstance(one, str) and _NO_TEXT.search(one) for one in (*item, *item.values()))


def _chain(ahead: list[tuple[int, dict[str, object]] | BadRow], rest: Rows) -> Rows:
    yield from ahead
    yield from rest


@contextmanager
def _open(path: Path) -> Iterator[_Lines]:
    def opened() -> BinaryIO:
        return cast(BinaryIO, gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb"))

    with opened() as file:
        encoding = _encoding(file, path.name)
    with opened() as file:
        yield _Lines(file, encoding)


def _encoding(file: BinaryIO, name: str) -> str:
    chunk = _some(file)
    if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise TeachingError("table_utf16", file=name)
    if b"\x00" in chunk.split(b"\n", 1)[0]:
        raise TeachingError("table_broken", file=name, row=1, detail="the file is not text")
    # Read on until the first chunk that is more than ASCII: only there do the encodings differ.
    while chunk and chunk.isascii():
        chunk = _some(file)
    lines = [line for line in chunk.split(b"\n") if not line.isascii()][:1000]
    damage = {encoding: _damage(lines, encoding) for encoding in ("utf-8-sig", "gb18030")}
    best = min(damage, key=lambda encoding: damage[encoding])
    if damage[best] > len(lines) / 2:
        raise TeachingError("table_encoding", file=name)
    return best


def _some(file: BinaryIO) -> bytes:
    try:
        # Up to the end of a line, never within a character.
        return file.read(_CHUNK) + file.readline()
    except EOFError:
        return b""  # cut off: the rows before the cut are still to be handed out


def _damage(lines: list[bytes], encoding: str) -> int:
    count = 0
    for line in lines:
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            count += 1
    return count
