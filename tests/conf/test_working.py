"""What the worker does by itself, and what happens when a duty fails."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError

from minben.conf import working
from minben.dispatch.orders.models import Reminder
from minben.evaluation.outcomes import queries as outcomes
from minben.ledger import queries as ledger
from minben.portal.health import BEAT
from tests.city import NOW, Town, settle

DAY = timedelta(days=1)


@pytest.fixture
def town(db: None) -> Town:
    return settle()


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_a_night_reminds_units_sums_up_and_seals(town: Town) -> None:
    town.ask()
    assert working.work_once(NOW + 30 * DAY) == []
    assert Reminder.objects.count() == 1
    assert outcomes.newest() is not None
    assert ledger.backlog_age(at=NOW + 30 * DAY) >= timedelta(0)
    assert cache.get(BEAT) == (NOW + 30 * DAY).timestamp()


def test_the_night_comes_once_however_many_workers_there_are(town: Town) -> None:
    town.ask()
    for _ in range(3):
        working.work_once(NOW + 30 * DAY)
    assert Reminder.objects.count() == 1
    working.work_once(NOW + 31 * DAY)
    assert Reminder.objects.count() == 2, "and again the next day"


def test_a_duty_that_fails_does_not_hold_up_the_others(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(at: object) -> None:
        raise OperationalError("the disk is full")

    town.ask()
    monkeypatch.setattr(working, "DUTIES", {**working.DUTIES, "seal": away})
    assert working.work_once(NOW + 30 * DAY) == ["seal"]
    assert Reminder.objects.count() == 1
    assert cache.get(BEAT) is None, "the health page says that the worker is not well"
