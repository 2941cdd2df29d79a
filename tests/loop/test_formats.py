"""Whatever an office's system writes can be taken round."""

import gzip
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minben.needs.hotline.models import Request
from tests.loop.conftest import Taken

ROWS: list[dict[str, Any]] = [
    {"编号": 1, "诉求内容": "三号楼暖气不热，“冷”得很", "受理时间": "2026-03-01 09:00", "诉求类别": "供暖"},
    {"编号": 2, "诉求内容": "楼下半夜烧烤，\n睡不着", "受理时间": "2026-03-02 23:30", "诉求类别": "噪声"},
]


def _csv(encoding: str) -> bytes:
    lines = [list(ROWS[0]), *([str(cell) for cell in row.values()] for row in ROWS)]
    return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode(encoding)


def _titled(path: Path) -> None:
    _book(path, ["2026年3月12345热线工单", "", "", ""], ["填报单位：热线中心", "", "", "制表：王芳"])


def _book(path: Path, *titles: list[str]) -> None:
    book = openpyxl.Workbook()
    for title in titles:
        book.worksheets[0].append(title)
    book.worksheets[0].append(list(ROWS[0]))
    for row in ROWS:
        when = datetime.fromisoformat(row["受理时间"])
        book.worksheets[0].append([row["编号"], row["诉求内容"], when, row["诉求类别"]])
    book.save(path)


WRITERS: dict[str, Callable[[Path], Any]] = {
    "a.csv": lambda path: path.write_bytes(_csv("utf-8")),
    "bom.csv": lambda path: path.write_bytes(_csv("utf-8-sig")),
    "gb.csv": lambda path: path.write_bytes(_csv("gb18030")),
    "a.csv.gz": lambda path: path.write_bytes(gzip.compress(_csv("utf-8"))),
    "a.xlsx": _book,
    "titled.xlsx": _titled,
    "titled.csv": lambda path: path.write_bytes("三月工单\r\n\r\n".encode() + _csv("utf-8")),
    "a.jsonl": lambda path: path.write_text("\n".join(json.dumps(row) for row in ROWS), "utf-8"),
    "a.parquet": lambda path: pq.write_table(pa.Table.from_pylist(ROWS), path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_two_requests_come_out_of_every_kind_of_file(
    name: str, tmp_path: Path, taken: Taken
) -> None:
    WRITERS[name](tmp_path / name)
    report = taken(tmp_path / name)
    assert (report.imported, report.set_aside, report.routed) == (2, 0, 2)
    headless = name.endswith((".jsonl", ".parquet"))
    assert report.header_row == (0 if headless else 3 if name.startswith("titled") else 1)
    first, second = Request.objects.order_by("source_key")
    assert (first.source_key, first.text) == ("1", "三号楼暖气不热，“冷”得很")
    assert second.text == "楼下半夜烧烤，\n睡不着"
    assert second.received_at == datetime.fromisoformat("2026-03-02T23:30:00+08:00")


def test_a_damaged_file_gives_what_stands_before_the_damage(tmp_path: Path, taken: Taken) -> None:
    path = tmp_path / "cut.csv"
    path.write_bytes(_csv("utf-8") + b'\r\n"3","\xff\xfe\x80","2026-03-03","x"')
    report = taken(path)
    assert (report.imported, report.set_aside) == (2, 1)


def test_days_and_numbers_of_a_spreadsheet_are_understood(tmp_path: Path, taken: Taken) -> None:
    book = openpyxl.Workbook()
    for cells in (["id", "text", "when"], [7.0, "路灯坏了", date(2026, 3, 1)], [8, 12345, 46082.5]):
        book.worksheets[0].append(cells)
    book.save(tmp_path / "days.xlsx")
    assert taken(tmp_path / "days.xlsx").imported == 2
    assert set(Request.objects.values_list("source_key", "text")) == {("7", "路灯坏了"), ("8", "12345")}
    assert Request.objects.get(source_key="8").received_at.isoformat() == "2026-03-01T04:00:00+00:00"
