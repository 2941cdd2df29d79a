"""The pages that are open all day ask the database as often for a hundred requests as for ten."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minben.needs.hotline import actions as hotline
from tests.city import NOW, Town, settle

pytestmark = pytest.mark.django_db
Visit = Callable[[], Any]


@pytest.fixture
def town(settings: Any) -> Town:
    settings.MINBEN_TOTP_REQUIRED = False
    return settle()


def signed_in(town: Town, username: str) -> Client:
    client = Client()
    client.force_login(town.users[username], backend="django.contrib.auth.backends.ModelBackend")
    return client


def hear(town: Town, count: int) -> None:
    """Half of them the program may not sort."""
    intakes = [
        hotline.Intake(
            text=f"{n}号楼的暖气不热", received_at=NOW, place_id=town.places["riverside"],
            category="heating" if n % 2 else "",
        )
        for n in range(count)
    ]  # fmt: skip
    hotline.receive(intakes=intakes, at=NOW)


def questions(visit: Visit) -> int:
    visit()
    with CaptureQueriesContext(connection) as asked:
        assert visit().status_code == 200
    return sum(
        one["sql"].lstrip().startswith(("SELECT", "INSERT", "UPDATE")) for one in asked.captured_queries
    )


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        ("", "/", 12),
        ("", "/loop/", 12),
        ("", "/outcomes/", 12),
        ("wang.fang", "/requests/queue/", 12),
        ("wang.fang", "/requests/desk/", 12),
        ("zhao.qiang", "/orders/", 12),
    ],
)
def test_a_page_asks_no_more_when_more_is_heard(town: Town, who: str, path: str, most: int) -> None:
    client = signed_in(town, who) if who else Client()
    hear(town, 10)
    few = questions(lambda: client.get(path))
    hear(town, 60)
    assert questions(lambda: client.get(path)) == few <= most
