"""Who calls less is heard as much: a quiet district's voices stand for more, and both numbers are shown."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from minben.ground.registers import actions as registers
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Event, Request
from minben.needs.topics import actions, gathering, queries, quiet
from minben.needs.topics.models import Hearing, Mining
from tests.city import NOW, Town, settle
from tests.needs.topics.test_finding import clear

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    """The town with a second district, on the south bank, whose people call less when something happens."""
    town = settle()
    kind = registers.PlaceKind
    rows = [
        registers.NewPlace("south", kind.DISTRICT, "江南区", "South bank"),
        registers.NewPlace("reed", kind.STREET, "芦花街道", "Reed street", parent="south"),
        registers.NewPlace("reeds", kind.COMMUNITY, "芦花社区", "Reeds", parent="reed"),
    ]
    town.places |= registers.enrol_places(rows=rows, at=NOW)
    for place, people in (("riverside", 4), ("reeds", 2)):
        for n in range(15):
            _happened(town, place, people, NOW - timedelta(days=60 - n))
        _heard(town, place, 12, NOW)
    return town


def _heard(town: Town, place: str, people: int, at: datetime) -> list[int]:
    """So many people, half an hour apart, report something."""
    intakes = [
        hotline.Intake(
            text=f"{k + 1}号井盖坏了", category="road", channel="web", place_id=town.places[place],
            received_at=at - timedelta(minutes=30 * k),
        )
        for k in range(people)
    ]  # fmt: skip
    return [key for key in hotline.receive(intakes=intakes, at=at).request_ids if key]


def _happened(town: Town, place: str, people: int, at: datetime) -> None:
    """One thing happens at a place, and so many report it."""
    event = Event.objects.create(
        category_id=town.categories["road"], place_id=town.places[place], opened_at=at, latest_at=at
    )
    Request.objects.filter(pk__in=_heard(town, place, people, at)).update(event=event)


def test_a_district_that_reports_a_third_as_often_counts_for_more(town: Town) -> None:
    messages = gathering.gather(NOW.date(), at=NOW).messages
    north, south = quiet.readiness(messages, month=NOW.date())
    assert (north.place, south.place) == (town.places["north"], town.places["south"])
    assert south.rate < 1 < north.rate
    assert south.high < 1, "not by chance"
    assert north.factor < 1 < south.factor


def test_how_often_a_district_reports_lies_within_its_range(town: Town) -> None:
    """Sun Li, the auditor, believes no figure that stands outside of its own range."""
    _happened(town, "reeds", 9, NOW - timedelta(days=80))
    for one in quiet.readiness(gathering.gather(NOW.date(), at=NOW).messages, month=NOW.date()):
        assert one.low <= one.rate <= one.high


def test_the_page_shows_what_was_reported_beside_what_it_stands_for(town: Town) -> None:
    clear(town, "topics.finder", "topics.ranking")
    actions.mine_month(at=NOW + timedelta(days=1))
    south = queries.hearings()[0]
    assert (south.name, south.is_quiet) == ("江南区", True)
    assert south.corrected > south.people
    told = Client(headers={"accept-language": "en"}).get("/topics/places/").content.decode()
    assert f"South bank reports less than others would: its {south.people} people stand for" in told
    assert f">{south.people}</td>" in told
    assert f">{south.corrected}</td>" in told


def test_a_district_of_which_hardly_anybody_is_heard_is_not_shown(town: Town) -> None:
    clear(town, "topics.finder", "topics.ranking")
    actions.mine_month(at=NOW + timedelta(days=1))
    Hearing._base_manager.filter(place=town.places["south"]).update(people=9)
    told = Client(headers={"accept-language": "en"}).get("/topics/places/").content.decode()
    assert "South bank" not in told
    assert "North bank" in told


def test_while_nothing_may_rank_nothing_is_corrected_and_the_page_says_so(town: Town) -> None:
    actions.mine_month(at=NOW)
    assert Mining.objects.get().how == "counted"
    assert queries.hearings() == []
    assert (
        "Nothing is corrected in this month"
        in Client(headers={"accept-language": "en"}).get("/topics/places/").content.decode()
    )
