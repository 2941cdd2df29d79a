"""Whoever holds the code follows the request, and has the last word."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from minben.commons.clock import now
from minben.institutions.rights.actions import Reader
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Entry, Request
from minben.needs.hotline.views.asking import CLOSED_AFTER, WRONG_CODES
from tests.needs.hotline.page_city import COLD, City, city, photo

__all__ = ["city"]


def page_of(city: City, request: Request) -> str:
    answer = city.browser().get(f"/requests/{request.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def voice(city: City, request: Request, what: str, **said: str) -> Request:
    answer = city.browser().post(f"/requests/{request.code}/{what}/", said)
    assert answer.status_code == 302, answer.content.decode()
    request.refresh_from_db()
    return request


def done(city: City) -> Request:
    request = city.request()
    city.told(request, "signed", "signed")
    return city.told(request, "done", "done", "换了水泵")


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{bare}"])
def test_a_code_may_be_typed_in_any_case_with_or_without_dashes(city: City, typed: str) -> None:
    request = city.request()
    words = typed.format(code=request.code, lower=request.code.lower(), bare=request.code.replace("-", ""))
    answer = city.browser().post("/requests/find/", {"code": words})
    assert answer["Location"] == f"/requests/{request.code}/"


def test_a_wrong_code_is_told_kindly_and_tells_nothing(city: City) -> None:
    answer = city.browser().get("/requests/22-2222-2222/")
    assert answer.status_code == 404
    assert "No request has this code" in answer.content.decode()


def tired_of_guessing(city: City) -> Client:
    browser = city.browser()
    for n in range(WRONG_CODES):
        browser.get(f"/requests/22-2222-{n:04d}/")
    return browser


def test_whoever_guesses_codes_must_wait(city: City) -> None:
    answer = tired_of_guessing(city).get("/requests/22-2222-3333/")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "600"


def test_a_neighbour_s_guesses_lock_nobody_out_who_has_a_right_code(city: City) -> None:
    request, browser = city.request(), tired_of_guessing(city)
    assert browser.get(f"/requests/{request.code}/").status_code == 200
    found = browser.post("/requests/find/", {"code": request.code})
    assert found["Location"] == f"/requests/{request.code}/"
    draft = browser.post("/requests/start/", {"text": COLD})["Location"]
    assert browser.post(f"{draft}submit/", follow=True).status_code == 200


def told(answer: HttpResponse, code: str) -> str:
    """A page without what is by chance on each, and without the address it was asked for under."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return page.replace(code, "") if code else page


def test_past_all_slips_not_even_a_right_guess_is_told_from_a_wrong_one(city: City) -> None:
    request, browser = city.request(), city.browser()
    for n in range(CLOSED_AFTER):
        browser.get(f"/requests/22-2222-{n:04d}/")
    right, wrong = (browser.get(f"/requests/{code}/") for code in (request.code, "22-2222-2223"))
    assert right.status_code == wrong.status_code == 429
    assert told(right, request.code) == told(wrong, "22-2222-2223")
    found, missed = (
        browser.post("/requests/find/", {"code": code}) for code in (request.code, "22-2222-2223")
    )
    assert found.status_code == missed.status_code == 429
    assert told(found, request.code) == told(missed, "22-2222-2223")


def test_whoever_followed_a_request_before_goes_on_though_a_neighbour_guesses(city: City) -> None:
    request, hers, guesser = city.request(), city.browser(), city.browser()
    assert hers.get(f"/requests/{request.code}/").status_code == 200
    assert request.code not in str(hers.cookies)
    for n in range(CLOSED_AFTER):
        guesser.get(f"/requests/22-2222-{n:04d}/")
    assert hers.get(f"/requests/{request.code}/").status_code == 200
    assert guesser.get(f"/requests/{request.code}/").status_code == 429


def test_the_page_says_who_acts_by_when_and_why(city: City) -> None:
    request = city.request()
    why = [
        {"code": "parent_area", "source": "临江市派单目录", "since": "2026-01-01", "verified": False},
        {"code": "span", "amount": 3, "unit": "working_days", "urgency": "soon"},
        {"code": "a_code_of_tomorrow"},
    ]
    Request.objects.filter(pk=request.pk).update(why=why, unit_id=city.units["heat"], state="routed")
    page = page_of(city, request)
    assert "Riverside Heating" in page
    assert "in the area around it" in page
    assert "not yet compared with the source" in page
    assert "3 working days" in page
    assert "By a rule of the city (a_code_of_tomorrow)" in page


def test_why_this_unit_is_said_once_and_that_of_an_earlier_hand_over_stays(city: City) -> None:
    request = city.request()
    for code in ("exact_area", "category_default"):
        why = ({"code": code, "source": "临江市派单目录", "since": "2026-01-01"},)
        promised = hotline.Promise(request_id=request.pk, unit_id=city.units["heat"], due_at=now(), why=why)
        hotline.promise(promises=[promised], at=now())
    page = page_of(city, request)
    assert page.count("kind of work in the whole city") == 1
    assert page.count("kind of work at this very place") == 1


def test_the_page_shows_covered_words_only_and_no_contact(city: City) -> None:
    contact = hotline.ContactGiven(name="陈桂英", phone="13912345678", reply_by="phone")
    page = page_of(city, city.request(contact=contact))
    assert "13912345678" not in page
    assert "陈桂英" not in page


