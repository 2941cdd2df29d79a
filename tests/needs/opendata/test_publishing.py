"""A month is published once, within its budget, and nobody's words, confidence or report are in it."""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from random import Random
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from typer.testing import CliRunner

from minben.commons.errors import TeachingError
from minben.conf import working
from minben.ledger.models import Entry
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries as requests
from minben.needs.hotline.models import Request
from minben.needs.opendata import actions, gathering, queries, tasks
from minben.needs.opendata.commands import app
from minben.needs.opendata.core.releases import Rule
from minben.needs.opendata.files import COLUMNS
from minben.needs.opendata.models import File, Release, Spending
from minben.needs.opendata.rules import LeftOut
from tests.city import NOW, SHANGHAI, Town, ledger_holds, settle
from tests.racing import at_once, errors, shared_database

__all__ = ["shared_database"]

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
LATER = datetime(2026, 4, 3, 9, 0, tzinfo=SHANGHAI)
MAY = datetime(2026, 5, 3, 9, 0, tzinfo=SHANGHAI)
WORDS = "三号楼暖气不热，我叫陈桂英，电话19900001234"


@pytest.fixture
def town(db: None) -> Town:
    return settle()


def heard(town: Town, n: int, **facts: Any) -> list[int]:
    """So many people whom nobody knows ask for something in March."""
    given = {
        "text": WORDS,
        "category": "heating",
        "channel": "web",
        "place_id": town.places["riverside"],
        **facts,
    }
    given.setdefault("received_at", NOW)
    intakes = [hotline.Intake(**given) for _ in range(n)]
    return list(hotline.receive(intakes=intakes, at=given["received_at"]).request_ids)


def published(month: date = MARCH, at: datetime = LATER, **more: Any) -> actions.Published:
    return actions.publish(months=[month], at=at, by="console", below=Random(1).randrange, **more)[0]


def rows(month: date = MARCH) -> list[Mapping[str, str]]:
    held = queries.content(month=month, form="csv")
    assert held is not None
    return list(csv.DictReader(StringIO(held.decode("utf-8-sig"))))


def test_twelve_neighbours_make_one_row_that_tells_all_it_may(town: Town) -> None:
    heard(town, 12)
    done = published(licence="https://city.example/licence")
    assert (done.rows, done.epsilon_milli, done.new) == (1, 1000, True)
    (row,) = rows()
    assert int(row.pop("requests")) >= 10
    assert row == {
        "month": "2026-03", "week": "2026-03-09", "category": "heating", "category_name": "供暖",
        "category_name_en": "Heating", "place": "riverside", "place_kind": "community", "place_name": "江畔社区",
        "place_name_en": "Riverside", "channel": "web", "kind": "help",
    }  # fmt: skip


def test_no_word_that_anybody_said_is_in_any_file(town: Town) -> None:
    heard(town, 40)
    published()
    for held in File.objects.values_list("content", flat=True):
        content = bytes(held)
        for word in ("暖气", "陈桂英", "19900001234"):
            assert word.encode() not in content
        assert not any(code.encode() in content for code in Request.objects.values_list("code", flat=True))


def test_both_files_hold_the_same_rows_and_are_what_the_ledger_says(town: Town) -> None:
    heard(town, 25)
    heard(town, 15, category="noise", place_id=None, channel="phone")
    published()
    held = queries.content(month=MARCH, form="parquet")
    assert held is not None
    table = pq.read_table(BytesIO(held)).to_pylist()
    assert [{name: str(value) for name, value in row.items()} for row in table] == rows()
    assert tuple(table[0]) == COLUMNS
    detail = Entry.objects.get(what="opendata.published").leaf
    for file in queries.releases()[0].files:
        content = queries.content(month=MARCH, form=file.form)
        assert content is not None
        assert file.digest == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert file.digest in detail
        assert file.size_b == len(content)
    assert ledger_holds(LATER)


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "whistle"},
        {"identity": "confidential"},
        {"received_at": NOW - timedelta(days=11)},
    ],
    ids=["whistle-blowing", "in confidence", "another month"],
)
def test_what_is_not_for_everybody_never_appears(town: Town, facts: dict[str, Any]) -> None:
    heard(town, 12)
    heard(town, 30, category="noise", **facts)
    published()
    assert {row["category"] for row in rows()} == {"heating"}
    assert sum(int(row["requests"]) for row in rows()) < 25


@pytest.mark.parametrize("state", ["withdrawn", "set_apart", "excluded", "declined"])
def test_what_was_taken_back_or_left_out_never_appears(town: Town, state: str) -> None:
    heard(town, 12)
    Request.objects.filter(pk__in=heard(town, 30, category="noise")).update(state=state)
    published()
    assert {row["category"] for row in rows()} == {"heating"}


