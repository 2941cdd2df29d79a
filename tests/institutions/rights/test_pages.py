import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.institutions.rights.actions import NewGrant, break_glass, grant, open_for, person_keys
from minben.institutions.rights.models import Access, Grant, Review
from minben.ledger.models import Entry
from tests.accounts.cast import CAST, account
from tests.institutions.rights.people import CHEN, HEATING, WANG_FANG, WATER, ZHAO

pytestmark = pytest.mark.django_db
DANGER = "老人在家晕倒，需要马上联系家属"
EVERYBODY = (None, *CAST)


@pytest.fixture
def order_page(settings: object) -> str:
    settings.ROOT_URLCONF = "tests.institutions.rights.addresses"
    return "/order-page/"


@pytest.fixture
def li_wei_is_chen() -> Iterator[None]:
    def told(user: object) -> list[str]:
        return [CHEN] if str(user) == "李伟" else []

    person_keys.append(told)
    yield
    person_keys.remove(told)


def glass_link(page: str) -> str:
    found = re.search(r'href="(/rights/emergency/[^"]+)"', page)
    assert found
    return found.group(1).replace("&amp;", "&")


def test_officer_zhao_is_refused_kindly_and_the_refusal_outlives_the_roll_back(
    signed_in: object, order_page: str
) -> None:
    answer = signed_in("zhao.qiang").get(order_page)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "You were not given this case" in page
    assert "Ask the hotline centre" in page
    assert "陈奶奶" not in page
    assert CHEN not in page
    assert not Grant.objects.exists()
    assert Access.objects.get().outcome == "refused"
    assert Entry.objects.filter(what="rights.refused").count() == 1


def test_in_an_emergency_he_says_why_and_the_page_opens(signed_in: object, order_page: str) -> None:
    browser = signed_in("zhao.qiang")
    link = glass_link(browser.get(order_page).content.decode())
    assert "What is the emergency?" in browser.get(link).content.decode()
    short = browser.post(link, {"reason": "急"})
    assert short.status_code == 200
    assert 'aria-invalid="true"' in short.content.decode()
    answer = browser.post(link, {"reason": DANGER}, follow=True)
    assert answer.redirect_chain == [(order_page, 302)]
    assert "陈奶奶" in answer.content.decode()
    assert list(Access.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "refused",
        "broke_glass",
        "opened",
    ]
    assert Access.objects.get(outcome="broke_glass").reader_label == "江畔热力站 赵**"


def test_somebody_else_s_emergency_link_opens_nothing(signed_in: object, order_page: str) -> None:
    link = glass_link(signed_in("zhao.qiang").get(order_page).content.decode())
    for browser, address in ((signed_in("wang.fang"), link), (signed_in("zhao.qiang"), link + "x")):
        assert browser.post(address, {"reason": DANGER}).status_code == 400
    assert not Access.objects.filter(outcome="broke_glass").exists()


def test_a_clerk_whose_role_has_no_such_purpose_gets_no_emergency_link(
    signed_in: object, order_page: str
) -> None:
    page = signed_in("wang.fang").get(order_page).content.decode()
    assert "Your role does not include this purpose" in page
    assert "/rights/emergency/" not in page


def test_a_resident_reads_who_saw_her_data_in_plain_words(
    signed_in: object, li_wei_is_chen: None, at: datetime
) -> None:
    grant(grants=[NewGrant(HEATING.record, "unit:3", "request.handle")], at=at)
    open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=at)
    page = signed_in("li.wei").get("/rights/mine/").content.decode()
    assert "Officer of a department 江畔热力站 赵**" in " ".join(page.split())
    assert "Working on a request" in page
    assert "name, phone, address" in page
    assert ZHAO.key not in page


def test_an_account_without_a_record_is_told_another_way(signed_in: object) -> None:
    page = signed_in("li.wei").get("/rights/mine/").content.decode()
    assert "Your account is not connected with a record yet" in page


def test_her_list_takes_as_many_questions_with_fifty_readings_as_with_one(
    signed_in: object, li_wei_is_chen: None, at: datetime, django_assert_max_num_queries: object
) -> None:
    grant(grants=[NewGrant(HEATING.record, "unit:3", "request.handle")], at=at)
    for _time in range(50):
        open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=at)
    browser = signed_in("li.wei")
    with django_assert_max_num_queries(6):
        browser.get("/rights/mine/")


def test_auditor_sun_reviews_what_was_forced_open(signed_in: object) -> None:
    access = break_glass(reader=ZHAO, record=HEATING, reason=DANGER, at=now())
    browser = signed_in("sun.li")
    assert DANGER in browser.get("/rights/review/").content.decode()
    address = f"/rights/review/{access}/"
    assert browser.post(address, {"verdict": "justified", "words": ""}).status_code == 200
    answer = browser.post(address, {"verdict": "justified", "words": "与急救记录相符"}, follow=True)
    assert "Nothing waits" in answer.content.decode()
    assert Review.objects.get().verdict == "justified"
    assert browser.get(address).status_code == 404


def test_auditor_sun_sees_who_opened_how_much_for_what_and_not_whose_it_was(signed_in: object) -> None:
    for hours in (30, 20, 10):
        open_for(
            reader=WANG_FANG, records=HEATING, purpose="request.intake", at=now() - timedelta(hours=hours)
        )
    open_for(reader=WANG_FANG, records=HEATING, purpose="request.intake", at=now() - timedelta(days=40))
    break_glass(reader=ZHAO, record=WATER, reason=DANGER, at=now())
    page = signed_in("sun.li").get("/rights/review/").content.decode()
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in page.split("<tr>")[1:]]
    told = [row for row in rows if WANG_FANG.label in row or ZHAO.label in row]
    assert any("Taking in a request 3 0 0" in row for row in told), told
    assert any("0 0 1" in row for row in told), told
    assert CHEN not in page


def test_everybody_may_read_what_data_may_be_used_for(client: Client) -> None:
    page = client.get("/rights/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "您的信息可以用来做什么" in page
    assert "办理诉求" in page
    assert "未与原文核对" in page


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/rights/", EVERYBODY),
        ("/rights/mine/", tuple(CAST)),
        ("/rights/review/", ("sun.li",)),
        ("/rights/review/1/", ("sun.li",)),
        ("/rights/emergency/", ("wang.fang", "zhao.qiang", "he.jing")),
    ],
)
def test_each_page_opens_to_its_roles_alone(
    signed_in: object, who: str | None, address: str, allowed: tuple[str | None, ...]
) -> None:
    browser = signed_in(who) if who else Client()
    status = browser.get(address).status_code
    if who in allowed:
        # 400 and 404: let in, and told that this link or this reading is not there.
        assert status in {200, 400, 404}
    else:
        assert status == (403 if who else 302)


def test_reviewing_one_s_own_emergency_is_refused_in_words(signed_in: object) -> None:
    sun = account("sun.li")
    own = ZHAO.__class__(f"user:{sun.pk}", "officer", ("unit:3",))
    access = break_glass(reader=own, record=HEATING, reason=DANGER, at=now())
    answer = signed_in("sun.li").post(f"/rights/review/{access}/", {"verdict": "justified", "words": "好"})
    assert "This was your own reading" in answer.content.decode()
    assert not Review.objects.exists()
