"""Everybody sees how it went; only clerks of the centre see whom to ask."""

import csv
import io
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minben.evaluation.outcomes.actions import Answers, Played, draw_followups, play, summarise
from minben.evaluation.outcomes.models import Attempt, FollowUp, Voice
from minben.institutions.rights import queries as rights
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.evaluation.outcomes.cast import DAY, NOW, STAFF, City

Browser = Callable[[str], Client]
PUBLIC = ["", "figures/solution/", "figures/first_action/", "units/", "exclusions/", "answer/"]


@pytest.fixture(autouse=True)
def empty_counters() -> None:
    cache.clear()


@pytest.fixture
def summed_up(city: City) -> City:
    """Forty old people, half of them helped; sixty young ones, nearly all."""
    rows = [(f"old{n}", n % 2 == 0) for n in range(40)] + [(f"young{n}", n % 10 != 0) for n in range(60)]
    followups = []
    for person, solved in rows:
        request = city.request(person, due_at=NOW)
        city.order(request, signed_at=NOW - 4 * DAY)
        answers = Answers(responded=True, solved=solved, satisfied=4, contacts=1, visits=0, papers=0)
        followups.append(
            Played(
                request_id=request.pk, unit_id=request.unit_id, drawn_at=NOW - DAY, closed_at=NOW,
                state="reached", answers=answers,
            )
        )  # fmt: skip
    play(followups=followups, at=NOW)
    summarise(at=NOW)
    return city


