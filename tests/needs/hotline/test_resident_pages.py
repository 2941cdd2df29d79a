"""Residents say what they need on the web, without an account and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django.utils.timezone import localtime

from minben.commons.clock import now
from minben.ground.registers import actions as registers
from minben.needs.hotline import queries
from minben.needs.hotline.forms.draft import SayForm
from minben.needs.hotline.models import Contact, Draft, Entry, Request
from tests.needs.hotline.page_city import COLD, City, city, photo

__all__ = ["city"]


def say(browser: Client, text: str = COLD, where: str = "start") -> str:
    """Say something on the first page; return the address of the draft."""
    answer = browser.post(f"/requests/{where}/", {"text": text})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def change(browser: Client, draft: str, part: str, **said: object) -> None:
    answer = browser.post(f"{draft}{part}/", said)
    assert answer.status_code == 302, answer.content.decode()


def send(browser: Client, draft: str) -> Request:
    answer = browser.post(f"{draft}submit/")
    assert answer.status_code == 302, answer.content.decode()
    code = re.search(r"/requests/([^/]+)/", answer["Location"])
    assert code is not None
    return Request.objects.get(code=code[1])


def test_li_wei_sees_how_he_was_understood_before_anything_is_sent(city: City) -> None:
    browser = city.browser()
    page = browser.get(say(browser)).content.decode()
    assert "Riverside" in page
    assert Request.objects.count() == 0


def test_li_wei_sends_his_request_and_gets_a_code_that_leads_back(city: City) -> None:
    browser = city.browser()
    request = send(browser, say(browser))
    page = city.browser().get(f"/requests/{request.code}/").content.decode()
    assert request.code in page
    assert "13912345678" not in page


def test_pressing_send_twice_makes_one_request(city: City) -> None:
    browser = city.browser()
    draft = say(browser)
    send(browser, draft)
    again = browser.post(f"{draft}submit/")
    assert again["Location"] == f"/requests/{Request.objects.get().code}/"
    assert Request.objects.count() == 1


def test_whoever_presses_at_the_same_moment_is_led_to_the_same_code(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, draft = city.browser(), say(city.browser())
    facts = queries.open_draft(draft.split("/")[-2])
    request = send(browser, draft)
    # The slower press read the draft before the faster one had sent it.
    monkeypatch.setattr(queries, "open_draft", lambda _key: facts)
    again = browser.post(f"{draft}submit/")
    assert again["Location"] == f"/requests/{request.code}/"
    assert Request.objects.count() == 1


def test_a_draft_sent_again_a_week_later_leads_to_the_same_code(city: City) -> None:
    browser, draft = city.browser(), say(city.browser())
    request = send(browser, draft)
    # What pages keep for minutes is long forgotten; a telephone that slept sends its form again.
    cache.clear()
    assert browser.post(f"{draft}submit/")["Location"] == f"/requests/{request.code}/"
    assert Request.objects.count() == 1
    assert draft.split("/")[-2] not in request.source_key, "the key of the draft stays with the person"


def test_words_and_pictures_come_in_together_or_not_at_all(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, draft = city.browser(), say(city.browser())
    browser.post(f"{draft}photos/", {"photos": photo()})

    def killed(_code: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as machine:
        machine.setattr(queries, "code_of", killed)
        with pytest.raises(KeyboardInterrupt):
            browser.post(f"{draft}submit/")
    assert not Request.objects.exists()
    assert send(browser, draft).photos.count() == 1


def test_a_draft_that_was_sent_is_no_longer_shown(city: City) -> None:
    browser, draft = city.browser(), say(city.browser())
    send(browser, draft)
    answer = browser.get(draft)
    assert answer.status_code == 404
    assert "no longer here" in answer.content.decode()


BRIBE = "我要举报，社区主任收受贿赂"


def identity(draft: str) -> str:
    facts = queries.open_draft(draft.split("/")[-2]) or {}
    return str(facts.get("identity", "named"))


def test_a_report_told_on_the_ordinary_page_keeps_the_name_back(city: City) -> None:
    browser = city.browser()
    draft = say(browser, BRIBE)
    assert identity(draft) == "confidential"
    change(browser, draft, "who", identity="named")
    change(browser, draft, "what", text=f"{BRIBE}三次", kind="whistle")
    assert identity(draft) == "named"


def test_words_that_become_a_report_keep_the_name_back_from_then_on(city: City) -> None:
    browser = city.browser()
    draft = say(browser)
    assert identity(draft) == "named"
    change(browser, draft, "what", text=COLD, kind="whistle")
    assert identity(draft) == "confidential"


def test_everything_that_was_understood_can_be_put_right(city: City) -> None:
    browser = city.browser()
    draft = say(browser)
    change(browser, draft, "what", text="楼上半夜装修", kind="complaint", category="noise")
    change(browser, draft, "where", address="江畔路 3 号", place=city.places["hillside"])
    change(browser, draft, "when", since_when="上个月起")
    change(browser, draft, "urgency", urgency="soon")
    change(browser, draft, "about", against=city.units["housing"])
    request = send(browser, draft)
    assert (request.text, request.kind, request.category.code) == ("楼上半夜装修", "complaint", "noise")
    assert (request.place_id, request.since_when) == (city.places["hillside"], "上个月起")
    assert (request.urgency, request.against_id) == ("soon", city.units["housing"])
    assert request.category_by == "person"


def test_a_form_opens_with_what_was_understood_so_that_nobody_writes_anew(city: City) -> None:
    browser = city.browser()
    page = browser.get(f"{say(browser)}where/").content.decode()
    assert re.search(rf'value="{city.places["riverside"]}" selected', page)


@pytest.mark.parametrize(
    ("part", "said", "lesson"),
    [
        ("contact", {"reply_by": "phone", "phone": ""}, "We need this to answer you"),
        ("contact", {"reply_by": "phone", "phone": "call me"}, "does not look like a telephone number"),
        ("helper", {"helper_name": "周敏"}, "Without the person&#x27;s consent"),
        ("what", {"text": ""}, "This field is required"),
    ],
)
def test_an_error_says_what_is_wrong_and_keeps_what_was_written(
    city: City, part: str, said: dict[str, str], lesson: str
) -> None:
    browser = city.browser()
    draft = say(browser)
    answer = browser.post(f"{draft}{part}/", said)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert lesson in page
    assert "data-error-summary" in page
    assert 'aria-invalid="true"' in page or "<fieldset" in page


def test_an_empty_first_page_teaches_instead_of_failing(city: City) -> None:
    answer = city.browser().post("/requests/start/", {"text": "  "})
    assert answer.status_code == 400
    assert "A few words are enough" in answer.content.decode()


def test_a_neighbour_asks_for_grandma_chen_with_her_consent(city: City) -> None:
    browser = city.browser()
    draft = say(browser)
    change(
        browser, draft, "helper", helper_name="何静", helper_relation="社区工作者", helper_phone="",
        consent_how="in_person",
    )  # fmt: skip
    request = send(browser, draft)
    contact = Contact.objects.get(request=request)
    assert request.channel == "proxy"
    assert (contact.helper_name, contact.consent_how) == ("何静", "in_person")
    assert contact.consent_at is not None


def test_whoever_stays_anonymous_leaves_nothing_behind(city: City) -> None:
    browser = city.browser("li.wei")
    person = registers.NewPerson(code="li-wei", user=city.account("li.wei"))
    registers.enrol_people(rows=[person], at=now())
    assert send(browser, say(browser)).person is not None
    draft = say(browser)
    change(browser, draft, "contact", reply_by="phone", phone="139 1234 5678", name="李伟")
    change(browser, draft, "who", identity="anonymous")
    request = send(browser, draft)
    assert not Contact.objects.filter(request=request).exists()
    assert request.person_id is None
    assert not Draft.objects.exists()


def test_the_same_number_is_the_same_person_but_the_register_holds_no_number(city: City) -> None:
    browser = city.browser()
    keys = set()
    for number in ("139 1234 5678", "139-1234-5678"):
        draft = say(browser)
        change(browser, draft, "contact", reply_by="phone", phone=number)
        keys.add(send(browser, draft).person_id)
    assert len(keys) == 1
    assert None not in keys


def test_danger_is_answered_with_a_number_to_call_before_all_else(city: City) -> None:
    browser = city.browser()
    page = browser.get(say(browser, "家里燃气泄漏，味道很大，有人晕倒了")).content.decode()
    assert 'href="tel:120"' in page or 'href="tel:119"' in page
    assert page.index("tel:1") < page.index("In your words")


def test_what_belongs_to_a_court_is_told_with_the_right_door_and_may_still_be_sent(city: City) -> None:
    browser = city.browser()
    draft = say(browser, "法院判决下来了，我不服判决，房子漏水也没人管")
    page = browser.get(draft).content.decode()
    assert "Courts" in page
    assert "tel:12368" in page
    assert "nobody has yet compared" in page
    assert send(browser, draft).pk


def test_a_question_gets_a_standard_answer_with_source_owner_and_date(city: City) -> None:
    browser = city.browser()
    draft = say(browser, "请问养老金认证怎么办理？")
    change(browser, draft, "what", text="请问养老金认证怎么办理？", kind="consultation", category="pension")
    page = browser.get(draft).content.decode()
    assert "Bring your identity card" in page
    assert "市社保中心办事指南" in page
    assert "kept by Hotline centre" in " ".join(page.split())
    assert "1 Jan 2020" in page
    assert browser.post(f"{draft}drop/").status_code == 302
    assert Draft.objects.count() == Request.objects.count() == 0


def test_a_question_can_be_sent_to_a_person_instead(city: City) -> None:
    browser = city.browser()
    draft = say(browser, "请问养老金认证怎么办理？")
    change(browser, draft, "what", text="请问养老金认证怎么办理？", kind="consultation", category="pension")
    browser.post(f"{draft}person/")
    assert "Bring your identity card" not in browser.get(draft).content.decode()
    assert send(browser, draft).state == "with_clerk"


def test_wrongdoing_is_reported_on_a_page_of_its_own_and_goes_its_own_way(city: City) -> None:
    browser = city.browser()
    assert "goes its own way" in browser.get("/requests/whistle/").content.decode()
    request = send(browser, say(browser, "食品厂用过期的肉做馅", where="whistle"))
    assert (request.state, request.kind, request.identity) == ("set_apart", "whistle", "confidential")
    assert "Only the reporting desk reads it" in browser.get(f"/requests/{request.code}/").content.decode()


def test_a_draft_put_aside_is_found_again_on_another_device(city: City) -> None:
    draft = say(city.browser())
    assert draft in city.browser().get(f"{draft}keep/").content.decode()
    assert city.browser().get(draft).status_code == 200


def test_what_was_misread_and_then_emptied_does_not_come_back_out_of_the_words(city: City) -> None:
    """Li Wei's mother lives in building 3; the lamp that is out is not there, and he cannot say since when."""
    browser = city.browser()
    draft = say(browser, "我妈住江畔社区三号楼，她说从上周五起路灯就不亮")
    page = browser.get(draft).content.decode()
    assert page.count("read from your words") == 2
    change(browser, draft, "where", address="", place=city.places["hillside"])
    change(browser, draft, "when", since_when="")
    page = browser.get(draft).content.decode()
    assert "read from your words" not in page
    request = send(browser, draft)
    assert (request.place_id, request.address, request.since_when) == (city.places["hillside"], "", "")