def test_what_is_not_public_in_the_history_is_not_shown(city: City) -> None:
    request = city.request()
    telling = hotline.Telling(
        request_id=request.pk, step="called", actor="centre", words="内部备注", public=False
    )
    hotline.tell(tellings=[telling], at=request.received_at)
    assert "内部备注" not in page_of(city, request)


def test_who_saw_the_data_stands_on_the_page(city: City) -> None:
    request = city.request()
    assert "Nobody yet" in page_of(city, request)
    reader = Reader("user:9", "clerk", label="12345 中心 王*")
    hotline.open_for(purpose="request.intake", request_id=request.pk, reader=reader, at=request.received_at)
    page = page_of(city, request)
    assert "12345 中心 王*" in page
    assert "Taking in a request" in page


def test_only_the_person_makes_it_solved(city: City) -> None:
    request = done(city)
    assert request.solved is None
    assert voice(city, request, "solved", words="").solved is True
    assert "You said that it is solved" in page_of(city, request)


def test_not_yet_asks_what_is_missing_and_goes_back(city: City) -> None:
    request = done(city)
    answer = city.browser().post(f"/requests/{request.code}/not-solved/", {"words": ""})
    assert answer.status_code == 400
    assert "what is still missing" in answer.content.decode()
    request = voice(city, request, "not-solved", words="还是不热")
    assert request.solved is False
    assert Entry.objects.filter(request=request, step="not_solved", words="还是不热").exists()


def test_nobody_is_asked_for_a_verdict_before_anything_was_done(city: City) -> None:
    request = city.request()
    assert "Is it solved?" not in page_of(city, request)
    answer = city.browser().post(f"/requests/{request.code}/solved/", {}, follow=True)
    assert "no longer possible at this step" in answer.content.decode()


def test_words_added_later_stand_below_the_first_ones(city: City) -> None:
    request = city.request()
    text = request.text
    request = voice(city, request, "add", words="四楼也不热")
    assert request.text == text
    assert "四楼也不热" in page_of(city, request)


def test_adding_nothing_is_noticed(city: City) -> None:
    answer = city.browser().post(f"/requests/{city.request().code}/add/", {"words": ""})
    assert answer.status_code == 400
    assert "Nothing was added yet" in answer.content.decode()


def test_asking_how_far_it_is_makes_no_new_request(city: City) -> None:
    request = voice(city, city.request(), "chase", words="三天了")
    assert Request.objects.count() == 1
    assert Entry.objects.filter(request=request, step="chased").count() == 1


def test_a_request_taken_back_is_over(city: City) -> None:
    request = voice(city, city.request(), "withdraw", words="")
    assert request.state == "withdrawn"
    page = page_of(city, request)
    assert "Take it back" not in page


def test_an_end_is_told_with_its_reason_and_can_be_appealed_once(city: City) -> None:
    request = city.request()
    city.ended(request)
    page = page_of(city, request)
    assert "it waits for a plan or a renewal" in page
    assert "改造开工" in page
    voice(city, request, "appeal", words="已经等了三年")
    page = page_of(city, request)
    assert "Your appeal is being read" in page
    assert "I do not agree</a>" not in page


def test_a_picture_is_shown_only_under_its_own_request(city: City) -> None:
    mine, other = city.request(), city.request("路灯不亮")
    key = hotline.add_photos(request_id=mine.pk, jpegs=[photo().getvalue()], at=mine.received_at)[0]
    assert city.browser().get(f"/requests/{mine.code}/photos/{key}/").status_code == 200
    assert city.browser().get(f"/requests/{other.code}/photos/{key}/").status_code == 404


def test_the_page_is_kept_by_no_cache_and_found_by_no_search_engine(city: City) -> None:
    answer = Client().get(f"/requests/{city.request().code}/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_following_a_request_costs_the_same_few_queries_however_long_its_history(
    city: City, django_assert_max_num_queries: object
) -> None:
    request = city.request()
    for _ in range(20):
        hotline.chase(request_id=request.pk, words="多久", at=request.received_at)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture of pytest-django
        page_of(city, request)


@pytest.mark.parametrize("page", ["", "add/", "solved/", "not-solved/", "withdraw/", "chase/", "appeal/"])
def test_an_officer_may_not_speak_for_the_person(city: City, page: str) -> None:
    request = done(city)
    officer = city.browser("zhao.qiang")
    for answer in (
        officer.get(f"/requests/{request.code}/{page}"),
        officer.post(f"/requests/{request.code}/{page}", {"words": "已解决"}),
    ):
        assert answer.status_code in ({403} if page else {403, 405})
        assert request.masked not in answer.content.decode()
    request.refresh_from_db()
    assert (request.state, request.solved) == ("done", None)
    assert city.browser("wang.fang").get(f"/requests/{request.code}/").status_code == 200


@pytest.mark.parametrize("actor", ["person", "clerk"])
def test_what_is_added_stands_covered_on_the_page_for_all_who_hold_the_code(city: City, actor: str) -> None:
    request = city.request()
    hotline.add_words(request_id=request.pk, words="改打13800138000，老人在家", at=now(), actor=actor)
    page = page_of(city, request)
    assert "13800138000" not in page
    assert "改打***，老人在家" in page
    assert Entry.objects.get(request=request, step="added").words == "改打13800138000，老人在家"
