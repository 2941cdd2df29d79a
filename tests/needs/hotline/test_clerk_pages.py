"""Clerks sort, answer, open for a purpose, end and single out; reports of wrongdoing stay with the few."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from minben.commons.clock import now
from minben.ground.registers.actions import Duty
from minben.institutions.rights import queries as rights
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Alert, Ending, Entry, Import, Request, SetAside
from tests.needs.hotline.page_city import City, city

__all__ = ["city"]


def unsorted(city: City, **facts: Any) -> Request:
    return city.request("江畔社区楼下很吵", category="", **facts)


def test_a_press_on_a_guess_sorts_a_request_and_sends_it_on(city: City) -> None:
    request, clerk = unsorted(city), city.browser("wang.fang")
    Request.objects.filter(pk=request.pk).update(guesses=[["noise", 0.52], ["heating", 0.21]])
    page = clerk.get("/requests/queue/").content.decode()
    assert request.code in page
    assert "Noise <small>52%</small>" in " ".join(page.split())
    clerk.post(f"/requests/queue/{request.pk}/", {"category": "noise", "page": "1"})
    request.refresh_from_db()
    assert (request.category.code, request.category_by) == ("noise", "person")
    assert request.state != "with_clerk"


@pytest.mark.parametrize("typed", ["noise", "Noise", "噪声扰民"])
def test_a_heading_may_be_typed_by_code_or_by_name_in_either_language(city: City, typed: str) -> None:
    request = unsorted(city)
    city.browser("wang.fang").post(f"/requests/queue/{request.pk}/", {"category": typed})
    request.refresh_from_db()
    assert request.category.code == "noise"


def test_an_unknown_heading_is_told_and_nothing_is_sent_on(city: City) -> None:
    request = unsorted(city)
    answer = city.browser("wang.fang").post(
        f"/requests/queue/{request.pk}/", {"category": "外星人"}, follow=True
    )
    assert "The list has no" in answer.content.decode()
    request.refresh_from_db()
    assert request.state == "with_clerk"


_NINES = "9" * 23


@pytest.mark.parametrize(
    "address",
    [
        f"cases/{_NINES}/",
        f"cases/{_NINES}/photos/1/",
        f"endings/{_NINES}/",
        f"imports/{_NINES}/",
        "drafts/a%00b/",
    ],
)
def test_an_address_that_no_row_can_have_leads_nowhere(city: City, address: str) -> None:
    assert city.browser("wang.fang").get(f"/requests/{address}").status_code == 404


@pytest.mark.parametrize(
    "address", [f"cases/{_NINES}/says/", f"queue/{_NINES}/", "queue/999999/", "alerts/999999/"]
)
def test_nothing_is_written_to_a_row_that_is_not_there(city: City, address: str) -> None:
    said = {"category": "noise", "what": "chased", "done": "rung back"}
    assert city.browser("wang.fang").post(f"/requests/{address}", said).status_code in {302, 404}


@pytest.mark.parametrize("page", ["2", "9223372036854775807", "²", "9" * 5000])
def test_a_page_beyond_the_last_shows_the_last(city: City, page: str) -> None:
    request = unsorted(city)
    answer = city.browser("wang.fang").get("/requests/queue/", {"page": page})
    assert request.code in answer.content.decode()


def test_a_queue_of_many_costs_as_many_queries_as_a_queue_of_few(
    city: City, django_assert_max_num_queries: Any
) -> None:
    for _ in range(25):
        unsorted(city)
    clerk = city.browser("wang.fang")
    with django_assert_max_num_queries(14):
        clerk.get("/requests/queue/")


def test_opening_the_persons_own_words_needs_a_purpose_and_is_written_down(city: City) -> None:
    contact = hotline.ContactGiven(name="陈桂英", phone="13912345678", reply_by="phone")
    request, clerk = city.request(contact=contact), city.browser("wang.fang")
    address = f"/requests/cases/{request.pk}/"
    assert "13912345678" not in clerk.get(address).content.decode()
    opened = clerk.post(
        f"{address}open/", {"purpose": "request.intake", "reason": "核对地址"}
    ).content.decode()
    assert "13912345678" in opened
    assert "陈桂英" in opened
    assert len(rights.accesses_on(hotline.record_key(request.pk))) == 1
    assert "13912345678" not in clerk.get(address).content.decode()


def test_a_purpose_nobody_offers_opens_nothing(city: City) -> None:
    request = city.request()
    answer = city.browser("wang.fang").post(f"/requests/cases/{request.pk}/open/", {"purpose": "curiosity"})
    assert answer.status_code == 400
    assert rights.accesses_on(hotline.record_key(request.pk)) == []


def test_a_correction_sends_the_request_on_without_starting_again(city: City) -> None:
    request = city.request()
    city.browser("wang.fang").post(
        f"/requests/cases/{request.pk}/correct/",
        {"category": "noise", "place": city.places["hillside"], "words": "说的是噪声"},
    )
    fresh = Request.objects.get(pk=request.pk)
    assert (fresh.category.code, fresh.place_id) == ("noise", city.places["hillside"])
    assert (fresh.code, fresh.received_at) == (request.code, request.received_at)


def test_an_answer_without_its_source_is_not_sent(city: City) -> None:
    request, clerk = unsorted(city), city.browser("wang.fang")
    address = f"/requests/cases/{request.pk}/answer/"
    bare = clerk.post(address, {"words": "带身份证来"})
    assert bare.status_code == 400
    assert "Name the source" in bare.content.decode()
    clerk.post(address, {"words": "带身份证来", "source": "办事指南"})
    assert Request.objects.get(pk=request.pk).state == "answered"


def test_a_phoneless_persons_word_is_written_down_by_the_clerk(city: City) -> None:
    request = city.request()
    city.told(request, "signed", "signed")
    city.told(request, "done", "done")
    city.browser("wang.fang").post(
        f"/requests/cases/{request.pk}/says/", {"what": "solved", "words": "暖和了"}
    )
    assert Request.objects.get(pk=request.pk).solved is True
    assert Entry.objects.get(request=request, step="solved").actor == "clerk"


def test_a_single_case_is_looked_at_singly_under_a_name(city: City) -> None:
    request = city.request()
    city.browser("wang.fang").post(f"/requests/cases/{request.pk}/single/", {"words": "独居老人，规则不合适"})
    entry = Entry.objects.get(request=request, step="singled_out")
    assert entry.user is not None
    assert entry.words == "独居老人，规则不合适"


def end(city: City, request: Request, **said: Any) -> Any:
    form = {
        "kind": "suspended", "reason": "waits_plan", "words": "等小区改造", "evidence": "改造计划第 3 页",
        "condition": "改造开工", "review_on": "2027-03-01",
    }  # fmt: skip
    return city.browser("wang.fang").post(f"/requests/cases/{request.pk}/ending/", {**form, **said})


def test_an_end_needs_two_people(city: City) -> None:
    request = city.request()
    end(city, request)
    ending = Ending.objects.get()
    assert Request.objects.get(pk=request.pk).state != "suspended"
    own = city.browser("wang.fang").post(f"/requests/endings/{ending.pk}/", {"agreed": "yes"}, follow=True)
    assert "Another person has to decide it" in own.content.decode()
    assert Request.objects.get(pk=request.pk).state != "suspended"
    city.browser("next.chair").post(f"/requests/endings/{ending.pk}/", {"agreed": "yes"})
    assert Request.objects.get(pk=request.pk).state == "suspended"


@pytest.mark.parametrize(
    ("said", "lesson"),
    [
        ({"evidence": ""}, "Evidence"),
        ({"evidence": "ok"}, "Another person has to be able to check it"),
        ({"condition": ""}, "Name the condition"),
        ({"review_on": ""}, "Name the day"),
        ({"reason": "no_basis"}, "does not belong to that end"),
    ],
)
def test_an_end_without_its_grounds_is_sent_back_to_its_author(
    city: City, said: dict[str, str], lesson: str
) -> None:
    answer = end(city, city.request(), **said)
    assert answer.status_code == 400
    assert lesson in answer.content.decode()
    assert not Ending.objects.exists()


def test_an_appeal_is_decided_by_a_third_person(city: City) -> None:
    request = city.request()
    ending = city.ended(request)
    hotline.appeal(ending_id=ending, words="等了三年", at=now())
    address = f"/requests/endings/{ending}/"
    said = {"upheld": "yes", "words": "有道理"}
    for name in ("wang.fang", "next.chair"):
        refused = city.browser(name).post(address, said, follow=True)
        assert "Another person has to decide it" in refused.content.decode()
        assert Ending.objects.get(pk=ending).appeal_upheld is None
    assert city.browser("third.chair").post(address, said).status_code == 302
    assert Request.objects.get(pk=request.pk).state in {"with_clerk", "routed"}
    assert Ending.objects.get(pk=ending).appeal_upheld is True


def test_the_tables_themselves_hold_an_end_to_two_people_and_an_appeal_to_a_third(city: City) -> None:
    """Whatever way somebody writes into them."""
    row = Ending.objects.get(pk=city.ended(city.request()))
    for wrong in (
        {"decided_by": row.proposed_by},
        {"decided_by": None},
        {"agreed": None},
        {"appeal_by": row.proposed_by},
        {"appeal_by": row.decided_by},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ending.objects.filter(pk=row.pk).update(**wrong)
    end(city, request := city.request())
    with pytest.raises(IntegrityError), transaction.atomic():
        Ending.objects.create(
            request=request, kind="declined", reason="x", proposed_by=row.proposed_by, proposed_at=now()
        )


def report(city: City) -> Request:
    return city.request("食品厂用过期的肉", kind="whistle", category="", identity="confidential")


def test_reports_of_wrongdoing_open_only_for_the_reporting_desk(city: City) -> None:
    request = report(city)
    city.charge("zhao.qiang", Duty.REPORT_DESK)
    for address in ("/requests/apart/", f"/requests/cases/{request.pk}/"):
        assert city.browser("zhao.qiang").get(address).status_code == 200
        assert city.browser("wang.fang").get(address).status_code == 403
        assert city.browser("li.wei").get(address).status_code == 403


def test_a_report_appears_in_no_list_of_the_clerks(city: City) -> None:
    request = report(city)
    for page in ("queue", "desk", "alerts", "endings", "messages"):
        answer = city.browser("wang.fang").get(f"/requests/{page}/").content.decode()
        assert request.masked not in answer


@pytest.mark.parametrize("what", ["correct", "answer", "apart", "single", "says", "open", "ending"])
def test_no_clerk_reaches_a_report_through_a_side_door(city: City, what: str) -> None:
    request = report(city)
    said = {"purpose": "request.intake", "words": "x", "source": "x", "what": "added", "category": "noise"}
    answer = city.browser("wang.fang").post(f"/requests/cases/{request.pk}/{what}/", said)
    assert answer.status_code == 403
    assert Request.objects.get(pk=request.pk).state == "set_apart"


def test_no_clerk_sorts_a_report_from_the_queue(city: City) -> None:
    request = report(city)
    answer = city.browser("wang.fang").post(f"/requests/queue/{request.pk}/", {"category": "noise"})
    assert answer.status_code == 403


def test_the_reporting_desk_closes_a_report_or_hands_it_to_the_clerks(city: City) -> None:
    city.charge("zhao.qiang", Duty.REPORT_DESK)
    first, second = report(city), report(city)
    desk = city.browser("zhao.qiang")
    desk.post(f"/requests/cases/{first.pk}/report/", {"what": "closed", "words": "已转市场监管"})
    desk.post(f"/requests/cases/{second.pk}/report/", {"what": "with_clerk", "words": "是普通投诉"})
    assert Request.objects.get(pk=first.pk).state == "closed"
    assert Request.objects.get(pk=second.pk).state == "with_clerk"


def test_a_clerk_sets_apart_what_turns_out_to_be_a_report(city: City) -> None:
    request, clerk = unsorted(city), city.browser("wang.fang")
    clerk.post(f"/requests/cases/{request.pk}/apart/")
    assert Request.objects.get(pk=request.pk).state == "set_apart"
    assert clerk.get(f"/requests/cases/{request.pk}/").status_code == 403


def test_an_alert_reaches_the_page_a_clerk_has_open(city: City) -> None:
    request, clerk = city.request(), city.browser("wang.fang")
    asks = 'hx-get="/requests/alerts/"'
    for page in ("/requests/desk/", "/requests/queue/", f"/requests/cases/{request.pk}/", "/calls/"):
        assert asks in clerk.get(page).content.decode(), page
    assert (
        "waits for a person"
        not in clerk.get("/requests/alerts/", headers={"HX-Request": "true"}).content.decode()
    )
    Alert.objects.create(request=request, kind="suicide", at=now())
    told = clerk.get("/requests/alerts/", headers={"HX-Request": "true"}).content.decode()
    assert "1 alert waits for a person" in told
    assert request.code not in told
    assert "<html" not in told


def test_an_alert_is_signed_once_with_what_was_done(city: City) -> None:
    request, clerk = city.request(), city.browser("wang.fang")
    alert = Alert.objects.create(request=request, kind="suicide", at=now())
    assert request.code in clerk.get("/requests/alerts/").content.decode()
    assert clerk.post(f"/requests/alerts/{alert.pk}/", {"done": ""}).status_code == 400
    clerk.post(f"/requests/alerts/{alert.pk}/", {"done": "已回电，110 在路上"})
    late = city.browser("next.chair").post(f"/requests/alerts/{alert.pk}/", {"done": "我也看了"}, follow=True)
    assert "Somebody else signed it" in late.content.decode()
    alert.refresh_from_db()
    assert alert.done == "已回电，110 在路上"


def test_rows_set_aside_say_where_what_and_what_to_do(city: City) -> None:
    file = Import.objects.create(source="export", name="march.csv", digest="x", started_at=now(), set_aside=1)
    facts = {"value": "三月三十五日"}
    SetAside.objects.create(
        file=file,
        row=17,
        column="受理时间",
        reason="time_unreadable",
        remedy="write_time",
        facts=facts,
        raw="=1+1",
    )
    clerk = city.browser("wang.fang")
    page = clerk.get(f"/requests/imports/{file.pk}/").content.decode()
    assert "“三月三十五日” cannot be read as a date" in page
    rows = list(
        csv.reader(StringIO(clerk.get(f"/requests/imports/{file.pk}/set-aside.csv").content.decode()))
    )
    assert rows[1][0] == "17"
    assert rows[1][4] == "'=1+1"


STAFF_PAGES = ["queue", "alerts", "messages", "endings"]


@pytest.mark.parametrize("page", STAFF_PAGES)
@pytest.mark.parametrize(
    "name", ["li.wei", "zhao.qiang", "he.jing", "liu.yan", "gao.ming", "sun.li", "ma.chao"]
)
def test_clerks_pages_are_for_clerks(city: City, page: str, name: str) -> None:
    assert city.browser(name).get(f"/requests/{page}/").status_code == 403


@pytest.mark.parametrize(
    "name", ["li.wei", "zhao.qiang", "he.jing", "liu.yan", "gao.ming", "sun.li", "ma.chao"]
)
def test_one_request_is_open_to_clerks_alone(city: City, name: str) -> None:
    request, browser = city.request(), city.browser(name)
    assert browser.get(f"/requests/cases/{request.pk}/").status_code == 403
    for what in ("correct", "answer", "apart", "single", "says", "open", "ending", "report"):
        assert browser.post(f"/requests/cases/{request.pk}/{what}/").status_code == 403
