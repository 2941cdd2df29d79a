"""A deadline is a moment: neither summer time nor a clock that jumps bends what a person was promised."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from minben.commons.workdays import Span, SpanUnit
from minben.conf import working
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders import limits
from minben.dispatch.orders.actions import pressing
from minben.dispatch.orders.models import OrderEntry, Reminder
from minben.ground.registers import actions as registers
from minben.ledger.models import Entry as Leaf
from minben.loop import nights
from minben.loop.models import Night
from minben.loop.nights import Nightly
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Entry
from tests.city import NOW, Town, ledger_holds, settle

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Summer time begins on 29 March 2026 and ends on 25 October, both Sundays, at night.
SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)


@pytest.fixture
def town(db: None) -> Town:
    return settle()


@pytest.fixture
def amsterdam(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A city whose clocks change twice a year."""
    settings.TIME_ZONE = "Europe/Amsterdam"
    for module in (limits, pressing):
        monkeypatch.setattr(module, "ZONE", AMSTERDAM)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(("day", "length"), [(SPRING, 23), (AUTUMN, 25)], ids=["spring", "autumn"])
def test_a_day_is_a_day_on_the_clock_and_hours_are_hours(
    town: Town, amsterdam: None, day: date, length: int
) -> None:
    start = noon(day)
    tomorrow = limits.due(start=start, span=Span(1, SpanUnit.DAYS))
    assert tomorrow == noon(day + DAY)
    assert tomorrow - start.astimezone(UTC) == timedelta(hours=length)
    hours = limits.due(start=start, span=Span(24, SpanUnit.HOURS))
    assert hours - start.astimezone(UTC) == timedelta(hours=24)


@pytest.mark.parametrize("day", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_a_working_day_ends_at_six_on_the_wall_after_the_change(
    town: Town, amsterdam: None, day: date
) -> None:
    registers.enrol_days(
        rows=[registers.NewDay(date(2026, 1, 1), works=False, name="new year", source="made for this test")],
        at=NOW,
    )
    due = limits.due(start=noon(day - DAY), span=Span(1, SpanUnit.WORKING_DAYS))
    local = due.astimezone(AMSTERDAM)
    assert (local.date(), local.hour) == (day + 2 * DAY, 18), "Monday evening, whatever Sunday night did"


@pytest.mark.parametrize("day", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_the_clock_that_stands_still_over_the_change_gives_back_the_time_it_stood(
    town: Town, amsterdam: None, day: date
) -> None:
    request = town.ask(received_at=noon(day), at=noon(day))
    order, zhao = town.order(request), town.users["zhao.qiang"]
    orders.sign(order_id=order.pk, by=zhao, at=noon(day) + HOUR)
    before = town.order(request).due_at
    assert before is not None
    orders.ask_person(order_id=order.pk, words="几单元？", by=zhao, at=noon(day) + HOUR)
    stood = timedelta(hours=30)
    answered = (noon(day) + HOUR).astimezone(UTC) + stood
    hotline.add_words(request_id=request.pk, words="二单元", at=answered)
    after = town.order(request)
    assert after.due_at == before + stood
    assert after.paused_s == stood.total_seconds()


def test_a_unit_is_reminded_once_on_a_day_of_25_hours(town: Town, amsterdam: None) -> None:
    town.ask()
    # Half past two comes twice that night.
    twice = [datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=AMSTERDAM) for fold in (0, 1)]
    assert [orders.remind_due(at=moment) for moment in (*twice, noon(AUTUMN + DAY))] == [1, 0, 0]
    assert orders.remind_due(at=noon(AUTUMN + 2 * DAY)) == 1


@pytest.mark.parametrize("day", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_each_night_of_the_change_has_its_work_once(town: Town, amsterdam: None, day: date) -> None:
    done: list[datetime] = []
    duty = Nightly("draw", done.append, whole=False)
    start = noon(day - DAY).astimezone(UTC)
    for hours in range(96):
        nights.run(duty, at=start + timedelta(hours=hours))
    days = [moment.astimezone(AMSTERDAM).date() for moment in done]
    assert days == [day - DAY, day, day + DAY, day + 2 * DAY, day + 3 * DAY]


def test_acts_stay_in_the_order_in_which_they_were_done_when_the_clock_is_set_back(town: Town) -> None:
    request = town.ask()
    hotline.add_words(request_id=request.pk, words="先说的", at=NOW + 2 * HOUR)
    # The clock was two hours ahead, and is put right.
    hotline.add_words(request_id=request.pk, words="后说的", at=NOW + HOUR)
    acts = Leaf.objects.filter(what="hotline.added", subject=f"hotline.request:{request.pk}").order_by("id")
    assert [leaf.at for leaf in acts] == [NOW + 2 * HOUR, NOW + HOUR]
    assert ledger_holds(NOW + HOUR)
    positions = list(acts.values_list("position", flat=True))
    assert positions == sorted(positions), "the log keeps the order of the acts, not of the clock"
    page = Client().get(f"/requests/{request.code}/").content.decode()
    assert "先说的" in page
    assert "后说的" in page
    assert Entry.objects.filter(request=request, step="added").count() == 2


def test_a_promise_made_before_the_clock_jumps_stays_what_it_was(town: Town) -> None:
    request = town.ask()
    promised = town.order(request).due_at
    ahead = NOW + 400 * DAY
    town.ask("又一件，时钟快了一年多", received_at=ahead, at=ahead)
    assert working.work_once(ahead) == []
    hotline.chase(request_id=request.pk, words="什么时候来", at=NOW + HOUR)
    assert town.order(request).due_at == promised
    request.refresh_from_db()
    assert request.due_at == promised


def test_an_order_resumed_on_a_clock_that_was_set_back_loses_no_time(town: Town) -> None:
    request, zhao = town.ask(), town.users["zhao.qiang"]
    order = town.order(request)
    orders.sign(order_id=order.pk, by=zhao, at=NOW)
    promised = town.order(request).due_at
    orders.ask_person(order_id=order.pk, words="几单元？", by=zhao, at=NOW + 3 * HOUR)
    hotline.add_words(request_id=request.pk, words="二单元", at=NOW + HOUR)
    after = town.order(request)
    assert (after.due_at, after.paused_s) == (promised, 0)


def test_the_night_comes_neither_twice_nor_never_when_the_clock_jumps(town: Town) -> None:
    town.ask()
    start = NOW + 30 * DAY
    for moment in (start, start + DAY, start + DAY - 2 * HOUR, start + DAY + HOUR):
        assert working.work_once(moment) == []
    assert Reminder.objects.count() == 2
    assert OrderEntry.objects.filter(step="reminded").count() == 2
    # A month ahead by mistake, and back: the nights between still have their work.
    working.work_once(start + 30 * DAY)
    working.work_once(start + 2 * DAY)
    days = set(Night.objects.filter(duty="remind", done_at__isnull=False).values_list("day", flat=True))
    assert (start + 2 * DAY).date() in days
    assert Reminder.objects.count() == 4


def test_a_clock_that_is_years_ahead_forgets_nobody(town: Town) -> None:
    contact = hotline.ContactGiven(name="周敏", phone="13912345678")
    request = town.ask(contact=contact)
    hotline.withdraw(request_id=request.pk, words="", at=NOW)
    working.work_once(NOW)
    working.work_once(NOW + 5000 * DAY)
    request.refresh_from_db()
    assert request.contact.phone == "13912345678"
    # Night after night it is true: the time is over.
    working.work_once(NOW + 5001 * DAY)
    assert not type(request.contact).objects.exists()
