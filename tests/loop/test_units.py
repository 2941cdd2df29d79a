"""Units and the dispatch catalogue for one turn: a folder, a workbook, or one sheet."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from minben.commons.errors import TeachingError
from minben.dispatch.orders.models import CatalogueRule, Order
from minben.ground.registers.models import Unit
from minben.loop.commands.units import bring_units
from tests.city import NOW
from tests.loop.conftest import Taken, complaints

pytestmark = pytest.mark.django_db
Export = Callable[..., Path]

CATALOGUE = [
    {
        "诉求类别": "供暖",
        "承办单位": "热力公司",
        "起始日期": "2026-01-01",
        "依据": "临政办〔2025〕12号",
        "一般时限": "3 天",
    },
    {
        "诉求类别": "噪声",
        "承办单位": "城管局",
        "起始日期": "2026-01-01",
        "依据": "临政办〔2025〕12号",
        "一般时限": "",
    },
]
UNITS = [
    {"code": "heat", "kind": "company", "name": "热力公司"},
    {"code": "urban", "kind": "department", "name": "城管局"},
]


def book(path: Path, **sheets: list[dict[str, str]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    made.save(path)
    return path


def test_one_catalogue_is_enough_on_a_fresh_database(export: Export, taken: Taken) -> None:
    assert bring_units(export(CATALOGUE, "catalogue.csv"), at=NOW) == ()
    taken(export(complaints(9)))
    orders = Order.objects.values_list("category__name", "unit__name").distinct()
    assert sorted(orders) == sorted([("供暖", "热力公司"), ("噪声", "城管局"), ("道路", "道路组")])
    heating = Order.objects.filter(unit__name="热力公司").first()
    assert heating.why[0]["source"] == "临政办〔2025〕12号"
    assert (
        heating.why[1].items() >= {"code": "span", "amount": 3, "unit": "days", "urgency": "normal"}.items()
    )


def test_a_workbook_may_hold_all_sheets(tmp_path: Path, export: Export, taken: Taken) -> None:
    path = book(tmp_path / "我们市.xlsx", 单位=UNITS, 派单目录=CATALOGUE, 说明=[{"随便": "写写"}])
    assert bring_units(path, at=NOW) == ()
    assert set(Unit.objects.values_list("code", flat=True)) == {"heat", "urban"}
    assert CatalogueRule.objects.filter(origin="catalogue").count() == 2


def test_a_folder_holds_one_file_for_each_sheet(tmp_path: Path, export: Export) -> None:
    export(CATALOGUE, "catalogue.csv")
    book(tmp_path / "units.xlsx", units=UNITS)
    assert bring_units(tmp_path, at=NOW) == ()
    assert CatalogueRule.objects.count() == 2


def test_the_same_units_again_change_nothing(tmp_path: Path, export: Export) -> None:
    path = export(CATALOGUE, "catalogue-2026.csv")
    bring_units(path, at=NOW)
    bring_units(path, at=NOW)
    assert (CatalogueRule.objects.count(), Unit.objects.count()) == (2, 2)


def test_a_wrong_row_is_set_aside_with_its_file_and_remedy(export: Export) -> None:
    wrong = {**CATALOGUE[1], "一般时限": "很快"}
    [(file, row)] = bring_units(export([CATALOGUE[0], wrong], "派单目录.csv"), at=NOW)
    assert (file, row.row, row.column) == ("catalogue.csv", 3, "一般时限 Normal")
    assert row.reason
    assert row.remedy
    assert CatalogueRule.objects.count() == 1


def test_beside_a_list_of_units_the_catalogue_may_name_only_those(tmp_path: Path) -> None:
    path = book(tmp_path / "all.xlsx", units=UNITS[:1], catalogue=CATALOGUE)
    [(_, row)] = bring_units(path, at=NOW)
    assert row.column == "承办单位 Unit"
    assert not Unit.objects.filter(name="城管局").exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [("nowhere.xlsx", "units_missing"), ("letters.csv", "units_unclear"), ("broken.xlsx", "table_broken")],
)
def test_what_cannot_be_understood_teaches(tmp_path: Path, name: str, code: str) -> None:
    if name != "nowhere.xlsx":
        (tmp_path / name).write_text("Dear city,\n")
    with pytest.raises(TeachingError) as taught:
        bring_units(tmp_path / name, at=NOW)
    assert taught.value.code == code


def test_a_folder_without_a_known_sheet_teaches(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(TeachingError) as taught:
        bring_units(tmp_path / "letters", at=NOW)
    assert taught.value.code == "units_empty"
