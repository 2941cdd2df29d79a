"""Lists asked together are the lists asked one by one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minben.commons.together import together
from minben.ground.registers.models import Membership, Place, Unit
from minben.needs.hotline.models import Entry, Request
from tests.city import NOW, Town, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    """Somebody was cold at an exact spot, and asks in the words that people use."""
    town = settle()
    for n in range(3):
        town.ask(text=f'"{n}"号楼\n暖气不热 {{}} %s %', lat=31.230391234567891, lon=121.4 + n / 3, at=NOW)
    Request.objects.update(solved_at=NOW + timedelta(microseconds=1), confidence=0.1 + 0.2)
    Membership.objects.filter(user=town.users["he.jing"]).update(until=date(2026, 12, 31))
    return town


def lists() -> list[Any]:
    return [
        Request.objects.order_by("-pk").values_list(
            "pk", "text", "lat", "lon", "confidence", "guesses", "signals", "why", "solved", "solved_at", "received_at",
            "place__name", "person_id", "closed_at",
        ),
        Entry.objects.order_by("at", "id").values_list("at", "step", "public", "facts", "user__display"),
        Unit.objects.filter(kind="hospital").values_list("pk", "name"),
        Membership.objects.order_by("-since", "pk").values_list("since", "until", "unit__name")[:2],
        Place.objects.order_by("-code").values_list("code", "aliases", "parent__name"),
    ]  # fmt: skip


def test_each_list_is_as_it_would_be_alone(town: Town) -> None:
    assert together(connection, *lists()) == [list(one) for one in lists()]


def test_it_is_one_question_however_many_lists(town: Town) -> None:
    with CaptureQueriesContext(connection) as asked:
        together(connection, *lists())
    assert len(asked) == 1


def test_a_truth_stays_a_truth(town: Town) -> None:
    ((row, *_others),) = together(connection, Entry.objects.order_by("id").values_list("public"))
    assert row[0] is True
