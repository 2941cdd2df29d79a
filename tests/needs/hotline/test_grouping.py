"""What is one thing and what only sounds alike."""

from datetime import timedelta

import pytest

from minben.loop.clearing import clear_for_turn
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Event, Request
from tests.city import NOW, Town, settle

pytestmark = pytest.mark.django_db

LAMP = (30.2500, 120.1500)
# About 200 m to the north, within the 250 m that one thing may span.
FURTHER_ON = (30.2518, 120.1500)


@pytest.fixture
def town(trials_at_hand: None) -> Town:
    clear_for_turn(None, at=NOW)
    return settle()


def told(text: str, where: tuple[float, float], minute: int) -> hotline.Intake:
    when = NOW - timedelta(minutes=minute)
    lat, lon = where
    return hotline.Intake(text=text, category="road", received_at=when, channel="phone", lat=lat, lon=lon)


def events(*intakes: hotline.Intake) -> list[int | None]:
    keys = hotline.receive(intakes=intakes, at=NOW).request_ids
    by_key = dict(Request.objects.values_list("pk", "event_id"))
    return [by_key[key] for key in keys if key is not None]


def test_two_people_who_tell_of_one_broken_manhole_stand_together(town: Town) -> None:
    first, second = events(
        told("菜场门口的井盖破了个大洞，晚上看不见很危险", LAMP, 9),
        told("菜场门口井盖破了一个大洞，晚上根本看不见，太危险", FURTHER_ON, 5),
    )
    assert first is not None
    assert first == second
    assert Event.objects.get(pk=first).size == 2


def test_a_formula_that_everybody_sends_makes_one_thing_only_at_the_very_spot(town: Town) -> None:
    same_words = [told("路面破损", LAMP, minute) for minute in (50, 40)]
    further = [told("路面破损", FURTHER_ON, minute) for minute in (30, 20, 10)]
    found = events(*same_words, *further)
    assert found[0] == found[1] is not None
    assert found[2] == found[3] == found[4] is not None
    assert found[0] != found[2]


def test_whoever_reports_wrongdoing_stands_alone(town: Town) -> None:
    words = "举报路政科长收修路公司的红包，路还没修好就签字验收"
    ids = hotline.receive(
        intakes=[
            hotline.Intake(
                text=words,
                category="road",
                kind="whistle",
                received_at=NOW,
                lat=LAMP[0],
                lon=LAMP[1],
                channel="web",
            )
            for _ in range(2)
        ],
        at=NOW,
    ).request_ids
    assert list(Request.objects.filter(pk__in=ids).values_list("event_id", flat=True)) == [None, None]
