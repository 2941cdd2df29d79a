"""Grandma Chen has no telephone: her neighbour looks up where she can go."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from minben.ground.registers import actions
from minben.ground.registers.actions import NewUnit, UnitKind
from minben.ground.registers.models import Membership
from tests.accounts.cast import account, signed_in
from tests.ground.registers.cast import MORNING, TODAY, employ, settle

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


def test_the_counter_of_her_district_stands_there_with_address_and_hours() -> None:
    settle()
    page = Client().get("/places/").content.decode()
    assert "江畔区便民服务中心" in page
    assert "民安路4号" in page
    assert "周一至周六 8:30–17:30" in page
    assert "江畔社区" in page
    assert "可以当面办的地方" in page


def test_the_counter_for_everything_stands_before_the_street_office() -> None:
    settle()
    office = NewUnit("office", UnitKind.STREET, "临江街道办事处", place="c1")
    hall = NewUnit("hall2", UnitKind.CENTRE, "江畔第二便民中心", place="d1")
    actions.enrol_units(rows=[office, hall], at=MORNING)
    page = Client().get("/places/").content.decode()
    assert page.index("江畔第二便民中心") < page.index("临江街道办事处")


def test_whoever_reads_english_gets_english_and_chinese_where_there_is_none() -> None:
    settle()
    page = Client(headers=ENGLISH).get("/places/").content.decode()
    assert "Jiangpan Service Centre" in page
    assert "4 Minan Road" in page
    assert "Where you can go in person" in page


def test_a_city_without_counters_still_tells_whom_to_call() -> None:
    page = Client(headers=ENGLISH).get("/places/").content.decode()
    assert "has not entered its counters yet" in page
    assert "12345" in page


def test_a_units_page_shows_what_it_serves_and_what_is_part_of_it() -> None:
    settle()
    page = Client(headers=ENGLISH).get(reverse("registers:unit", args=["heat"])).content.decode()
    assert "Heating Company" in page
    assert "the whole city" in page
    assert "热力抢修队" in page
    below = Client(headers=ENGLISH).get("/units/crew/").content.decode()
    assert reverse("registers:unit", args=["heat"]) in below


def test_a_unit_nobody_knows_is_not_found() -> None:
    assert Client().get("/units/nowhere/").status_code == 404


def test_the_page_asks_the_database_as_little_for_many_as_for_few(
    django_assert_max_num_queries: object,
) -> None:
    settle()
    with django_assert_max_num_queries(4):
        Client().get("/places/")


def test_the_administrators_desk_does_not_show_names_of_people(settings: object) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    chen = settle()["chen"]
    desk = signed_in("ma.chao")
    for address in ("person", "household", "place", "unit", "membership", "specialday"):
        answer = desk.get(f"/admin/registers/{address}/")
        assert answer.status_code == 200
        assert "陈桂英" not in answer.content.decode()
        assert "502室" not in answer.content.decode()
    alone = desk.get(f"/admin/registers/person/{chen}/change/").content.decode()
    assert "chen" in alone
    assert "陈桂英" not in alone
    assert "19900001234" not in alone
    assert desk.get("/admin/registers/person/add/").status_code == 403


def test_a_membership_ends_on_or_after_its_first_day_and_once_over_stays_so(settings: object) -> None:
    settings.MINBEN_TOTP_REQUIRED = False
    settle()
    employ(account("zhao.qiang").pk, "heat", since=TODAY)
    spell = Membership.objects.get()
    desk, page = signed_in("ma.chao"), f"/admin/registers/membership/{spell.pk}/change/"
    too_early = desk.post(page, {"until": (spell.since - timedelta(days=1)).isoformat()})
    assert "结束日期不能早于开始日期" in too_early.content.decode()
    desk.post(page, {"until": spell.since.isoformat()})
    # Who worked there until then could otherwise have opened everything since.
    desk.post(page, {"until": ""})
    spell.refresh_from_db()
    assert spell.until == spell.since