def test_a_city_may_leave_out_kinds_and_headings_with_all_below_them(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows_of = [
        hotline.NewCategory(code="family", name="家庭"),
        hotline.NewCategory(code="home", name="家", parent="family"),
    ]
    hotline.add_categories(rows=rows_of, at=NOW)
    heard(town, 12)
    heard(town, 12, category="home")
    heard(town, 12, category="noise", kind="complaint")
    monkeypatch.setattr(actions, "left_out_on", lambda _day: LeftOut(("complaint",), ("family",)))
    published()
    assert {row["category"] for row in rows()} == {"heating"}


def test_one_person_who_asks_twelve_times_is_nobody_to_hide_among(town: Town) -> None:
    heard(town, 12, person_id=town.people["chen"])
    with pytest.raises(TeachingError, match="Too few people") as refused:
        published()
    assert refused.value.code == "opendata_too_few"
    assert not Spending.objects.exists()
    assert not Release.objects.exists()


def test_nobodys_key_leaves_the_hotline(town: Town) -> None:
    heard(town, 3, person_id=town.people["zhou.min"])
    heard(town, 2)
    told = requests.openable(since=NOW, until=LATER)
    assert set(told) == {"received_at", "category", "place", "channel", "kind", "who"}
    assert len(set(told["who"].tolist())) == 3, "Zhou Min is one, each unknown person another"
    assert set(told["who"].tolist()) == {0, 1, 2}


def test_the_same_month_is_not_paid_twice(town: Town) -> None:
    heard(town, 12)
    published()
    before = queries.content(month=MARCH, form="csv")
    heard(town, 30)
    again = published()
    assert (again.new, again.epsilon_milli) == (False, 0)
    assert queries.content(month=MARCH, form="csv") == before
    assert Spending.objects.count() == 1


def test_two_who_publish_at_once_pay_once(shared_database: None) -> None:
    town = settle()
    heard(town, 12)
    done = at_once(*[published] * 4)
    assert errors(done) == []
    assert sorted(one.new for one in done if isinstance(one, actions.Published)) == [
        False,
        False,
        False,
        True,
    ]
    assert Spending.objects.count() == 1
    connection.close()


def test_a_month_that_is_not_over_waits(town: Town) -> None:
    heard(town, 12)
    with pytest.raises(TeachingError, match="not over yet"):
        published(at=NOW)


def test_when_the_year_is_spent_nothing_more_is_published_and_the_words_say_why(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    tight = Rule(k=10, cap=2, epsilon_milli=700, budget_milli=1300)
    monkeypatch.setattr(actions, "rule_on", lambda _day: tight)
    heard(town, 12)
    heard(town, 12, received_at=NOW + timedelta(days=30))
    published()
    with pytest.raises(TeachingError) as refused:
        published(APRIL, MAY)
    assert refused.value.code == "opendata_budget_spent"
    assert str(refused.value).startswith(
        "The privacy budget for 2026 is spent: 0.7 of 1.3, and this release asks for 0.7."
    )
    assert [row.month for row in queries.releases()] == [MARCH]
    monkeypatch.setattr(actions, "rule_on", lambda _day: replace(tight, epsilon_milli=600))
    assert published(APRIL, MAY).new, "what is left may be spent to the last"
    assert queries.years() == [queries.YearRow(2026, 1300)]


def test_the_privacy_ledger_says_what_was_spent_when_and_by_whom(town: Town) -> None:
    heard(town, 12)
    published()
    assert queries.spendings() == [queries.SpendingRow(2026, "requests 2026-03", 1000, LATER, "console")]
    entry = Entry.objects.get(what="opendata.published")
    assert (entry.who, entry.subject) == ("console", "release:2026-03")
    assert '"epsilon_milli":1000' in entry.leaf


def test_a_week_begins_on_monday_in_the_citys_own_time_also_when_clocks_change(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    moments = ["2026-03-29T00:30+01:00", "2026-03-29T23:30+02:00", "2026-03-30T00:30+02:00"]
    seconds = np.array([datetime.fromisoformat(moment).timestamp() for moment in moments])
    days = [date.fromordinal(int(week)).isoformat() for week in gathering._weeks(seconds)]
    assert days == ["2026-03-23", "2026-03-23", "2026-03-30"]


def test_the_night_publishes_the_last_month_only_where_the_city_wants_it(town: Town, settings: Any) -> None:
    heard(town, 12)
    cache.clear()
    working.work_once(LATER)
    assert not Release.objects.exists()
    settings.MINBEN_OPENDATA = True
    for night in (1, 2):
        working.work_once(LATER + timedelta(days=night))
    assert Spending.objects.get().by == "worker"
    assert tasks.publish_due(at=LATER) is False, "and only once"
    cache.clear()


def test_a_night_that_may_not_publish_goes_on_with_its_work(town: Town, settings: Any) -> None:
    settings.MINBEN_OPENDATA = True
    assert tasks.publish_due(at=LATER) is False


def test_a_clerk_at_the_terminal_publishes_and_reads_the_ledger(town: Town) -> None:
    heard(town, 12)
    with translation.override("en"):
        first = CliRunner().invoke(app, ["publish", "--month", "2026-03"])
        again = CliRunner().invoke(app, ["publish", "--month", "2026-03"])
        spent = CliRunner().invoke(app, ["spent"], env={"COLUMNS": "120"})
    assert first.output == "2026-03: 1 rows, epsilon 1 spent\n"
    assert again.output == "2026-03 was published before: 1 rows, nothing spent\n"
    assert "What people asked for, March 2026" in spent.output
    assert "2026: 1 of 12 spent\n" in spent.output
    wrong = CliRunner().invoke(app, ["publish", "--month", "March"])
    assert isinstance(wrong.exception, TeachingError)
