"""An administrator enrols the city, again and again, in any order, and nothing doubles."""

import pytest
from django.db import IntegrityError, transaction

from minben.commons.errors import TeachingError
from minben.ground.registers import actions, queries
from minben.ground.registers.actions import NewPerson, NewPlace, PlaceKind
from minben.ground.registers.models import Household, Person, Place, Unit
from minben.ledger.models import Entry
from tests.ground.registers.cast import MORNING, PLACES, UNITS, settle

pytestmark = pytest.mark.django_db


def test_a_building_listed_before_its_community_still_finds_it() -> None:
    keys = actions.enrol_places(rows=PLACES, at=MORNING)
    assert queries.areas()[keys["b3"]] == (keys["b3"], keys["c1"], keys["d1"])


def test_the_same_sheet_again_changes_nothing_and_a_new_name_replaces_the_old() -> None:
    first = settle()
    assert settle() == first
    assert (Place.objects.count(), Unit.objects.count(), Household.objects.count()) == (5, 3, 2)
    actions.enrol_places(rows=[NewPlace("d1", PlaceKind.DISTRICT, "江畔新区")], at=MORNING)
    assert Place.objects.get(code="d1").name == "江畔新区"
    assert Place.objects.count() == 5


def test_a_code_given_twice_in_one_sheet_counts_once_the_last_time() -> None:
    rows = [NewPlace("d9", PlaceKind.DISTRICT, "旧名"), NewPlace("d9", PlaceKind.DISTRICT, "新名")]
    actions.enrol_places(rows=rows, at=MORNING)
    assert Place.objects.get(code="d9").name == "新名"


def test_an_unknown_code_is_named_and_nothing_of_its_sheet_is_written() -> None:
    orphan = NewPlace("c9", PlaceKind.COMMUNITY, "无名社区", parent="d404")
    with pytest.raises(TeachingError) as caught:
        actions.enrol_places(rows=[*PLACES, orphan], at=MORNING)
    assert caught.value.code == "unknown_code"
    assert caught.value.params == {"what": "place", "codes": "d404"}
    assert not Place.objects.exists()


def test_the_ledger_tells_how_many_were_enrolled_and_never_who() -> None:
    settle()
    leaves = "".join(Entry.objects.values_list("leaf", flat=True))
    assert "registers.person.enrolled" in leaves
    assert "陈桂英" not in leaves
    assert "19900001234" not in leaves


def test_a_person_of_another_system_is_known_again_by_its_key() -> None:
    first = actions.remember_people(source="export", keys=["A1", "A2", "A1", ""], at=MORNING)
    again = actions.remember_people(source="export", keys=["A2", "A3"], at=MORNING)
    assert set(first) == {"A1", "A2"}
    assert again["A2"] == first["A2"]
    assert Person.objects.count() == 3


def test_the_same_key_from_two_systems_is_two_people() -> None:
    here = actions.remember_people(source="export", keys=["A1"], at=MORNING)
    there = actions.remember_people(source="mailbox", keys=["A1"], at=MORNING)
    assert here["A1"] != there["A1"]


def test_the_code_of_a_remembered_person_does_not_give_the_key_away() -> None:
    actions.remember_people(source="export", keys=["19900001234"], at=MORNING)
    assert "19900001234" not in Person.objects.get().code


def test_thousands_of_people_take_few_questions_to_the_database(
    django_assert_max_num_queries: object,
) -> None:
    keys = [f"K{number}" for number in range(5_000)]
    # SQLite takes some 80 rows in one statement, PostgreSQL a thousand.
    with django_assert_max_num_queries(5_000 // 60):
        assert len(actions.remember_people(source="export", keys=keys, at=MORNING)) == 5_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "planet"},
        {"lat": 91.0, "lon": 0.0},
        {"lat": 30.0, "lon": None},
    ],
)
def test_the_table_itself_refuses_a_place_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(**{"code": "x", "kind": "district", "name": "x", **wrong})


def test_nobody_is_enrolled_twice_under_one_key_of_one_source() -> None:
    rows = [
        NewPerson("p1", source="export", source_key="A1"),
        NewPerson("p2", source="export", source_key="A1"),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.enrol_people(rows=rows, at=MORNING)


def test_units_keep_what_stands_above_them() -> None:
    settle()
    rows = {row.code: row for row in queries.units()}
    assert rows["crew"].parent == rows["heat"].key
    assert len(rows) == len(UNITS)
