"""No page asks the database more often because more people asked the city for something."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minben.evaluation.outcomes import actions as outcomes
from minben.ground.registers import actions as registers
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.city import LONG_AGO, NOW, Town

FEW, MANY = 3, 14
PUBLIC = [
    "/", "/loop/", "/requests/heard/", "/requests/{code}/", "/outcomes/", "/outcomes/units/",
    "/outcomes/exclusions/", "/orders/catalogue/", "/places/", "/algorithms/", "/ledger/", "/rights/",
]  # fmt: skip
STAFF = [
    "/requests/queue/", "/requests/cases/{key}/", "/requests/alerts/", "/requests/endings/",
    "/requests/messages/", "/requests/apart/", "/orders/centre/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def desk(town: Town) -> None:
    """Wang Fang has the reporting desk too, so that one person opens every page of the centre."""
    row = registers.NewMembership(town.users["wang.fang"].pk, "centre", LONG_AGO, registers.Duty.REPORT_DESK)
    registers.enrol_memberships(rows=[row], at=NOW)


def grow(town: Town, count: int, start: int = 0) -> Request:
    """So many people ask, some for what no program may sort, some report wrongdoing; one request has a long history."""
    contact = hotline.ContactGiven(name="李伟", phone="19900005678", reply_by="phone")
    for n in range(start, start + count):
        facts = {"person_id": town.people["li.wei"], "contact": contact, "at": NOW + timedelta(hours=n)}
        request = town.ask(f"{n}号楼暖气不热", **facts)
        town.finish(request)
        town.ask(f"{n}号楼有点事", category="", **facts)
        town.ask(f"{n}号工厂用过期的肉", kind="whistle", **facts)
    first = Request.objects.filter(category__code="heating").earliest("pk")
    for n in range(start, start + count):
        hotline.chase(request_id=first.pk, words=f"第{n}次问", at=NOW + timedelta(hours=n))
    outcomes.summarise(at=NOW + timedelta(days=1, hours=start))
    return first


def asked(browser: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as made:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(made)


def costs(browser: Client, pages: list[str], request: Request) -> dict[str, int]:
    return {page: asked(browser, page.format(code=request.code, key=request.pk)) for page in pages}


@pytest.mark.parametrize(
    ("name", "pages", "most"),
    [("", PUBLIC, 15), ("wang.fang", STAFF, 26), ("zhao.qiang", ["/orders/", "/orders/crews/"], 26)],
)
def test_a_page_costs_the_same_for_few_and_for_many(
    town: Town, name: str, pages: list[str], most: int
) -> None:
    browser = town.browser(name) if name else Client()
    first = grow(town, FEW)
    costs(browser, pages, first)
    before = costs(browser, pages, first)
    grow(town, MANY, start=FEW)
    after = costs(browser, pages, first)
    dearer = {page: (before[page], after[page]) for page in pages if after[page] > before[page]}
    assert dearer == {}
    assert {page: cost for page, cost in after.items() if cost > most} == {}
