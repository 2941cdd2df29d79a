"""A file goes once round the loop."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from minben.commons.errors import TeachingError
from minben.dispatch.orders.models import Order
from minben.ground.registers.models import Unit
from minben.loop.models import Turn
from minben.needs.hotline import queries
from minben.needs.hotline.models import Request, SetAside
from tests.city import NOW, SHANGHAI, Town, ledger_holds
from tests.loop.conftest import Taken, complaints

Export = Callable[..., Path]
WORDS = {"text": "三号楼暖气不热", "when": "2026-03-01 09:00", "category": "供暖"}


def wrong(report: Any) -> list[tuple[int, str, str, str]]:
    """What was set aside: row, column, reason and remedy as codes."""
    return [(r.row, r.column, r.reason, r.remedy) for r in queries.set_aside_rows(report.import_id)]


def test_a_bare_file_goes_once_round_and_each_category_gets_its_own_unit(
    export: Export, taken: Taken
) -> None:
    report = taken(export(complaints(30)))
    assert (report.imported, report.routed, report.to_clerk, report.set_aside) == (30, 30, 0, 0)
    assert set(Unit.objects.values_list("name", flat=True)) == {"供暖组", "噪声组", "道路组"}
    for order in Order.objects.select_related("request"):
        assert order.due_at > NOW
        assert [reason["code"] for reason in order.why][:2] == ["own_unit", "span"]
        assert order.request.unit_id == order.unit_id
    assert report.deadlines_pending == 30
    assert ledger_holds()


def test_the_same_file_again_adds_nothing(export: Export, taken: Taken) -> None:
    path = export(complaints(30))
    taken(path)
    again = taken(path)
    assert (again.imported, again.known, again.routed) == (0, 30, 0)
    assert Request.objects.count() == Order.objects.count() == 30
    assert Turn.objects.count() == 2, "that somebody tried is kept all the same"


def test_a_renamed_copy_adds_nothing_even_under_another_source(export: Export, taken: Taken) -> None:
    taken(export(complaints(30), "march.csv"), source="march")
    again = taken(export(complaints(30), "march (1).csv"), source="march (1)")
    assert (again.imported, again.known) == (0, 30)
    assert Request.objects.count() == Order.objects.count() == 30


def test_a_longer_export_of_the_next_day_adds_only_what_is_new(export: Export, taken: Taken) -> None:
    taken(export(complaints(30), "monday.csv"))
    report = taken(export(complaints(45), "tuesday.csv"))
    assert (report.imported, report.known) == (15, 30)


def test_a_file_without_ids_is_known_again_by_what_it_says(export: Export, taken: Taken) -> None:
    rows = [{key: row[key] for key in ("text", "when")} for row in complaints(5)]
    taken(export(rows, "a.csv"))
    assert taken(export([*rows, {"text": "路灯坏了", "when": "2026-03-02"}], "b.csv")).imported == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"when": "昨天上午"}, ("when", "time_unreadable", "write_time")),
        ({"when": ""}, ("when", "when_empty", "give_when")),
        ({"when": "2031-01-01"}, ("when", "when_ahead", "check_when")),
        ({"text": "  "}, ("text", "text_empty", "give_text")),
        ({"closed": "2026-02-01"}, ("closed", "closed_before_when", "check_closed")),
        ({"closed": "2062-03-01"}, ("closed", "closed_ahead", "check_closed")),
        ({"lat": "130", "lon": "120"}, ("lat", "degrees_out_of_range", "check_degrees")),
        ({"due": "soon"}, ("due", "time_unreadable", "write_time")),
    ],
)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_rest_goes_in(
    export: Export, taken: Taken, change: dict[str, str], expected: tuple[str, str, str]
) -> None:
    blank = {"id": "", "due": "", "closed": "", "lat": "", "lon": ""}
    rows = [
        {**blank, **WORDS, "id": "1"},
        {**blank, **WORDS, "id": "2", **change},
        {**blank, **WORDS, "id": "3"},
    ]
    report = taken(export(rows))
    assert (report.imported, report.set_aside) == (2, 1)
    assert wrong(report) == [(3, *expected)]
    assert "2" in SetAside.objects.get().raw


def test_the_same_id_with_other_words_is_set_aside_and_nothing_is_lost(export: Export, taken: Taken) -> None:
    first, other = {"id": "7", **WORDS}, {"id": "7", **WORDS, "text": "路灯坏了"}
    report = taken(export([first, other, first]))
    assert (report.imported, report.known, report.set_aside) == (1, 1, 1)
    assert wrong(report) == [(3, "id", "key_used_twice", "give_own_key")]


def test_unknown_places_on_the_map_stay_unknown(export: Export, taken: Taken) -> None:
    spots = [("0", "0"), ("nan", "120.1"), ("", ""), ("30.25", "120.15")]
    rows = [{"id": n, **WORDS, "lat": lat, "lon": lon} for n, (lat, lon) in enumerate(spots)]
    assert taken(export(rows)).set_aside == 0
    known = Request.objects.order_by("source_key").values_list("lat", "lon")
    assert list(known) == [(None, None)] * 3 + [(30.25, 120.15)]


def test_the_ends_of_lines_that_excel_writes_out_are_read_as_such(export: Export, taken: Taken) -> None:
    taken(export([WORDS | {"text": "三号楼暖气不热。_x000D_\n家里有老人。_x000D_ 请来看看"}]))
    assert Request.objects.get().text == "三号楼暖气不热。\n家里有老人。\n 请来看看"


def test_what_the_export_closed_keeps_its_times_and_what_it_left_open_gets_a_deadline(
    export: Export, taken: Taken
) -> None:
    rows = [
        {"id": "met", "due": "2026-03-05", "closed": "2026-03-04", **WORDS},
        {"id": "late", "due": "2026-03-05", "closed": "2026-03-06", **WORDS},
        {"id": "free", "due": "", "closed": "2026-03-06", **WORDS},
        {"id": "open", "due": "", "closed": "", **WORDS},
        {"id": "past", "due": "2026-03-05", "closed": "", **WORDS},
    ]
    report = taken(export(rows))
    kept = (report.deadlines_met, report.deadlines_missed, report.deadlines_none, report.deadlines_pending)
    assert kept == (1, 2, 1, 1)
    assert Request.objects.get(source_key="late").closed_at == datetime(
        2026, 3, 6, 23, 59, 59, tzinfo=SHANGHAI
    )
    assert Order.objects.get(request__source_key="free").due_at is None


def test_without_a_model_or_a_category_a_clerk_decides(export: Export, taken: Taken) -> None:
    report = taken(export([{"text": "三号楼暖气不热", "when": "2026-03-01"}]))
    assert (report.abstained, report.to_clerk, report.routed) == (1, 1, 0)
    rows, how_many = queries.clerk_queue(turn=report.turn)
    assert how_many == len(rows) == 1


def test_units_that_the_city_has_get_the_work(town: Town, export: Export, taken: Taken) -> None:
    rows = [
        {"text": "暖气不热", "when": "2026-03-01", "category": "heating", "place": "江畔社区"},
        {"text": "半夜很吵", "when": "2026-03-01", "category": "noise", "place": "江畔社区"},
        {"text": "半夜很吵闹", "when": "2026-03-01", "category": "noise", "place": "没人知道的地方"},
    ]
    taken(export(rows))
    got = dict(Request.objects.values_list("text", "unit__code"))
    assert got == {"暖气不热": "heat", "半夜很吵": "north", "半夜很吵闹": "urban"}


@pytest.mark.parametrize(
    ("rows", "columns", "code"),
    [
        ([{"题目": "路灯", "日期": "2026-03-01"}], {}, "map_incomplete"),
        ([WORDS], {"text": ("没有的栏",)}, "map_unknown_column"),
    ],
)
def test_a_file_whose_columns_mean_nothing_teaches_and_writes_nothing(
    export: Export, taken: Taken, rows: Any, columns: Any, code: str
) -> None:
    with pytest.raises(TeachingError) as taught:
        taken(export(rows), columns=columns)
    assert taught.value.code == code
    assert Request.objects.count() == 0


def test_any_names_of_columns_will_do_when_they_are_mapped(export: Export, taken: Taken) -> None:
    rows = [{"标题": "暖气", "正文": "不热", "几时": "2026/3/1 8:30", "分类": "供暖"}]
    mapping = {"text": ("标题", "正文"), "when": ("几时",), "category": ("分类",)}
    report = taken(export(rows), columns=mapping)
    assert report.routed == 1
    assert Request.objects.get().text == "暖气\n不热"


def test_figures_of_a_turn_stand_on_its_page(town: Town, export: Export, taken: Taken) -> None:
    report = taken(
        export([*complaints(3), {"id": "x", "text": "", "when": "2026-03-01", "category": "供暖"}])
    )
    page = town.browser("liu.yan").get(f"/loop/turns/{report.turn}/").content.decode()
    assert "Sent to a unit" in page
    assert f"/requests/imports/{report.import_id}/" in page
    assert town.browser("li.wei").get(f"/loop/turns/{report.turn}/").status_code == 403
