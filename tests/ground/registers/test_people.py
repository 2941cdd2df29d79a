"""Who may see Grandma Chen's name, and who sees only 陈**."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from minben.ground.registers import actions, queries
from minben.ground.registers.actions import Duty
from minben.institutions.rights.actions import Reader, Refused
from minben.institutions.rights.models import Access
from tests.accounts.cast import account
from tests.ground.registers.cast import MORNING, TODAY, employ, settle

pytestmark = pytest.mark.django_db


def test_without_a_purpose_one_sees_a_masked_row() -> None:
    keys = settle()
    row = queries.masked([keys["chen"]])[keys["chen"]]
    assert (row.name, row.phone, row.condition) == ("陈**", "*********34", "phoneless")


def test_wang_fang_who_takes_the_call_sees_the_name_and_the_reading_is_kept() -> None:
    keys = settle()
    reader = Reader("user:5", "clerk")
    chen = actions.open_person(
        reader=reader, person=keys["chen"], record="request:1", purpose="request.intake", at=MORNING
    )
    assert chen is not None
    assert (chen.name, chen.phone, chen.address) == ("陈桂英", "19900001234", "江畔花园3号楼2单元502室")
    assert Access.objects.filter(reader="user:5").count() == 1


def test_a_page_with_two_people_is_one_reading() -> None:
    keys = settle()
    found = actions.open_people(
        reader=Reader("user:5", "clerk"),
        people=list(keys.values()),
        record="request:1",
        purpose="request.intake",
        at=MORNING,
    )
    assert len(found) == 2
    assert Access.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "purpose"),
    [("analyst", "request.intake"), ("officer", "request.handle"), ("clerk", "curiosity")],
)
def test_who_has_no_purpose_is_refused_whether_or_not_the_person_exists(role: str, purpose: str) -> None:
    keys = settle()
    for person in (keys["chen"], 999_999):
        with pytest.raises(Refused):
            actions.open_person(
                reader=Reader("user:6", role), person=person, record="request:1", purpose=purpose, at=MORNING
            )


def test_groups_come_with_age_income_condition_and_district() -> None:
    keys = settle()
    groups = queries.group_of(keys.values(), at=MORNING)
    districts = {row.name: row.key for row in queries.places_of(kind=queries.PlaceKind.DISTRICT)}
    assert groups[keys["chen"]] == ("80+", "low", "phoneless", districts["江畔区"])
    assert groups[keys["liwei"]] == ("under 35", "unknown", "newcomer", districts["柳荫区"])


def test_groups_as_arrays_keep_the_order_and_stand_for_strangers_too() -> None:
    keys = settle()
    groups = queries.groups([keys["liwei"], None, keys["chen"], 999_999], at=MORNING)
    assert groups.age.tolist() == ["under 35", "unknown", "80+", "unknown"]
    assert groups.condition.tolist() == ["newcomer", "none", "phoneless", "none"]
    assert groups.district[1] == groups.district[3] == -1


def test_groups_of_all_cost_the_same_number_of_questions(django_assert_num_queries: object) -> None:
    keys = settle()
    queries.areas()
    with django_assert_num_queries(3):
        queries.group_of(keys.values(), at=MORNING)


def test_officer_zhao_works_where_the_register_says_and_only_then() -> None:
    settle()
    zhao = account("zhao.qiang")
    heat, hall = (queries.unit(code) for code in ("heat", "hall"))
    assert heat is not None
    assert hall is not None
    employ(zhao.pk, "heat", TODAY, duty=Duty.HEAD)
    employ(zhao.pk, "hall", TODAY - timedelta(900), until=TODAY - timedelta(1))
    assert queries.units_of(zhao, on=TODAY) == [heat.key]
    assert queries.units_of(zhao, on=TODAY - timedelta(1)) == [hall.key]
    assert queries.units_of(zhao) == [heat.key]
    assert queries.duties_of(zhao, on=TODAY) == {"head"}
    assert queries.people_of(heat.key, on=TODAY) == [zhao.pk]
    assert queries.units_of(AnonymousUser(), on=TODAY) == []


def test_li_wei_who_signs_in_is_known_to_the_register() -> None:
    user = account("li.wei")
    assert queries.person_of(user) is None
    keys = actions.enrol_people(rows=[actions.NewPerson("liwei", "李伟", user=user.pk)], at=MORNING)
    assert queries.person_of(user) == keys["liwei"]
