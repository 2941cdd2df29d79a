"""The sample city's year of follow-ups looks like a year."""

from dataclasses import dataclass
from random import Random

from minben.evaluation.outcomes.models import FollowUp, Voice
from minben.evaluation.outcomes.sample import Finished, follow_up
from tests.evaluation.outcomes.cast import DAY, NOW, City


@dataclass(frozen=True)
class Outcome:
    follow_up: str
    claims_solved: bool = True
    said_solved: bool | None = None
    rating: int | None = None
    contacts: int = 1
    visits: int = 0
    papers: int = 0


def finished(city: City, person: str, outcome: Outcome, *, days_ago: float = 30) -> Finished:
    request = city.request(person, closed_at=NOW - days_ago * DAY, received_at=NOW - (days_ago + 3) * DAY)
    return Finished(request.pk, request.unit_id, NOW - days_ago * DAY, person == "chen", outcome)


def test_those_reached_have_a_voice_and_the_others_have_none(city: City) -> None:
    rows = [
        finished(city, "chen", Outcome("reached", said_solved=False, rating=2)),
        finished(city, "li.wei", Outcome("not_reached")),
        finished(city, "old1", Outcome("declined")),
        finished(city, "old2", Outcome("none")),
    ]
    assert follow_up(Random(1), rows, at=NOW) == 3
    voice = Voice.objects.get()
    assert (voice.solved, voice.satisfied) == (False, 2)
    found = dict(FollowUp.objects.values_list("state", "drawn_as"))
    assert found == {"reached": "vulnerable", "not_reached": "random", "declined": "random"}


def test_no_call_lies_in_the_future(city: City) -> None:
    rows = [finished(city, "chen", Outcome("reached", said_solved=True, rating=5), days_ago=0.5)]
    assert follow_up(Random(1), rows, at=NOW) == 0
