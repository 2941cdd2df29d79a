"""A neighbouring city's system writes 03/04/2026: Wang Fang brings its export in, and no deadline is a month off."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.timezone import localdate
from typer.testing import CliRunner

from minben.commons.errors import TeachingError
from minben.loop.commands import turning
from minben.loop.models import Turn
from minben.needs.hotline.models import Import, Request, SetAside
from tests.city import Town

Export = Callable[..., Path]
Taken = Callable[..., Any]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trials_at_hand")]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def letters(*days: str, **more: str) -> list[dict[str, str]]:
    return [
        {"id": str(n), "text": f"{n}号楼暖气不热", "when": day, "category": "供暖", **more}
        for n, day in enumerate(days)
    ]


def received() -> dict[str, date]:
    return {key: localdate(at) for key, at in Request.objects.values_list("source_key", "received_at")}


def turn(*words: str) -> Any:
    return CliRunner().invoke(turning.app, list(words))


def test_one_day_after_the_twelfth_tells_how_all_are_read_and_the_turn_says_so(
    export: Export, client: Client, town: Town
) -> None:
    done = turn("--requests", str(export(letters("03/02/2026", "13/02/2026"))))
    assert done.exit_code == 0
    assert received() == {"0": date(2026, 2, 3), "1": date(2026, 2, 13)}
    said = "The days in column “when” were read with the day first, as “13/02/2026” in row 3 shows."
    assert said in done.stdout
    client.force_login(town.users["liu.yan"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/loop/turns/{Turn.objects.get().key}/").content.decode()
    assert "“when”一列的日期按日在前读取，从第 3 行的“13/02/2026”可以看出。" in page


def test_where_every_day_could_be_both_wang_fang_is_asked_and_nothing_at_all_is_written(
    export: Export, taken: Taken
) -> None:
    path = export(letters("03/02/2026", "04/02/2026"))
    for bring in (lambda: turn("--requests", str(path)).exception, lambda: _raised(taken, path)):
        asked = bring()
        assert isinstance(asked, TeachingError)
        assert asked.code == "days_two_ways"
        assert (asked.params["day_first"], asked.params["month_first"]) == ("2026-02-03", "2026-03-02")
    assert not Request.objects.exists()
    assert not Import.objects.exists()
    assert not Turn.objects.exists()


def _raised(taken: Taken, path: Path) -> Exception:
    with pytest.raises(TeachingError) as asked:
        taken(path)
    return asked.value


@pytest.mark.parametrize(
    ("said", "day"), [("day_first", date(2026, 2, 3)), ("month_first", date(2026, 3, 2))]
)
def test_once_she_says_which_comes_first_they_go_in_as_she_says(export: Export, said: str, day: date) -> None:
    done = turn("--requests", str(export(letters("03/02/2026"))), "--map", f"dates={said}", "--json")
    assert (done.exit_code, json.loads(done.stdout)["imported"]) == (0, 1)
    assert received() == {"0": day}


def test_what_the_order_cannot_read_is_set_aside_with_its_lesson(export: Export, taken: Taken) -> None:
    taken(export(letters("03/02/2026", "02/13/2026")), columns={"dates": ("day_first",)})
    assert received() == {"0": date(2026, 2, 3)}
    aside = SetAside.objects.get()
    assert (aside.row, aside.reason, aside.remedy) == (3, "time_not_day_first", "write_year_first")


def test_where_cells_contradict_each_other_their_rows_wait_until_she_says_how_they_are_meant(
    export: Export, taken: Taken
) -> None:
    path = export(letters("2026-02-01", "13/02/2026", "02/14/2026", "03/02/2026"))
    first = taken(path)
    assert (first.imported, first.set_aside) == (1, 3)
    aside = {
        row: (reason, facts) for row, reason, facts in SetAside.objects.values_list("row", "reason", "facts")
    }
    assert [aside[row][0] for row in (3, 4)] == ["time_contradicted"] * 2
    assert aside[5][0] == "time_two_ways"
    assert (aside[5][1]["day_first"], aside[5][1]["month_first"]) == ("2026-02-03", "2026-03-02")
    again = taken(path, columns={"dates": ("day_first",)}, source="another name")
    assert (again.imported, again.known, again.set_aside) == (2, 1, 1)
    assert received() == {"0": date(2026, 2, 1), "1": date(2026, 2, 13), "3": date(2026, 2, 3)}


def test_each_column_tells_for_itself_and_one_that_tells_nothing_is_asked_about(
    export: Export, taken: Taken
) -> None:
    told = taken(export(letters("2026-02-01", closed="13/02/2026")))
    assert [(one.column, one.order) for one in told.days] == [("closed", "day_first")]
    asked = _raised(taken, export(letters("13/02/2026", closed="03/04/2026"), "other.csv"))
    assert isinstance(asked, TeachingError)
    assert asked.params["column"] == "closed"


def test_a_word_that_is_no_order_is_taught(export: Export) -> None:
    done = turn("--requests", str(export(letters("03/02/2026"))), "--map", "dates=european")
    assert isinstance(done.exception, TeachingError)
    assert done.exception.code == "map_order_unknown"
