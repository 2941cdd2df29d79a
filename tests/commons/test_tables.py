"""Offices send tables in many forms; each row that can be read is read, each other one is explained."""

import csv
import gzip
import json
import tracemalloc
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minben.commons import tables
from minben.commons.errors import TeachingError

ROWS = [{"编号": "1", "内容": "三号楼没有暖气"}, {"编号": "2", "内容": "路灯坏了, 很暗"}]


def write_csv(path: Path, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, ["编号", "内容"], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(ROWS)
    return path


def read(path: Path) -> list[dict[str, object]]:
    return [row for batch in tables.rows(path) for row in batch.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_wang_fang_reads_a_csv_whichever_program_saved_it(tmp_path: Path, encoding: str) -> None:
    assert read(write_csv(tmp_path / "in.csv", encoding=encoding)) == ROWS


def test_each_format_gives_the_same_rows(tmp_path: Path) -> None:
    plain = write_csv(tmp_path / "a.csv")
    write_csv(tmp_path / "b.tsv", delimiter="\t")
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    (tmp_path / "d.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "f.parquet")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cells in [list(ROWS[0]), *(list(row.values()) for row in ROWS)]:
        sheet.append(cells)
    book.save(tmp_path / "g.xlsx")
    for path in sorted(tmp_path.iterdir()):
        assert read(path) == ROWS, path.name
        assert tables.columns(path) == ("编号", "内容"), path.name


def test_a_row_with_too_many_fields_is_set_aside_with_its_number_and_the_rest_goes_in(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('a,b\n1,2\n1,2,3\n\n4,"5\n6"\n7\n8,9,\n', encoding="utf-8")
    (batch,) = tables.rows(path)
    assert batch.rows == [
        {"a": "1", "b": "2"},
        {"a": "4", "b": "5\n6"},
        {"a": "7", "b": ""},
        {"a": "8", "b": "9"},
    ]
    assert batch.numbers == [2, 5, 6, 7]
    assert batch.first_row == 2
    (bad,) = batch.bad
    assert (bad.row, bad.code) == (3, "row_too_long")
    assert "quotation" in bad.remedy


def test_one_damaged_line_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    lines = [f"{number},供暖".encode() for number in range(50)]
    lines[20] = b"20,\xff\xfe\xff"
    path.write_bytes(b"\n".join([b"id,text", *lines]))
    (batch,) = tables.rows(path)
    assert len(batch.rows) == 49
    assert [bad.row for bad in batch.bad] == [22]


def test_json_lines_that_are_not_objects_are_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('oops\n{"a": 1}\n[2]\n\n{"a": 3, "b": 4}\n')
    (batch,) = tables.rows(path)
    assert batch.rows == [{"a": 1}, {"a": 3, "b": 4}]
    assert [bad.row for bad in batch.bad] == [1, 3]
    assert batch.first_row == 1


def test_batches_keep_their_size_and_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("a\n" + "".join(f"{i}\n" for i in range(5)))
    found = list(tables.rows(path, batch=2))
    assert [batch.numbers for batch in found] == [[2, 3], [4, 5], [6]]
    # There the names of the columns stand in no row.
    pq.write_table(pa.table({"a": range(5)}), tmp_path / "in.parquet")
    found = list(tables.rows(tmp_path / "in.parquet", batch=2))
    assert [batch.numbers for batch in found] == [[1, 2], [3, 4], [5]]


def test_a_cut_off_gzip_hands_out_what_it_held_and_then_says_so(tmp_path: Path) -> None:
    path = tmp_path / "in.csv.gz"
    body = "id,text\n" + "".join(f"{i},{i * 7919 % 104729}\n" for i in range(20_000))
    path.write_bytes(gzip.compress(body.encode())[:-20_000])
    found: list[tables.Batch] = []
    with pytest.raises(TeachingError) as caught:
        found.extend(tables.rows(path))
    assert caught.value.code == "table_broken"
    assert 0 < found[-1].numbers[-1] == caught.value.params["row"] - 1


@pytest.mark.parametrize(
    ("name", "damaged"),
    [
        ("in.csv", b"2,lam\x00p"),
        ("in.jsonl", b'{"id": "2", "text": "lam\x00p"}'),
        ("in.jsonl", b'{"id": "2", "text": "lam\\u0000p"}'),
        ("in.jsonl", b'{"id": "2", "text": "lam\\ud83dp"}'),
    ],
)
def test_one_sign_that_is_no_text_costs_one_row_and_not_the_file(
    tmp_path: Path, name: str, damaged: bytes
) -> None:
    path = tmp_path / name
    good = [b"1,heat", b"3,noise"] if name == "in.csv" else [b'{"id": "1"}', b'{"id": "3"}']
    head = [b"id,text"] if name == "in.csv" else []
    path.write_bytes(b"\n".join([*head, good[0], damaged, good[1]]) + b"\n")
    (batch,) = tables.rows(path)
    assert [row["id"] for row in batch.rows] == ["1", "3"]
    (bad,) = batch.bad
    assert (bad.row, bad.code) == (len(head) + 2, "row_unreadable")
    assert "damaged" in bad.reason
    assert bad.remedy


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"%PDF", "table_format_unknown"),
        ("a.csv", b"", "table_no_header"),
        ("b.csv", b"a,,b\n1,2,3\n", "table_no_header"),
        ("c.csv", b"a,b,a\n1,2,3\n", "table_column_twice"),
        ("d.csv", b"PK\x03\x04\x00\x00", "table_broken"),
        ("e.csv", b"\xff\xff\xff\n\xff\xff\n\xff\xff\n", "table_encoding"),
        ("e2.csv", "编号,内容\n1,路灯\n".encode("utf-16"), "table_utf16"),
        ("e3.csv", b"\xfe\xff" + "编号,内容\n1,路灯\n".encode("utf-16-be"), "table_utf16"),
        ("f.csv.gz", b"not gzip at all", "table_broken"),
        ("g.xlsx", b"not a workbook", "table_broken"),
        ("h.parquet", b"PAR1 not really", "table_broken"),
    ],
)
def test_a_file_that_is_no_table_is_explained(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for attempt in (lambda: list(tables.rows(path)), lambda: tables.columns(path)):
        with pytest.raises(TeachingError) as caught:
            attempt()
        assert caught.value.code == code
        assert name in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TeachingError, match="units") as caught:
        list(tables.rows(tmp_path / "units.xlsx"))
    assert caught.value.code == "table_missing"


def test_a_workbook_keeps_its_row_numbers_over_empty_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for cells in (["name", "floor"], ["东楼", 3], [None, None], ["西楼", 4, "?"], ["南楼"]):
        book.worksheets[0].append(cells)
    book.save(tmp_path / "in.xlsx")
    (batch,) = tables.rows(tmp_path / "in.xlsx")
    assert batch.rows == [{"name": "东楼", "floor": 3}, {"name": "南楼", "floor": None}]
    assert batch.numbers == [2, 5]
    assert [bad.row for bad in batch.bad] == [4]


def test_a_template_comes_back_as_it_was_written_and_runs_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    tables.write_xlsx_template(
        path, columns=["name", "phone"], notes=["Full name"], examples=[["=1+1", "12345"]]
    )
    assert read(path) == [{"name": "'=1+1", "phone": "12345"}]
    assert openpyxl.load_workbook(path).sheetnames[1] == "说明 Notes"


def test_rows_set_aside_can_be_handed_back_to_the_office(tmp_path: Path) -> None:
    bad = [tables.BadRow.of("row_too_long", row=3, raw="@evil")]
    assert tables.write_bad_rows(tmp_path / "bad.csv", bad) == 1
    (row,) = read(tmp_path / "bad.csv")
    assert (row["row"], row["raw"]) == ("3", "'@evil")


def test_a_long_file_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    with path.open("w") as file:
        file.write("id,text\n")
        file.writelines(f"{number},{'x' * 90}\n" for number in range(100_000))
    tracemalloc.start()
    assert sum(len(batch.rows) for batch in tables.rows(path)) == 100_000
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < path.stat().st_size / 2


def test_a_long_gzip_that_is_only_ascii_at_first_is_still_read_as_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "in.csv.gz"
    body = b"id,text\n" + b"1,x\n" * 400_000 + "2,路灯\n".encode("gb18030")
    path.write_bytes(gzip.compress(body, 1))
    *_, last = tables.rows(path)
    assert last.rows[-1] == {"id": "2", "text": "路灯"}