def test_li_wei_reminds_himself_before_his_draft_is_forgotten(city: City) -> None:
    browser = city.browser()
    draft = say(browser)
    kept = Draft.objects.get().at
    page = browser.get(f"{draft}keep/").content.decode()
    assert f'href="{draft}reminder.ics"' in page
    file = browser.get(f"{draft}reminder.ics")
    assert file["Content-Type"].startswith("text/calendar")
    lines = file.content.decode().replace("\r\n ", "").split("\r\n")
    assert f"DTSTART;VALUE=DATE:{localtime(kept) + timedelta(days=12):%Y%m%d}" in lines
    assert f"URL:http://testserver{draft}" in lines
    assert max(len(line) for line in file.content.split(b"\r\n")) <= 75
    assert not Contact.objects.exists(), "the city learns nothing of it"


def test_a_reminder_is_for_a_day_that_is_still_to_come(city: City) -> None:
    browser = city.browser()
    draft = say(browser)
    Draft.objects.update(at=now() - timedelta(days=12, hours=20))
    file = browser.get(f"{draft}reminder.ics").content.decode()
    assert f"DTSTART;VALUE=DATE:{localtime(now()) + timedelta(days=1):%Y%m%d}" in file
    Draft.objects.update(at=now() - timedelta(days=13, hours=20))
    assert "reminder.ics" not in browser.get(f"{draft}keep/").content.decode()
    assert browser.get(f"{draft}reminder.ics").status_code == 404


