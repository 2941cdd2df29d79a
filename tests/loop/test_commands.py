"""`minben turn` and `minben city`, as a person at a terminal meets them."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from typer.testing import CliRunner

from minben.accounts.models import User
from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.dispatch.orders.models import CatalogueRule
from minben.ground.registers.models import Unit
from minben.institutions.sandbox import queries as register
from minben.loop.commands import founding, turning
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Category, Request
from tests.city import NOW, settle
from tests.loop.conftest import complaints

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trials_at_hand")]
Export = Callable[..., Path]
shell = CliRunner()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def turn(*words: str) -> Any:
    """Run it; what it raises comes through, as `minben` itself turns it into words."""
    return shell.invoke(turning.app, list(words), catch_exceptions=False)


def taught(*words: str) -> str:
    told = shell.invoke(turning.app, list(words))
    assert isinstance(told.exception, TeachingError)
    return told.exception.code


def test_below_titles_the_screen_says_which_row_was_taken_for_the_header(export: Export) -> None:
    path = export(complaints(12))
    path.write_text("三月工单\n" + path.read_text("utf-8"), "utf-8")
    said = turn("--requests", str(path))
    assert "The names of the columns were read in row 2" in said.stdout
    assert json.loads(turn("--requests", str(path), "--json").stdout)["header_row"] == 2


def test_one_screen_tells_what_became_of_a_file(export: Export) -> None:
    said = turn("--requests", str(export(complaints(12))))
    assert said.exit_code == 0
    for words in (
        "Linjiang, once round the loop",
        "Sent to a unit",
        "Seconds, requests a second",
        "/loop/turns/",
    ):
        assert words in said.stdout


def test_who_let_the_algorithms_run_is_told_once_on_the_screen(export: Export) -> None:
    path = str(export(complaints(3)))
    assert "cleared by the account “console” until" in turn("--requests", path).stdout
    assert "cleared by" not in turn("--requests", path).stdout, "the clearance held already"


def test_who_let_the_algorithms_run_is_told_to_programs_too(export: Export) -> None:
    path = str(export(complaints(3)))
    first, again = (json.loads(turn("--requests", path, "--json").stdout) for _ in range(2))
    assert first["cleared_by"] == "console"
    assert datetime.fromisoformat(first["cleared_until"]) > now() + timedelta(hours=23)
    assert (again["cleared_by"], again["cleared_until"]) == (None, None)


def test_the_figures_come_as_json_for_other_programs(export: Export) -> None:
    said = turn("--requests", str(export(complaints(12))), "--json")
    told = json.loads(said.stdout)
    assert (told["imported"], told["routed"], told["set_aside"]) == (12, 12, 0)
    assert told["page"].endswith(f"/loop/turns/{told['turn']}/")


def test_bad_rows_are_shown_with_their_remedy_and_the_exit_status_says_so(export: Export) -> None:
    rows = complaints(3)
    rows[1]["when"] = "[gestern]"
    said = turn("--requests", str(export(rows)))
    assert said.exit_code == 1
    assert "Row 3, when:" in said.stdout
    assert "“[gestern]” cannot be read as a date" in said.stdout, (
        "what stands in the cell is shown as it stands"
    )
    assert "Write it like 2026-03-01 09:00." in said.stdout
    assert "/requests/imports/" in said.stdout
    assert Request.objects.count() == 2


def test_a_mapping_may_stand_in_a_file(export: Export, tmp_path: Path) -> None:
    path = export([{"标题": "暖气", "正文": "不热", "几时": "2026/3/1", "分类": "供暖"}])
    (tmp_path / "map.yaml").write_text("text: [标题, 正文]\nwhen: 几时\ncategory: 分类\n", "utf-8")
    assert turn("--requests", str(path), "--map", str(tmp_path / "map.yaml")).exit_code == 0
    assert Request.objects.get().text == "暖气\n不热"


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ("text", "map_unreadable"),
        ("words=text", "map_unknown_key"),
        ("text=nothing", "map_unknown_column"),
        ("nowhere.yaml", "map_file_unreadable"),
        ("list.yaml", "map_unreadable"),
        ("knot.yaml", "map_file_unreadable"),
    ],
)
def test_a_mapping_that_cannot_be_used_teaches(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapping: str, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.yaml").write_text("- text\n")
    Path("knot.yaml").write_text("text: [a\n")
    assert taught("--requests", str(export(complaints(2))), "--map", mapping) == code
    assert not Request.objects.exists()


def test_wrong_rows_of_the_catalogue_are_told_and_the_turn_still_goes_round(export: Export) -> None:
    row = {"category": "供暖", "unit": "热力公司", "since": "soon", "source": "派单目录"}
    said = turn("--requests", str(export(complaints(3))), "--units", str(export([row], "catalogue.csv")))
    assert said.exit_code == 1
    assert "catalogue.csv, row 2, 起始日期 Since:" in said.stderr
    assert Request.objects.count() == 3


def test_a_model_that_is_not_there_teaches(export: Export, tmp_path: Path) -> None:
    assert (
        taught("--requests", str(export(complaints(2))), "--model", str(tmp_path / "none")) == "model_absent"
    )


def city(*words: str) -> Any:
    return shell.invoke(founding.app, list(words), catch_exceptions=False)


def test_history_without_a_closing_day_is_told_to_be_open_work(export: Export) -> None:
    row = {"text": "三号楼暖气不热", "when": "2020-03-01", "category": "供暖"}
    said = turn("--requests", str(export([row])))
    assert "1 requests are over 90 days old" in said.stderr
    closed = export([row | {"when": "2020-03-02", "closed": "2020-03-05"}], "closed.csv")
    assert "days old" not in turn("--requests", str(closed)).stderr


def test_a_city_is_founded_from_its_own_templates(tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    assert city("template", str(folder)).exit_code == 0
    names = {path.stem for path in folder.glob("*.xlsx")}
    assert names == {"places", "units", "roles", "calendar", "categories", "answers", "catalogue", "crews"}
    assert {str(path.name) for path in folder.iterdir()} == {f"{name}.xlsx" for name in names}
    said = city("init", str(folder))
    assert said.exit_code == 0, said.stdout + said.stderr
    assert not (folder / "set-aside.csv").exists()
    assert not User.objects.filter(username="wangfang").exists(), "an example opens no account"
    assert Unit.objects.filter(code="heat").exists()
    assert Category.objects.filter(code="heating").exists()
    assert CatalogueRule.objects.filter(unit__code="heat").exists()
    assert "minben city password" in said.stdout
    assert "came with the templates, are in the city now: places 2, units 3" in said.stderr
    assert not CatalogueRule.objects.filter(verified=True).exists(), "nobody has checked an invented source"
    before = CatalogueRule.objects.count()
    assert city("init", str(folder)).exit_code == 0
    assert CatalogueRule.objects.count() == before, "the same folder again changes nothing"


def test_bad_cells_are_set_aside_in_a_file_with_reason_and_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    city("template", str(folder))
    book = openpyxl.load_workbook(folder / "units.xlsx")
    book.worksheets[0].append(["parks", "garden", "园林局"])
    book.worksheets[0].append(["", "department", "没有代码的局"])
    book.save(folder / "units.xlsx")
    said = city("init", str(folder))
    assert said.exit_code == 1
    assert "units.xlsx, row" in said.stderr
    with (folder / "set-aside.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["column"] for row in rows] == ["类别 Kind", "代码 Code"]
    assert all(row["reason"] and row["remedy"] for row in rows)
    assert Unit.objects.filter(code="heat").exists(), "the good rows went in"


@pytest.mark.parametrize(("make", "code"), [(False, "city_folder_missing"), (True, "city_folder_empty")])
def test_a_folder_that_holds_no_city_teaches(tmp_path: Path, make: bool, code: str) -> None:
    folder = tmp_path / "sheets"
    if make:
        folder.mkdir()
    told = shell.invoke(founding.app, ["init", str(folder)])
    assert isinstance(told.exception, TeachingError)
    assert told.exception.code == code


def test_wang_fang_gets_a_first_password_and_a_stranger_gets_none(settings: Any) -> None:
    settle()
    said = city("password", "wang.fang", "zhao.qiang").stdout.split()
    for name, word in zip(said[::2], said[1::2], strict=True):
        assert User.objects.get(username=name).check_password(word)
    before = User.objects.get(username="wang.fang").password
    told = shell.invoke(founding.app, ["password", "wang.fang", "nobody"])
    assert User.objects.get(username="wang.fang").password == before, "all of them or none"
    assert isinstance(told.exception, TeachingError)
    assert told.exception.code == "account_unknown"


def test_the_first_model_is_trained_taken_up_and_runs_only_when_a_person_cleared_it(
    tmp_path: Path, export: Export
) -> None:
    model = tmp_path / "model"
    _train(model)
    assert city("model", str(model)).exit_code == 0
    assert not register.standing(name="hotline.classifier", at=NOW).cleared
    said = turn("--requests", str(export([_unsorted(n) for n in range(6)])), "--json")
    assert json.loads(said.stdout)["to_clerk"] == 6, "until then clerks decide"
    cleared = turn(
        "--requests",
        str(export([_unsorted(n) for n in range(6, 12)], "b.csv")),
        "--model",
        str(model),
        "--json",
    )
    told = json.loads(cleared.stdout)
    assert told["classified"] + told["abstained"] == 6
    assert told["classified"] > 0


def _unsorted(n: int) -> dict[str, str]:
    return {"id": f"U{n}", "text": f"{n}号楼暖气不热，屋里冷得很", "when": "2026-03-02"}


def _train(folder: Path) -> None:
    said = {
        "供暖": "号楼暖气不热，屋里很冷，请来修",
        "噪声": "号楼下半夜烧烤很吵，睡不着",
        "道路": "号楼前的路坏了，有个大坑",
    }
    texts = [f"{n}{words}" for n in range(60) for words in said.values()]
    hotline.train_model(texts=texts, labels=[*said] * 60, folder=folder, made_on=NOW.date())