def page(client: Client, path: str, language: str = "zh-hans") -> str:
    response = client.get(f"/outcomes/{path}", headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_public_page_opens_before_and_after_the_first_summary(
    city: City, path: str, language: str, client: Client
) -> None:
    if not path.startswith("figures/"):
        assert "<h1>" in page(client, path, language)
    summarise(at=NOW)
    assert "<h1>" in page(client, path, language)


def test_the_rate_stands_beside_its_interval_and_its_gap(summed_up: City, client: Client) -> None:
    text = page(client, "", "en")
    assert "74%" in text
    assert "likely 65–82" in text
    assert "80 and older, 40 percentage points less than everybody else" in text


def test_the_same_page_reads_as_chinese(summed_up: City, client: Client) -> None:
    text = page(client, "")
    assert "80岁及以上比其他人低40个百分点" in text
    assert "People" not in text


def test_figures_say_that_nobody_compared_their_rules_with_a_source_until_somebody_has(
    summed_up: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "这些规定尚未与出处核对" in client.get("/outcomes/").content.decode()
    monkeypatch.setattr("minben.evaluation.outcomes.asking.uncompared", lambda _day: False)
    assert "这些规定尚未与出处核对" not in client.get("/outcomes/").content.decode()


def test_each_figure_has_its_chart_its_table_and_its_sentence(summed_up: City, client: Client) -> None:
    text = page(client, "figures/solution/", "en")
    assert text.count("<svg") >= 4
    assert text.count("<caption>") >= 4
    assert "Of 100 people who answered, 74% say that it is solved." in text
    assert "style=" not in text.split("<main")[1]


def test_districts_are_named_in_the_readers_language(summed_up: City, client: Client) -> None:
    assert "North bank" in page(client, "figures/solution/", "en")
    assert "江北区" in page(client, "figures/solution/")


def test_a_figure_nobody_reckons_is_not_found(summed_up: City, client: Client) -> None:
    assert client.get("/outcomes/figures/happiness/").status_code == 404


def test_the_figures_can_be_taken_away_as_a_table(summed_up: City, client: Client) -> None:
    response = client.get("/outcomes/figures.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    whole = next(row for row in rows if row["figure"] == "solution" and not row["dimension"])
    assert (whole["value"], whole["n"], whole["unit"]) == ("0.74", "100", "share")
    assert all(not row["n"] or int(row["n"]) >= 10 for row in rows)


def test_a_turn_has_figures_of_its_own_for_the_staff_alone(
    summed_up: City, client: Client, signed_in: Browser
) -> None:
    for n in range(12):
        summed_up.request(f"old{n}", turn="t1", received_at=NOW - 9 * DAY)
    summarise(at=NOW, turn="t1")
    text = page(signed_in("liu.yan"), "?turn=t1", "en")
    assert "One export, taken once round the loop." in text
    assert "/outcomes/units/?turn=t1" in text
    # The city less one export would be the others.
    assert "All requests so far." in page(client, "?turn=t1", "en")


def test_a_period_that_somebody_asked_for_at_the_console_is_not_published(
    summed_up: City, client: Client
) -> None:
    summarise(at=NOW, since=NOW - 6 * DAY, until=NOW - 4 * DAY)
    assert "All requests so far." in page(client, "", "en")


def test_a_day_with_one_more_answer_shows_the_page_of_yesterday_and_says_why(
    summed_up: City, client: Client
) -> None:
    before = page(client, "figures/solution/", "en").split("<main", 1)[1]
    request = summed_up.request("young0", due_at=NOW)
    answers = Answers(responded=True, solved=False)
    told = Played(
        request_id=request.pk,
        unit_id=request.unit_id,
        drawn_at=NOW,
        closed_at=NOW,
        state="reached",
        answers=answers,
    )
    play(followups=[told], at=NOW)
    summarise(at=NOW)
    after = page(client, "figures/solution/", "en").split("<main", 1)[1]
    assert "Of 100 people who answered, 74% say that it is solved." in after
    assert before == after
    assert "renewed once at least ten people" in page(client, "", "en")


def test_public_pages_ask_the_database_a_handful_of_times(summed_up: City, client: Client) -> None:
    for path in PUBLIC:
        with CaptureQueriesContext(connection) as made:
            page(client, path)
        assert len(made) <= 6, path


@pytest.mark.parametrize("name", [name for name in STAFF if STAFF[name][0] != "clerk"])
@pytest.mark.parametrize("path", ["", "1/"])
def test_nobody_but_clerks_sees_whom_to_ask(city: City, signed_in: Browser, name: str, path: str) -> None:
    assert signed_in(name).get(f"/outcomes/followups/{path}").status_code == 403


def test_somebody_not_signed_in_is_taken_to_the_sign_in_page(city: City, client: Client) -> None:
    response = client.get("/outcomes/followups/")
    assert response.status_code == 302
    assert "next=" in response["Location"]


@pytest.fixture
def followup(city: City) -> FollowUp:
    city.order(city.request("chen", phone="13900000001"))
    draw_followups(at=NOW, seed=1)
    return FollowUp.objects.get()


def test_wang_fang_finds_grandma_chen_on_the_list_without_her_name(
    city: City, followup: FollowUp, signed_in: Browser
) -> None:
    text = page(signed_in("wang.fang"), "followups/", "en")
    assert Request.objects.get().code in text
    assert "陈桂英" not in text


def test_a_clerk_of_the_unit_that_acted_does_not_find_her(
    city: City, followup: FollowUp, signed_in: Browser
) -> None:
    assert Request.objects.get().code not in page(signed_in("li.na"), "followups/")


def test_the_number_is_closed_until_it_is_asked_for_and_the_opening_is_kept(
    city: City, followup: FollowUp, signed_in: Browser
) -> None:
    client = signed_in("wang.fang")
    assert "13900000001" not in page(client, f"followups/{followup.pk}/")
    opened = client.post(f"/outcomes/followups/{followup.pk}/number/")
    assert "13900000001" in opened.content.decode()
    seen = rights.accesses_on(f"hotline.request:{followup.request_id}")
    assert [(row.purpose.en, row.outcome) for row in seen] == [("Asking whether it helped", "opened")]


def test_the_clerk_of_the_unit_that_acted_is_refused_with_a_reason(
    city: City, followup: FollowUp, signed_in: Browser
) -> None:
    client = signed_in("li.na")
    for act, facts in (("number", {}), ("tried", {"outcome": "no_answer"}), ("heard", {"solved": "yes"})):
        response = client.post(
            f"/outcomes/followups/{followup.pk}/{act}/", facts, headers={"accept-language": "en"}
        )
        assert response.status_code == 403
        assert "Your own unit did this work" in response.content.decode()
    assert not Attempt.objects.exists()


def test_what_she_said_is_kept_by_one_form(city: City, followup: FollowUp, signed_in: Browser) -> None:
    facts = {"responded": "yes", "solved": "yes", "satisfied": "4", "contacts": "2", "words": "暖和了"}
    response = signed_in("wang.fang").post(f"/outcomes/followups/{followup.pk}/heard/", facts)
    assert response.status_code == 302
    voice = Voice.objects.get()
    assert (voice.solved, voice.satisfied, voice.contacts, voice.visits) == (True, 4, 2, None)


def test_an_empty_form_teaches(city: City, followup: FollowUp, signed_in: Browser) -> None:
    client = signed_in("wang.fang")
    response = client.post(f"/outcomes/followups/{followup.pk}/heard/", {}, headers={"accept-language": "en"})
    assert response.status_code == 400
    assert "Nothing was answered" in response.content.decode()
    assert not Voice.objects.exists()


def test_minus_three_visits_are_not_possible(city: City, followup: FollowUp, signed_in: Browser) -> None:
    response = signed_in("wang.fang").post(f"/outcomes/followups/{followup.pk}/heard/", {"visits": "-3"})
    assert response.status_code == 400
    assert "id_visits-error" in response.content.decode()


def test_nobody_answering_is_one_key_away(city: City, followup: FollowUp, signed_in: Browser) -> None:
    client = signed_in("wang.fang")
    assert 'accesskey="1"' in page(client, f"followups/{followup.pk}/")
    client.post(f"/outcomes/followups/{followup.pk}/tried/", {"outcome": "no_answer"})
    assert Attempt.objects.get().outcome == "no_answer"
    assert Request.objects.get().code not in page(client, "followups/")


def test_nobody_can_be_made_to_have_been_reached_without_a_word(
    city: City, followup: FollowUp, signed_in: Browser
) -> None:
    signed_in("wang.fang").post(f"/outcomes/followups/{followup.pk}/tried/", {"outcome": "reached"})
    assert not Attempt.objects.exists()


def test_zhou_min_is_marked_as_not_to_be_rung_up(city: City, signed_in: Browser) -> None:
    city.request("zhou.min")
    draw_followups(at=NOW, seed=1)
    client = signed_in("wang.fang")
    assert "cannot hear" in page(client, "followups/", "en")
    assert "Do not ring" in page(client, f"followups/{FollowUp.objects.get().pk}/", "en")


def test_zhou_min_answers_in_writing_with_the_code_on_her_paper(city: City, client: Client) -> None:
    request = city.request("zhou.min")
    city.order(request)
    response = client.post("/outcomes/answer/", {"code": request.code, "solved": "no", "words": "还是吵"})
    assert response.status_code == 200
    assert (Voice.objects.get().solved, Voice.objects.get().way) == (False, "written")


def test_a_wrong_code_teaches_and_tells_nothing(city: City, client: Client) -> None:
    response = client.post(
        "/outcomes/answer/", {"code": "AAAA-AAAA", "solved": "yes"}, headers={"accept-language": "en"}
    )
    assert response.status_code == 400
    assert "No request has this code" in response.content.decode()


@pytest.mark.usefixtures("one_window")
def test_guessing_codes_is_stopped(city: City, client: Client) -> None:
    codes = [
        client.post("/outcomes/answer/", {"code": f"X{n}", "solved": "yes"}).status_code for n in range(45)
    ]
    assert codes[-1] == 429


def test_the_list_of_calls_is_read_with_the_same_few_questions_however_long(
    city: City, signed_in: Browser
) -> None:
    client = signed_in("wang.fang")
    city.request("old0")
    draw_followups(at=NOW, seed=1)
    with CaptureQueriesContext(connection) as short:
        page(client, "followups/")
    for n in range(1, 30):
        city.request(f"old{n}")
    draw_followups(at=NOW, seed=2)
    with CaptureQueriesContext(connection) as long:
        page(client, "followups/")
    assert len(long) == len(short)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", "：等已定的规划或改造"),
        ("en", "Suspended until a named condition: it waits for a plan"),
    ],
)
def test_the_reasons_of_ends_are_told_in_words(city: City, client: Client, language: str, words: str) -> None:
    first, second = (city.users[name].pk for name in ("wang.fang", "outside"))
    for n in range(12):
        request = city.request(f"old{n}", state="routed", closed_at=None)
        proposal = hotline.Proposal(
            kind="suspended", reason="waits_plan", words="等改造", evidence="改造计划", condition="改造开工"
        )
        ending = hotline.propose_ending(request_id=request.pk, proposal=proposal, by=first, at=NOW - DAY)
        hotline.decide_ending(ending_id=ending, agreed=True, by=second, at=NOW - DAY)
    summarise(at=NOW)
    shown = page(client, "exclusions/", language)
    assert words in shown
    assert "waits_plan" not in shown
