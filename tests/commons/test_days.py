"""Wang Fang brings in files whose days other people wrote: each is read as it is meant, or she is asked."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.days import Order, OtherOrderError, TwoWaysError, read_day, ways
from minben.commons.errors import TeachingError
from minben.commons.tables import Shown, settle
from minben.commons.tables.filled import day_of

DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
ORDERS = st.sampled_from(Order)
SIGNS = st.sampled_from("/.-")


def written(day: date, order: Order, sign: str, *, padded: bool = True) -> str:
    day_, month = (f"{n:02d}" if padded else str(n) for n in (day.day, day.month))
    first, second = (day_, month) if order is Order.DAY_FIRST else (month, day_)
    return f"{first}{sign}{second}{sign}{day.year}"


@given(DAYS, ORDERS, SIGNS, st.booleans())
def test_whoever_knows_the_order_reads_the_day_that_was_written(
    day: date, order: Order, sign: str, padded: bool
) -> None:
    assert read_day(written(day, order, sign, padded=padded), order) == day


@given(DAYS, ORDERS, SIGNS)
def test_whoever_does_not_know_the_order_reads_the_day_that_was_written_or_none(
    day: date, order: Order, sign: str
) -> None:
    cell = written(day, order, sign)
    if day.day > 12 or day.day == day.month:
        assert read_day(cell) == day
    else:
        with pytest.raises(TwoWaysError) as asked:
            read_day(cell)
        assert set(asked.value.found.values()) == {day, date(day.year, day.day, day.month)}


@given(
    DAYS,
    st.sampled_from(("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")),
    st.sampled_from([None, *Order]),
)
def test_a_day_with_its_year_first_is_the_same_whatever_the_order(
    day: date, form: str, order: Order | None
) -> None:
    assert ways(f"{day:{form}}") is None
    assert read_day(f"{day:{form}}", order) == day == day_of(f"{day:{form}}")


@given(st.text(max_size=30) | st.from_regex(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}( .{0,12})?", fullmatch=True))
def test_what_is_no_day_is_said_to_be_none_and_nothing_breaks(text: str) -> None:
    for order in (None, *Order):
        try:
            assert isinstance(read_day(text, order), date)
        except ValueError:
            continue


@pytest.mark.parametrize(
    ("clock", "hour", "minute"),
    [
        ("09:05", 9, 5),
        ("9:05:59", 9, 5),
        ("12:05:00 AM", 0, 5),
        ("12:05 p.m.", 12, 5),
        ("11:05:00 PM", 23, 5),
    ],
)
def test_the_time_behind_the_day_is_read_too(clock: str, hour: int, minute: int) -> None:
    found = read_day(f"03/04/2026 {clock}", Order.DAY_FIRST)
    assert isinstance(found, datetime)
    assert (found.date(), found.hour, found.minute) == (date(2026, 4, 3), hour, minute)


@pytest.mark.parametrize(
    "cell", ["31/02/2026", "13/13/2026", "03/04/26", "01/02/2026 25:00", "1/2/2026 13:00 PM"]
)
def test_no_order_makes_a_day_of_what_is_none(cell: str) -> None:
    for order in (None, *Order):
        with pytest.raises(ValueError, match="/") as told:
            read_day(cell, order)
        assert not isinstance(told.value, TwoWaysError | OtherOrderError)


def test_a_template_of_the_city_is_filled_in_with_the_year_first_and_nothing_else_is_guessed() -> None:
    for cell in ("03/04/2026", "13/04/2026"):
        with pytest.raises(ValueError, match="2026"):
            day_of(cell)


def table(folder: Path, *cells: str, name: str = "created") -> Path:
    path = folder / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", name), *((str(n), cell) for n, cell in enumerate(cells))])
    return path


@given(days=st.lists(DAYS, min_size=1, max_size=30), order=ORDERS)
def test_a_column_is_never_found_to_be_the_other_way_round(
    days: Sequence[date], order: Order, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = table(tmp_path_factory.getbasetemp(), *(written(day, order, "/") for day in days))
    if any(day.day > 12 for day in days):
        assert settle(path, ["created"]).orders == {"created": order}
    elif all(day.day == day.month for day in days):
        assert settle(path, ["created"]).orders == {}
    else:
        with pytest.raises(TeachingError, match="two ways"):
            settle(path, ["created"])


def test_one_day_late_in_a_month_tells_how_all_are_written(tmp_path: Path) -> None:
    early = ["03/04/2026"] * 4_500
    found = settle(table(tmp_path, *early, "13/04/2026", *early), ["created"])
    assert found.orders == {"created": Order.DAY_FIRST}
    assert found.shown == (Shown("created", Order.DAY_FIRST, "13/04/2026", 4_502),)


def test_where_every_day_could_be_both_one_is_shown_both_ways(tmp_path: Path) -> None:
    with pytest.raises(TeachingError) as asked:
        settle(table(tmp_path, "不详", "2026-03-01", "05/05/2026", "03/04/2026 09:05"), ["created"])
    told = asked.value.params
    assert (told["row"], told["cell"]) == (5, "03/04/2026 09:05")
    assert (told["day_first"], told["month_first"]) == ("2026-04-03", "2026-03-04")
    assert all(word in str(asked.value) for word in ("created", "in.csv", "2026-04-03", "dates=day_first"))


def test_a_column_of_days_that_are_the_same_both_ways_needs_no_question(tmp_path: Path) -> None:
    assert settle(table(tmp_path, "05/05/2026", "06/06/2026"), ["created"]).orders == {}


def test_cells_that_contradict_each_other_tell_no_order_and_both_are_shown(tmp_path: Path) -> None:
    found = settle(table(tmp_path, "13/04/2026", "03/04/2026", "04/14/2026"), ["created"])
    assert (found.orders, found.torn) == ({}, {"created"})
    assert [(one.cell, one.row) for one in found.shown] == [("13/04/2026", 2), ("04/14/2026", 4)]


def test_newest_requests_are_not_closed_yet_so_the_first_word_of_a_silent_column_is_waited_for(
    tmp_path: Path,
) -> None:
    path = table(tmp_path, *[""] * 5_000, "13/04/2026", name="closed")
    assert settle(path, ["closed"]).orders == {"closed": Order.DAY_FIRST}


def test_a_person_who_says_the_order_is_not_asked_and_the_file_is_not_even_opened(tmp_path: Path) -> None:
    found = settle(tmp_path / "absent.csv", ["created"], told=Order.MONTH_FIRST)
    assert found.orders == {"created": Order.MONTH_FIRST}
