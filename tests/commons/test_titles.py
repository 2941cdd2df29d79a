"""Offices put titles, units and dates above their tables; the header is found all the same, and said."""

import csv
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons import tables
from minben.commons.errors import TeachingError
from minben.commons.tables.headers import header_at

HEADER = ["工单编号", "诉求内容", "来电时间", "承办单位"]
ROWS = [["1", "三号楼没有暖气", "2026-03-01 09:00", "热力公司"], ["2", "路灯不亮", "2026-03-02 10:00", ""]]
TITLES = {
    "one title": [["2026年3月12345热线工单"]],
    "a title and a reporting unit": [
        ["2026年3月12345热线工单"],
        ["填报单位：热线中心", "", "", "制表：王芳"],
    ],
    "a title and an empty line": [["2026年3月12345热线工单", "", "", ""], [], ["导出时间", "2026-03-11"]],
    "no title": [],
}


def saved(folder: Path, ending: str, lines: list[list[str]]) -> Path:
    path = folder / f"march{ending}"
    if ending == ".xlsx":
        book = openpyxl.Workbook()
        for line in lines:
            book.worksheets[0].append(line)
        if len(lines) > 2 and len(lines[0]) == 1:
            book.worksheets[0].merge_cells("A1:D1")
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter="\t" if ending == ".tsv" else ",").writerows(lines)
    return path


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx"])
@pytest.mark.parametrize("titles", TITLES.values(), ids=TITLES)
def test_the_header_is_found_below_any_titles(tmp_path: Path, ending: str, titles: list[list[str]]) -> None:
    path = saved(tmp_path, ending, [*titles, HEADER, *ROWS])
    names = tables.heading(path)
    assert (list(names), names.row) == (HEADER, len(titles) + 1)
    [batch] = tables.rows(path)
    assert [row["诉求内容"] for row in batch.rows] == ["三号楼没有暖气", "路灯不亮"]
    # As the spreadsheet numbers them.
    assert batch.numbers == [len(titles) + 2, len(titles) + 3]


def test_a_row_set_aside_below_titles_keeps_the_number_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    path = saved(tmp_path, ".csv", [["三月工单"], HEADER, *ROWS, ["3", "a", "b", "c", "too many"]])
    [batch] = tables.rows(path)
    assert [bad.row for bad in batch.bad] == [5]


@pytest.mark.parametrize(
    "lines",
    [
        [["id", "text"], ["1", "停水"]],
        [["text"], ["停水"], ["停电"]],
        [["id", "text", "when"], ["1", "停水"], ["2", "停电"]],
        [["id", "text"], ["1", "a", "x", "y"], ["2", "b", "x", "y"]],
        [["id", "text"]],
    ],
)
def test_a_table_without_titles_is_read_as_before(tmp_path: Path, lines: list[list[str]]) -> None:
    assert tables.heading(saved(tmp_path, ".csv", lines)).row == 1


def test_a_file_of_values_alone_has_no_header_and_says_so(tmp_path: Path) -> None:
    path = saved(tmp_path, ".csv", [["", "标题", ""], ["1", "2", "3"], ["4", "5", "6"]])
    with pytest.raises(TeachingError) as error:
        tables.heading(path)
    assert error.value.code == "table_no_header"


cells = st.sampled_from(["", "停水", "1", "2026-03-01", "热力公司", "三号楼"])


@given(st.lists(st.lists(cells, min_size=4, max_size=4), max_size=8))
def test_whatever_follows_a_whole_header_it_stays_the_header(rows: list[list[str]]) -> None:
    assert header_at([HEADER, *rows]) == 0


@given(st.lists(st.tuples(cells, cells), max_size=3), st.integers(3, 8))
def test_narrow_lines_above_are_never_taken_for_it(titles: list[tuple[str, str]], count: int) -> None:
    top = [*([*title, "", ""] for title in titles), HEADER, *([ROWS[0]] * count)]
    assert header_at(top) == len(titles)