def test_no_calendar_is_offered_what_tells_of_wrongdoing(city: City) -> None:
    browser = city.browser()
    draft = say(browser, "食品厂用过期的肉做馅", where="whistle")
    assert "reminder.ics" not in browser.get(f"{draft}keep/").content.decode()
    assert browser.get(f"{draft}reminder.ics").status_code == 404


def test_two_presses_on_the_map_give_a_point_and_its_community(city: City) -> None:
    browser = city.browser()
    draft = say(browser, "这里的路灯不亮")
    closer = browser.post(f"{draft}map/", {"spot.x": "110", "spot.y": "160"})
    assert "close=1" in closer["Location"]
    browser.post(closer["Location"], {"spot.x": "140", "spot.y": "140"})
    request = send(browser, draft)
    assert request.lat is not None
    assert request.place_id in city.places.values()


def test_a_map_pressed_by_keyboard_leads_to_the_written_address(city: City) -> None:
    browser = city.browser()
    page = browser.post(f"{say(browser)}map/", {"spot.x": "0", "spot.y": "0"}).content.decode()
    assert "choose the community" in page


def test_the_map_names_the_districts(city: City) -> None:
    answer = city.browser().get("/requests/map.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "Northside" in answer.content.decode()


def test_pictures_go_with_the_request_and_can_be_taken_away(city: City) -> None:
    browser = city.browser()
    draft = say(browser)
    browser.post(f"{draft}photos/", {"photos": [photo(), photo(kind="PNG")]})
    first = Draft.objects.get().facts["photos"][0]
    assert browser.get(f"{draft}photos/1/")["Content-Type"] == "image/jpeg"
    browser.post(f"{draft}photos/", {"remove": first})
    request = send(browser, draft)
    assert request.photos.count() == 1
    shown = city.browser().get(f"/requests/{request.code}/photos/{request.photos.get().pk}/")
    assert shown["Content-Type"] == "image/jpeg"


def test_a_fifth_picture_is_too_many(city: City) -> None:
    browser = city.browser()
    draft = say(browser)
    answer = browser.post(f"{draft}photos/", {"photos": [photo() for _ in range(5)]})
    assert answer.status_code == 400
    assert "more than 4 pictures" in answer.content.decode()


def test_an_upload_that_is_no_picture_is_told_what_to_do(city: City) -> None:
    browser = city.browser()
    draft = say(browser)
    program = photo()
    program.seek(0)
    program.truncate()
    program.write(b"MZ this is a program")
    program.seek(0)
    answer = browser.post(f"{draft}photos/", {"photos": program})
    assert answer.status_code == 400
    assert "We take JPEG, PNG and WebP" in answer.content.decode()


def test_no_form_is_taken_without_its_token(city: City) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/requests/start/", {"text": COLD}).status_code == 403


def test_the_pages_speak_chinese_first(city: City) -> None:
    browser = Client()
    page = browser.get(say(browser)).content.decode()
    assert "我们这样理解您的话" in page


def test_a_full_disk_costs_nobody_their_request(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = city.browser()
    draft = say(browser)
    browser.post(f"{draft}photos/", {"photos": photo()})

    def full(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("minben.needs.hotline.pictures.keep_for_draft", full)
    monkeypatch.setattr("minben.needs.hotline.actions.add_photos", full)
    answer = browser.post(f"{draft}photos/", {"photos": photo()})
    assert "cannot keep pictures at the moment" in answer.content.decode()
    sent = browser.post(f"{draft}submit/", follow=True)
    assert "the pictures could not be kept" in sent.content.decode()
    assert Request.objects.count() == 1


def test_the_home_page_asks_the_question_and_leads_here(city: City) -> None:
    assert 'action="/requests/start/"' in city.browser().get("/").content.decode()


@pytest.fixture
def neighbour(city: City, monkeypatch: pytest.MonkeyPatch) -> Request:
    """An open request of somebody nearby, which the finder takes for the same thing."""
    other = city.request("邻居家的暖气也不热，我叫陈桂英")

    def near(**_asked: object) -> list[queries.NearRow]:
        return [queries.NearRow(queries.masked_rows([other.pk])[other.pk], 3)]

    monkeypatch.setattr(queries, "near", near)
    return other


def near_draft(city: City, browser: Client) -> str:
    draft = say(browser)
    change(browser, draft, "what", text=COLD, kind="help", category="heating")
    return draft


def test_similar_requests_nearby_are_shown_without_the_words_of_others(
    city: City, neighbour: Request
) -> None:
    browser = city.browser()
    page = browser.get(near_draft(city, browser)).content.decode()
    assert "3 people so far" in page
    assert neighbour.masked not in page
    assert neighbour.code not in page


def test_nobody_joins_without_consent(city: City, neighbour: Request) -> None:
    browser = city.browser()
    draft = near_draft(city, browser)
    answer = browser.post(f"{draft}join/", {"request_id": neighbour.pk})
    assert answer.status_code == 400
    assert "Tick the box if you want to join" in answer.content.decode()
    assert not Entry.objects.filter(request=send(browser, draft), step="joined").exists()


def test_whoever_joins_keeps_a_request_of_their_own_and_the_consent_is_kept(
    city: City, neighbour: Request
) -> None:
    browser = city.browser()
    draft = near_draft(city, browser)
    browser.post(f"{draft}join/", {"request_id": neighbour.pk, "consent": "on"})
    assert "You will be joined with this one" in browser.get(draft).content.decode()
    request = send(browser, draft)
    assert request.pk != neighbour.pk
    assert Entry.objects.get(request=request, step="joined").facts == {"with": neighbour.pk}


def test_whoever_leaves_again_goes_alone(city: City, neighbour: Request) -> None:
    browser = city.browser()
    draft = near_draft(city, browser)
    browser.post(f"{draft}join/", {"request_id": neighbour.pk, "consent": "on"})
    browser.post(f"{draft}join/", {"leave": "1"})
    assert not Entry.objects.filter(request=send(browser, draft), step="joined").exists()


def test_nobody_joins_a_request_that_is_not_near(city: City, neighbour: Request) -> None:
    far, browser = city.request("很远的地方"), city.browser()
    answer = browser.post(f"{near_draft(city, browser)}join/", {"request_id": far.pk, "consent": "on"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("停水" * 2501, "最多写 5000 个字，现在有 5002 个。请写短一些。"),
        ("停\0水", "文字里夹着看不见的坏字符"),
    ],
)
def test_grandma_chen_is_told_in_plain_chinese_what_cannot_be_taken(typed: str, told: str) -> None:
    with translation.override("zh-hans"):
        assert told in str(SayForm({"text": typed}).errors)
