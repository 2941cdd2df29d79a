"""The sample city enrolled: once, quickly, and the same city the second time."""

from random import Random

import pytest

from minben.ground.registers import queries
from minben.ground.registers.models import Person, Place, Unit
from minben.ground.registers.sample import build
from tests.ground.registers.cast import MORNING

pytestmark = pytest.mark.django_db


def test_linjiang_is_enrolled_and_the_second_time_found_again() -> None:
    first = build(Random(7), at=MORNING, people=300)
    again = build(Random(7), at=MORNING, people=300)
    assert again.people == first.people
    assert (Person.objects.count(), Unit.objects.count()) == (300, 60)
    assert Place.objects.count() == len(first.places) == 378


def test_everybody_of_linjiang_lives_in_a_district_that_is_known() -> None:
    built = build(Random(7), at=MORNING, people=300)
    groups = queries.groups(built.people, at=MORNING)
    assert (groups.district > 0).all()
    assert "unknown" not in set(groups.age)


def test_the_whole_city_takes_few_questions_to_the_database(django_assert_max_num_queries: object) -> None:
    # SQLite takes some 80 people in one statement, PostgreSQL a thousand.
    with django_assert_max_num_queries(140):
        build(Random(7), at=MORNING)
