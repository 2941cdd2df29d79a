"""Workbooks made to bring a computer down are refused before they are opened."""

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from minben.commons.errors import TeachingError
from minben.commons.tables import rows
from tests.safety import corpus


def honest(path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active
    for row in (["id", "text"], ["A1", "暖气不热"]):
        book.active.append(row)
    book.save(path)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """An honest workbook with one part put in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(honest(path)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    path.write_bytes(out.getvalue())
    return path


def read(path: Path) -> list[object]:
    return [row for batch in rows(path) for row in batch.rows]


def test_an_honest_workbook_is_read(tmp_path: Path) -> None:
    assert len(read(honest(tmp_path / "march.xlsx"))) == 1


def test_a_workbook_that_swells_is_refused_unopened(tmp_path: Path) -> None:
    path = with_part(tmp_path / "bomb.xlsx", "xl/worksheets/sheet1.xml", b" " * 200_000_000)
    began = time.process_time()
    with pytest.raises(TeachingError, match="swell to 190 MB"):
        read(path)
    assert path.stat().st_size < 1_000_000
    # Looking at the list of its parts costs nothing; opening it would cost seconds of work.
    assert time.process_time() - began < 2


@pytest.mark.parametrize("bomb", [corpus.LAUGHS, corpus.OUTSIDE], ids=["laughs", "an entity from outside"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_entities_inside_a_workbook_are_never_unfolded(tmp_path: Path, part: str, bomb: bytes) -> None:
    path = with_part(tmp_path / "laughs.xlsx", part, bomb)
    try:
        found = repr(read(path))
    except (TeachingError, ValueError, KeyError):
        return
    assert "hahaha" not in found
    assert "root:" not in found


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", corpus.zip_bomb(size=1000), b"<html>"], ids=["cut", "zip", "page"]
)
def test_what_is_no_workbook_is_told_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "march.xlsx"
    path.write_bytes(content)
    with pytest.raises(TeachingError, match="not what its name says"):
        read(path)
