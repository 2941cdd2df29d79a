"""Calls taken on paper while nothing else worked, keyed in when it works again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localtime

from minben.commons.clock import now
from minben.needs.hotline.models import Request
from tests.city import settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_step(settings: Any) -> None:
    settings.MINBEN_TOTP_REQUIRED = False


def call(**more: str) -> dict[str, str]:
    said = {
        "channel": "phone",
        "text": "三号楼暖气不热，家里有老人",
        "category": "heating",
        "identity": "named",
    }
    return {**said, "reply_by": "nothing", "take": "1", **more}


def test_the_deadline_of_what_wang_fang_took_on_paper_counts_from_the_call() -> None:
    town = settle()
    heard = localtime(now() - timedelta(hours=20)).replace(second=0, microsecond=0)
    answer = town.browser("wang.fang").post(
        "/requests/desk/", call(heard_at=heard.strftime("%Y-%m-%dT%H:%M"))
    )
    assert answer.status_code == 302
    request = Request.objects.get()
    assert request.received_at == heard
    assert town.order(request).dispatched_at == heard


def test_a_call_that_lies_ahead_is_not_taken_and_nothing_typed_is_lost() -> None:
    town = settle()
    ahead = localtime(now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    answer = town.browser("wang.fang").post("/requests/desk/", call(heard_at=ahead))
    assert answer.status_code == 400
    assert "三号楼暖气不热" in answer.content.decode()
    assert not Request.objects.exists()
