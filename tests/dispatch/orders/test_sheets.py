"""A district office fills in the dispatch sheets."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from minben.commons.errors import TeachingError
from minben.dispatch.orders import commands, sheets
from minben.dispatch.orders.columns import CATALOGUE
from minben.dispatch.orders.models import CatalogueRule, Crew
from tests.dispatch.orders.cast import NOW, Linjiang

HEADER = "诉求类别,区域,承办单位,起始日期,依据,签收时限（小时）,一般时限"


def written(folder: Path, lines: Sequence[str]) -> Path:
    path = folder / "catalogue.csv"
    path.write_text("\n".join((HEADER, *lines)), encoding="utf-8")
    return path


def test_the_templates_can_be_read_back_by_both_names(city: Linjiang, tmp_path: Path) -> None:
    paths = sheets.write_templates(tmp_path)
    assert [path.name for path in paths] == ["catalogue.xlsx", "crews.xlsx"]
    brought = sheets.bring_sheets(tmp_path, at=NOW, by="test")
    # The examples name units of another city: one is known here, the others are set aside with a remedy.
    assert brought.counts == {"catalogue": 1, "crews": 1}
    assert all(row.remedy for _, row in brought.bad)


def test_an_office_writes_names_in_chinese_and_limits_in_its_own_words(
    city: Linjiang, tmp_path: Path
) -> None:
    written(tmp_path, ["道路破损,江北区,江北区城管局,2026/02/01,临政办〔2026〕3号,4,5个工作日"])
    assert sheets.bring_sheets(tmp_path, at=NOW, by="test").bad == ()
    rule = CatalogueRule.objects.get(category_id=city.categories["road"])
    assert (rule.place_id, rule.unit_id, rule.sign_hours) == (
        city.places["north"],
        city.units["urban-north"],
        4,
    )
    assert (rule.spans, rule.since, rule.verified) == ({"normal": "5 working_days"}, date(2026, 2, 1), False)


def test_the_same_file_again_changes_nothing(city: Linjiang, tmp_path: Path) -> None:
    written(tmp_path, ["道路破损,,市城管局,2026-02-01,3号文,,"])
    for _ in range(2):
        sheets.bring_sheets(tmp_path, at=NOW, by="test")
    assert CatalogueRule.objects.filter(category_id=city.categories["road"]).count() == 1


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("下雪,,市城管局,2026-02-01,3号文,,", "诉求类别 Category"),
        ("道路破损,,没有这个局,2026-02-01,3号文,,", "承办单位 Unit"),
        ("道路破损,,市城管局,明天,3号文,,", "起始日期 Since"),
        ("道路破损,,市城管局,2026-02-01,,,", "依据 Source"),
        ("道路破损,,市城管局,2026-02-01,3号文,,尽快", "一般时限 Normal"),
        ("道路破损,,市城管局,2026-02-01,3号文,半天,", "签收时限（小时） Sign within (hours)"),
    ],
)
def test_a_wrong_cell_sets_its_row_aside_and_the_rest_goes_in(
    city: Linjiang, tmp_path: Path, line: str, column: str
) -> None:
    written(tmp_path, [line, "道路破损,江南区,市城管局,2026-02-01,3号文,,"])
    brought = sheets.bring_sheets(tmp_path, at=NOW, by="test")
    ((name, bad),) = brought.bad
    assert (name, bad.row, bad.column) == ("catalogue.csv", 2, column)
    assert bad.reason
    assert bad.remedy
    assert brought.counts["catalogue"] == 1


def test_a_file_without_a_needed_column_is_not_guessed_at(city: Linjiang, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("诉求类别\n供暖\n", encoding="utf-8")
    with pytest.raises(TeachingError) as error:
        sheets.bring_file(path, CATALOGUE, at=NOW, by="test")
    assert error.value.code == "sheet_column_missing"


def test_the_command_says_what_went_in_and_fails_when_a_row_did_not(city: Linjiang, tmp_path: Path) -> None:
    good = written(tmp_path, ["道路破损,,市城管局,2026-02-01,3号文,,"])
    assert CliRunner().invoke(commands.app, ["catalogue", str(good)]).exit_code == 0
    bad = written(tmp_path, ["道路破损,,市城管局,2026-02-01,3号文,,", "下雪,,市城管局,2026-02-01,3号文,,"])
    assert CliRunner().invoke(commands.app, ["catalogue", str(bad)]).exit_code == 1


def test_reminding_by_command_twice_a_night_reminds_once(city: Linjiang) -> None:
    city.order("heating")
    first, second = (CliRunner().invoke(commands.app, ["remind"]) for _ in range(2))
    assert "1" in first.output
    assert "0" in second.output


def test_crews_are_brought_up_to_date_by_unit_and_name(city: Linjiang, tmp_path: Path) -> None:
    for per_day in (4, 6):
        text = f"Unit,Crew,Visits a day,Skills\n热力公司,抢修一班,{per_day},heating;noise\n"
        (tmp_path / "crews.csv").write_text(text, encoding="utf-8")
        sheets.bring_sheets(tmp_path, at=NOW, by="test")
    crew = Crew.objects.get()
    assert (crew.per_day, crew.skills) == (6, ["heating", "noise"])
