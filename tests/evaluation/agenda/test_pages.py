"""Everybody reads the list and the promise; who had asked says how it is; each of the staff finds their own step."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from minben.evaluation.agenda import actions, queries
from minben.evaluation.agenda.actions import Text
from minben.evaluation.agenda.models import Question, Verdict
from minben.evaluation.agenda.sentences import standing_lines
from minben.needs.hotline.models import Request
from tests.city import NOW
from tests.evaluation.agenda.cast import AFTER, BEFORE, Winter, found


def page(client: Client, path: str, language: str = "en", status: int = 200) -> str:
    answer = client.get(f"/agenda/{path}", headers={"accept-language": language})
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture(autouse=True)
def it_is_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a page opens it on the day of these tests."""
    for name in ("public", "candidates", "choosing", "working"):
        monkeypatch.setattr(f"minben.evaluation.agenda.views.{name}.now", lambda: NOW)


def code_of(request: int) -> str:
    return Request.objects.values_list("code", flat=True).get(pk=request)


def test_an_empty_list_begins_with_what_people_need(winter: Winter, client: Client) -> None:
    assert "It begins with what people need" in page(client, "")
    assert "一切从大家的需要开始" in page(client, "", "zh-hans")
    page(client, "2019/", status=404)


def test_the_list_says_who_leads_and_where_it_stands(winter: Winter, client: Client) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=30, same=6, worse=4)
    text = page(client, "2025/")
    assert "1 question: 0 closed, confirmed by people; 1 with people being asked." in text
    assert "Led by Heating company" in text
    assert "Of 40 people who spoke, 75% say that it got better (likely between 60% and 86%)." in text
    assert "清单" not in text
    assert "共1题：群众认可已销号0题；正在问效于民1题。" in page(client, "2025/", "zh-hans")


def test_the_question_tells_promise_measure_and_words_with_chart_table_and_sentence(
    winter: Winter, client: Client
) -> None:
    winter.a_year(before=30, after=12)
    key = winter.asking()
    winter.speak(key, better=30, same=6, worse=4)
    actions.measure_due(at=NOW)
    text = page(client, f"questions/{key}/")
    assert "By next spring a third fewer homes are cold." in text
    assert (
        "Since November 2025, 60% fewer people ask about it than would have been expected (likely between"
        in text
    )
    assert "The goal of 30% fewer is reached." in text
    listed = page(client, "2025/")
    assert "Surely fewer requests than expected: 1, of which 1 reached the goal." in listed
    assert "−60%<br>" in listed
    assert text.count("<svg") == 2
    assert text.count("<caption>") == 2
    assert "so the figures close nothing" in text.replace("So", "so")
    chinese = page(client, f"questions/{key}/", "zh-hans")
    assert "2025年11月以来，反映的人数比预计少60%（大致在" in chinese
    assert "减少30%的目标已达到。" in chinese


def test_on_a_narrow_screen_no_table_is_pushed_sideways_and_no_date_is_torn(
    winter: Winter, client: Client
) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=30, same=6, worse=4)
    actions.measure_due(at=NOW)
    winter.topics.found, winter.topics.keys = [found()], {7: winter.members(key)}
    liu = winter.town.browser("liu.yan")
    pages = [page(client, path) for path in ("2025/", f"questions/{key}/")]
    pages += [page(liu, path) for path in ("candidates/", "candidates/7/", "plan/")]
    for text in pages:
        for table in re.findall(r'<div class="scroll[^>]*>\s*<table>.*?</table>', text, re.DOTALL):
            if table.count('scope="col"') > 3:
                # Rows stand one below the other there, and each cell says what it is.
                assert 'class="scroll stack"' in table
                assert table.count("<td") == table.count("data-label=") > 0
        assert not re.search(r"<(td|th|dt|h2)[^>]*>\s*\d{4}-\d", text), "a hyphen at which a date breaks"
    assert '<span class="date">November 2025</span>' in pages[0]


