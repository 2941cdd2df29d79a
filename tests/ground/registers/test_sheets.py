"""A real district fills in spreadsheets; its mistakes are told, the rest goes in."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from minben.accounts.models import User
from minben.commons.errors import TeachingError
from minben.ground.registers import queries
from minben.ground.registers.columns import PLACES, UNITS
from minben.ground.registers.models import Membership, Place, SpecialDay, Unit
from minben.ground.registers.sheets import enrol_city, read_sheet, write_templates
from tests.ground.registers.cast import MORNING

pytestmark = pytest.mark.django_db


def write(path: Path, *rows: tuple[object, ...]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def with_wang_fang(folder: Path) -> None:
    """Put a person of one's own under the example, as an office would."""
    book = load_workbook(folder / "roles.xlsx")
    book.worksheets[0].append(["wang.fang", "王芳", "clerk", "hall", "clerk", "2026-01-01"])
    book.save(folder / "roles.xlsx")


def test_templates_that_nobody_filled_in_open_no_account(tmp_path: Path) -> None:
    write_templates(tmp_path)
    enrolled = enrol_city(tmp_path, at=MORNING, by="user:1")
    assert (enrolled.bad, enrolled.counts["roles"]) == ((), 0)
    assert not User.objects.filter(username="wangfang").exists()


def test_the_templates_as_they_come_make_a_small_city(tmp_path: Path) -> None:
    written = write_templates(tmp_path)
    assert [path.name for path in written] == ["places.xlsx", "units.xlsx", "roles.xlsx", "calendar.xlsx"]
    with_wang_fang(tmp_path)
    enrolled = enrol_city(tmp_path, at=MORNING, by="user:1")
    assert enrolled.bad == ()
    assert enrolled.counts == {"places": 2, "units": 3, "roles": 1, "calendar": 1}
    wang = User.objects.get(username="wang.fang")
    assert wang.role == "clerk"
    assert not wang.has_usable_password()
    assert len(queries.units_of(wang)) == 1
    assert not queries.calendar().is_working(SpecialDay.objects.get().day)


def test_the_same_folder_again_adds_nothing(tmp_path: Path) -> None:
    write_templates(tmp_path)
    with_wang_fang(tmp_path)
    for _ in range(2):
        enrol_city(tmp_path, at=MORNING, by="user:1")
    assert (Place.objects.count(), Unit.objects.count(), Membership.objects.count()) == (2, 3, 1)


def test_every_column_of_a_template_is_explained(tmp_path: Path) -> None:
    for path in write_templates(tmp_path):
        book = load_workbook(path)
        names = [cell.value for cell in book.worksheets[0][1]]
        explained = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(min_row=2)}
        assert all(explained.get(name) for name in names)


def test_chinese_and_english_headings_are_read_alike(tmp_path: Path) -> None:
    chinese = write(tmp_path / "a.csv", ("代码", "类别", "名称"), ("d1", "district", "江畔区"))
    english = write(tmp_path / "b.csv", ("code", "KIND", "Name"), ("d1", "district", "江畔区"))
    assert read_sheet(chinese, PLACES)[0] == read_sheet(english, PLACES)[0]


def test_bad_cells_are_set_aside_with_row_column_reason_and_remedy(tmp_path: Path) -> None:
    path = write(
        tmp_path / "places.csv",
        ("代码", "类别", "名称", "纬度", "经度"),
        ("d1", "district", "江畔区", "30.2", "120.1"),
        ("d2", "planet", "火星", "", ""),
        ("", "district", "无代码", "", ""),
        ("d4", "district", "偏远", "300", "120"),
        ("d5", "district", "半个", "30", ""),
        ("d6", "district", "柳荫区", "", ""),
    )
    good, bad = read_sheet(path, PLACES)
    assert [one.row.code for one in good] == ["d1", "d6"]
    assert [(row.row, row.column) for row in bad] == [
        (3, "类别 Kind"),
        (4, "代码 Code"),
        (5, "纬度 Latitude"),
        (6, "经度 Longitude"),
    ]
    assert all(row.reason and row.remedy for row in bad)
    assert "district, street, community, building" in bad[0].remedy


def test_a_row_under_an_unknown_code_is_set_aside_and_all_that_stands_under_it(tmp_path: Path) -> None:
    write(
        tmp_path / "places.csv",
        ("code", "kind", "name", "part of"),
        ("d1", "district", "江畔区", ""),
        ("s1", "street", "临江街道", "d404"),
        ("c1", "community", "江畔社区", "s1"),
    )
    enrolled = enrol_city(tmp_path, at=MORNING, by="user:1")
    assert enrolled.counts == {"places": 1}
    assert [(name, row.row, row.column) for name, row in enrolled.bad] == [
        ("places.csv", 3, "上级代码 Part of"),
        ("places.csv", 4, "上级代码 Part of"),
    ]


def test_a_sheet_without_a_needed_column_says_which_and_what_there_is(tmp_path: Path) -> None:
    path = write(tmp_path / "units.csv", ("code", "title"), ("heat", "热力公司"))
    with pytest.raises(TeachingError) as caught:
        read_sheet(path, UNITS)
    assert caught.value.code == "sheet_column_missing"
    assert caught.value.params["columns"] == "类别 Kind, 名称 Name"
    assert caught.value.params["known"] == "code, title"


def test_work_in_a_unit_needs_a_first_day(tmp_path: Path) -> None:
    write(tmp_path / "units.csv", ("code", "kind", "name"), ("heat", "company", "热力公司"))
    write(
        tmp_path / "roles.csv",
        ("账号", "姓名", "角色", "单位代码", "职责", "起始日期"),
        ("zhao", "赵强", "officer", "heat", "", ""),
        ("sun", "孙丽", "auditor", "", "", ""),
        ("he", "何静", "worker", "heat", "crew", "三月初"),
        ("li", "李明", "officer", "heat", "", "2026/3/1"),
    )
    enrolled = enrol_city(tmp_path, at=MORNING, by="user:1")
    assert enrolled.counts["roles"] == 2
    assert [row.row for _, row in enrolled.bad] == [2, 4]
    assert Membership.objects.get().user.username == "li"