def test_everybody_reads_from_the_first_day_what_a_winter_will_be_set_against(
    winter: Winter, client: Client
) -> None:
    winter.asked(date(2024, 10, 1), 12)
    key = winter.chosen(place=None, comparison="year_earlier")
    assert "rain and cold come every year and are neither success nor failure" in page(
        client, f"questions/{key}/"
    )
    assert "雨季、寒冬年年都有，既不算成绩，也不算过错" in page(client, f"questions/{key}/", "zh-hans")


def test_a_goal_whose_day_is_over_says_so(
    winter: Winter, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = winter.begun(due_on=date(2026, 3, 1))
    monkeypatch.setattr("minben.evaluation.agenda.showing.now", lambda: NOW)
    for path in ("2025/", f"questions/{key}/"):
        assert "day is over" in page(client, path)
        assert "目标期限已过" in page(client, path, "zh-hans")


def test_nobody_is_asked_for_a_word_on_work_that_has_not_begun(winter: Winter, client: Client) -> None:
    text = page(client, f"questions/{winter.chosen()}/say/")
    assert "there is nothing to say about it yet" in text
    assert "<form" not in text.split("<main")[1].split("</main")[0]


def test_words_that_the_city_wrote_only_in_chinese_say_so_to_those_who_listen(
    winter: Winter, client: Client
) -> None:
    key = winter.chosen(title=Text("家里为什么还冷"), goal=Text("少三成。"))
    text = page(client, f"questions/{key}/")
    assert '<h1 lang="zh-Hans">家里为什么还冷</h1>' in text
    assert (
        'lang="zh-Hans">'
        not in page(client, f"questions/{key}/", "zh-hans").split("<main")[1].split("steps")[0]
    )


def test_grandma_chen_s_neighbour_says_how_it_is_without_account_or_script(
    winter: Winter, client: Client
) -> None:
    winter.a_year()
    key = winter.asking()
    code = code_of(winter.members(key)[0])
    assert "The unit does not learn who answered." in page(client, f"questions/{key}/say/?code={code}")
    answer = client.post(f"/agenda/questions/{key}/say/", {"code": code, "word": "better"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/agenda/questions/{key}/")
    assert Verdict.objects.get().word == "better"
    assert Verdict.objects.get().way == "own"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": "AA-AAAA-AAAA", "word": "better"}, "No request has this code."),
        ({"code": "", "word": "better"}, "Please mend this first"),
        ({"code": "mine"}, "Choose one of these."),
        ({"code": "theirs", "word": "worse"}, "is not among those about this question"),
    ],
)
def test_what_cannot_be_kept_says_why(
    winter: Winter, client: Client, given: dict[str, str], words: str
) -> None:
    winter.a_year()
    key = winter.asking()
    noise = winter.town.ask("太吵", "noise")
    known = {"mine": code_of(winter.members(key)[0]), "theirs": noise.code}
    sent = {**given, "code": known.get(given["code"], given["code"])}
    answer = client.post(f"/agenda/questions/{key}/say/", sent, headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Verdict.objects.exists()


def test_an_officer_does_not_speak_for_the_person(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    zhao = winter.town.browser("zhao.qiang")
    code = code_of(winter.members(key)[0])
    assert zhao.post(f"/agenda/questions/{key}/say/", {"code": code, "word": "better"}).status_code == 403
    assert not Verdict.objects.exists()


def test_wang_fang_keys_in_what_she_is_told(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    wang = winter.town.browser("wang.fang")
    code = code_of(winter.members(key)[0])
    assert "Do not ask for a good one." in page(wang, f"questions/{key}/hear/")
    wang.post(f"/agenda/questions/{key}/hear/", {"code": code, "word": "same", "way": "counter"})
    assert Verdict.objects.get().user == winter.town.users["wang.fang"]
    refused = wang.post(
        f"/agenda/questions/{key}/hear/", {"code": "AA-AAAA-AAAA", "word": "same", "way": "phone"}
    )
    assert refused.status_code == 400


def test_zhao_takes_it_up_and_he_jing_of_another_unit_is_offered_nothing(winter: Winter) -> None:
    key = winter.chosen()
    zhao, he = winter.town.browser("zhao.qiang"), winter.town.browser("he.jing")
    assert "Take it up" in page(zhao, f"questions/{key}/work/")
    assert "There is nothing for your role to do here now." in page(he, f"questions/{key}/work/")
    step = f"/agenda/questions/{key}/work/step/"
    assert he.post(step, {"deed": "begun", "words": "我们来办"}).status_code == 403
    assert zhao.post(step, {"deed": "begun", "words": " "}).status_code == 400
    assert zhao.post(step, {"deed": "begun", "words": "先查循环泵。"}).status_code == 302
    assert zhao.post(step, {"deed": "closed", "words": "办好了。"}).status_code == 403
    assert Question.objects.get(pk=key).state == "working"
    assert "家里为什么还冷" in page(zhao, "desk/", "zh-hans")
    assert "Nothing waits here." in page(he, "desk/")


def test_what_zhao_wrote_in_english_too_is_read_in_english(winter: Winter, client: Client) -> None:
    key, zhao = winter.chosen(), winter.town.browser("zhao.qiang")
    given = {"deed": "begun", "words": "先查循环泵。", "words_en": "The pumps come first."}
    zhao.post(f"/agenda/questions/{key}/work/step/", given)
    folded = page(zhao, f"questions/{key}/work/").split("<main")[1]
    assert "<details>" in folded
    assert 'name="words_en"' in folded
    zhao.post(f"/agenda/questions/{key}/work/step/", {"deed": "progress", "words": "已换两台。"})
    english, chinese = (page(client, f"questions/{key}/", one) for one in ("en", "zh-hans"))
    assert "<p>The pumps come first.</p>" in english
    assert "先查循环泵。" not in english
    assert '<p lang="zh-Hans">已换两台。</p>' in english
    assert "<p>先查循环泵。</p>" in chinese
    assert "pumps" not in chinese


def test_gao_sees_what_stands_against_closing_and_closes_when_nothing_does(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    gao, step = winter.town.browser("gao.ming"), f"/agenda/questions/{key}/work/step/"
    winter.speak(key, better=8)
    text = page(gao, f"questions/{key}/work/")
    assert "8 people have answered so far; it takes 30." in text
    assert "Close it" not in text
    refused = gao.post(step, {"deed": "closed", "words": "够了。"}, headers={"accept-language": "en"})
    assert refused.status_code == 400
    assert "People have not confirmed it yet." in refused.content.decode()
    winter.speak(key, better=45)
    assert "Close it" in page(gao, f"questions/{key}/work/")
    assert gao.post(step, {"deed": "closed", "words": "多数人说暖了。"}).status_code == 302
    assert "Closed, because people confirmed it" in page(gao, f"questions/{key}/")


def test_zhao_of_the_unit_sees_no_more_than_everybody_and_loses_no_words(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    zhao = winter.town.browser("zhao.qiang")
    winter.speak(key, better=8)
    text = page(zhao, f"questions/{key}/work/")
    assert "Too few people had answered." in text
    assert "8 people" not in text
    step = f"/agenda/questions/{key}/work/step/"
    told = zhao.post(step, {"deed": "progress", "words": "泵" * 2001}, headers={"accept-language": "en"})
    assert told.status_code == 400
    assert "Your words are kept below." in told.content.decode()
    assert "泵" * 2001 in told.content.decode()


def test_liu_who_chose_it_is_offered_no_closing_and_he_jing_of_the_street_no_word(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking(unit=winter.town.units["willow"])
    code = code_of(winter.members(key)[0])
    he = winter.town.browser("he.jing")
    assert he.post(f"/agenda/questions/{key}/say/", {"code": code, "word": "better"}).status_code == 403
    winter.speak(key, better=45)
    text = page(winter.town.browser("liu.yan"), f"questions/{key}/work/")
    assert "leave the closing to somebody else" in text
    assert 'value="closed"' not in text


def test_what_stood_against_it_is_public_without_small_numbers(winter: Winter, client: Client) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=8)
    actions.go_on(question_id=key, words=Text("再上门问。"), by=winter.town.users["gao.ming"], at=NOW)
    text = page(client, f"questions/{key}/")
    assert "Not confirmed: the work goes on" in text
    assert "Too few people had answered." in text
    assert "8 people" not in text


def test_no_community_tells_how_few_spoke_in_the_next_district(winter: Winter) -> None:
    """Twenty-eight spoke: who reads that twenty-four are of the one would know that four are of the other."""
    winter.asked(AFTER[-1], 24)
    winter.asked(AFTER[-1], 4, place="south", first=40)
    winter.topics.found = [found(members=28, voices=28)]
    winter.topics.keys[7] = list(Request.objects.values_list("pk", flat=True))
    text = page(winter.town.browser("liu.yan"), "candidates/7/")
    assert "which stand for 28 voices" in text
    assert not re.search(r">\s*24\s*<", text)


def test_liu_sees_candidates_with_evidence_and_counter_evidence(winter: Winter) -> None:
    winter.a_year()
    recent = Request.objects.filter(place__code="riverside").order_by("-received_at")[:24]
    winter.topics.found = [found(members=24, voices=24)]
    winter.topics.keys[7] = [one.pk for one in recent]
    liu = winter.town.browser("liu.yan")
    assert "24 voices" in page(liu, "candidates/")
    text = page(liu, "candidates/7/")
    assert "Of these, 3 count for less; their people get an answer all the same." in text
    for words in ("By district", "By age", "By what makes asking hard", "By income", "not shown"):
        assert words in text
    assert text.count("<svg") == text.count("<caption>") == 6
    assert "It is the sum of these parts; the largest: Voices, Duration." in text
    assert text.index("In people's own words") < text.index("Why it is hot"), "people come before figures"
    # What says something lies open; the rest is folded, a click away.
    assert text.count("<details open>") + text.count("No group stands out.") == 5
    near = text.split("<h3>By community")[1].split("<h3>By age")[0]
    assert "Riverside" in near, "twenty-four people of it spoke"
    assert "South bank" not in near, "a district is no community"
    page(liu, "candidates/8/", status=404)
    gone = liu.get("/agenda/choose/?topic=8", headers={"accept-language": "en"})
    assert gone.headers["Location"] == "/agenda/candidates/"
    for path in ("candidates/", "candidates/7/", "choose/", "plan/"):
        page(winter.town.browser("zhao.qiang"), path, status=403)


def test_who_stands_alike_is_named_together() -> None:
    seen = [("North bank", "less"), ("South bank", "more"), ("Riverside", "less")]
    with override("en"):
        assert standing_lines(seen) == [
            "North bank, Riverside: ask for much else, seldom for this",
            "South bank: speak of it more than others",
        ]


def test_where_the_ranking_counts_others_than_the_evidence_the_page_says_why(winter: Winter) -> None:
    winter.a_year()
    recent = list(Request.objects.filter(place__code="riverside").order_by("-received_at")[:24])
    Request.objects.filter(pk=recent[0].pk).update(kind="whistle")
    winter.topics.keys[7], liu = [one.pk for one in recent], winter.town.browser("liu.yan")
    for voices in (24, 23):
        winter.topics.found = [found(members=24, voices=voices)]
        text = page(liu, "candidates/7/")
        assert "23 different people, from" in text
        assert ("The ranking above counts 24:" in text) == (voices == 24)
        assert ("reports of wrongdoing are left out" in text) == (voices == 24)


def test_a_candidate_of_last_spring_is_set_beside_those_who_asked_then(winter: Winter) -> None:
    winter.a_year()
    spring = list(Request.objects.filter(place__code="riverside").order_by("received_at")[:24])
    winter.topics.found = [found(members=24, voices=24, last=spring[-1].received_at)]
    winter.topics.keys[7] = [one.pk for one in spring]
    text = page(winter.town.browser("liu.yan"), "candidates/7/")
    assert re.search(r"24 different people, from \d+ Jan 2025", text)


def test_without_candidates_liu_can_still_choose_what_she_knows(winter: Winter) -> None:
    liu = winter.town.browser("liu.yan")
    assert "those who are silent never make a candidate" in page(liu, "candidates/")
    assert "No month from now on has a theme" in page(liu, "choose/")
    assert liu.post("/agenda/plan/", {"year": NOW.year, "month": 3, "title": "住得暖"}).status_code == 302
    winter.asked(BEFORE[0], 12)
    heating, north = winter.town.categories["heating"], winter.town.places["north"]
    look = page(liu, f"choose/?category={heating}&place={north}")
    assert "How it stands" in look
    assert f'<option value="{north}" selected>North bank</option>' in look
    assert page(liu, "choose/?category=x&place=9999999999999999999999")
    theme = queries.themes(NOW.year)[0].key
    given: dict[str, Any] = {
        "theme": theme, "title": "家里为什么还冷", "unit": winter.town.units["heat"],
        "category": winter.town.categories["heating"], "place": "", "comparison": "other_matters",
        "starts_on": "2026-04-01", "due_on": "2026-12-01", "fewer": 30, "goal": "少三成。",
        "reason": "独居老人不开口。",
    }  # fmt: skip
    unseen = liu.post("/agenda/choose/", given, headers={"accept-language": "en"})
    assert unseen.status_code == 400
    assert "Look at it first: a silent place may have the same trouble." in unseen.content.decode()
    for _twice in range(2):
        answer = liu.post("/agenda/choose/", {**given, "seen": "on"})
        assert answer.status_code == 302
    assert len(queries.questions()) == 1
    plan = page(liu, "plan/")
    assert "住得暖 · 1 question" in plan
    assert "two or three are meant" in plan
    row = queries.questions(year=NOW.year)[0]
    assert (row.target, row.starts_on, row.topic) == (-0.3, date(2026, 4, 1), None)
    assert "standings" in row.evidence


def test_a_choice_from_a_candidate_keeps_what_was_seen(winter: Winter) -> None:
    winter.a_year()
    winter.topics.found = [found()]
    winter.topics.keys[7] = list(
        Request.objects.filter(place__code="riverside").values_list("pk", flat=True)[:30]
    )
    liu = winter.town.browser("liu.yan")
    named = actions.NewTheme(year=NOW.year, month=4, title=Text("住得暖"))
    april = actions.plan_theme(theme=named, by=winter.town.users["liu.yan"], at=NOW)
    text = page(liu, "choose/?topic=7")
    assert "From candidate 1: “江畔三号楼暖气不热”, 40 voices." in text
    given: dict[str, Any] = {
        "theme": april, "title": "家里为什么还冷", "unit": winter.town.units["heat"],
        "category": winter.town.categories["heating"], "place": winter.town.places["north"],
        "comparison": "elsewhere", "starts_on": "2026-04-01", "due_on": "2026-12-01", "fewer": 30,
        "goal": "少三成。", "reason": "反映最多。", "seen": "on",
    }  # fmt: skip
    assert liu.post("/agenda/choose/?topic=7", given).status_code == 302
    row = queries.questions(year=NOW.year)[0]
    assert (row.topic, row.evidence["candidate"]["voices"]) == (7, 40)
    assert queries.members_count(row.key) == 30
