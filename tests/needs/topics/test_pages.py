"""What everybody sees of topics, what only the staff see, and that nobody can be recognised."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from minben.needs.hotline.models import Request
from minben.needs.topics import actions, queries
from minben.needs.topics.models import Member, Topic
from tests.city import NOW, Town, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(settings: Any) -> Town:
    settings.MINBEN_TOTP_REQUIRED = False
    cache.clear()
    return settle()


def heard(
    town: Town, n: int, text: str = "三号楼暖气不热", category: str = "heating", **facts: Any
) -> list[int]:
    """So many people whom nobody knows, one a day."""
    return [
        town.ask(f"{text}，第{k}户", category, received_at=NOW + timedelta(days=k), **facts).pk
        for k in range(n)
    ]


def mined() -> list[queries.Candidate]:
    actions.mine_month(at=NOW)
    return queries.candidates()


def page(address: str, language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def discount(topic: int, n: int, reason: str = "copied") -> list[int]:
    """Let the first so many of a topic count for less."""
    keys = queries.members(topic=topic)[:n]
    Member.objects.filter(topic=topic, request__in=keys).update(reason=reason, weight=0.1)
    Topic.objects.filter(pk=topic).update(discounted=n)
    return keys


def test_before_anything_was_looked_through_the_page_says_so(town: Town) -> None:
    assert "No month has been looked through yet" in page("/topics/")
    assert "还没有梳理过哪个月" in page("/topics/discounted/", "zh")


def test_a_topic_of_twelve_people_is_public_and_one_of_nine_is_not(town: Town) -> None:
    heard(town, 12)
    heard(town, 9, "夜里施工太吵", "noise")
    heating, noise = mined()
    told = page("/topics/")
    assert "Heating · Riverside" in told
    assert "Noise" not in told
    assert "12 people" in page(f"/topics/{heating.key}/")
    assert Client().get(f"/topics/{noise.key}/").status_code == 404


def test_an_analyst_sees_the_small_topic_and_its_covered_words(town: Town) -> None:
    heard(town, 3, "我叫陈桂英，三号楼502室，电话19900001234，暖气不热")
    (topic,) = mined()
    browser = town.browser("liu.yan")
    listed = browser.get("/topics/all/").content.decode()
    assert "Heating · Riverside" in listed
    told = browser.get(f"/topics/{topic.key}/words/").content.decode()
    assert "<svg" in listed
    assert "Most urgent, with 3 people" in listed
    assert "<svg" in told
    assert "Its hotness is" in told
    assert "暖气不热" in told
    for secret in ("19900001234", "陈桂英", "502"):
        assert secret not in told


@pytest.mark.parametrize("name", ["li.wei", "wang.fang", "zhao.qiang", "he.jing", "ma.chao"])
def test_whoever_does_not_study_outcomes_sees_nobodys_words(town: Town, name: str) -> None:
    heard(town, 3)
    (topic,) = mined()
    for address in ("/topics/all/", f"/topics/{topic.key}/words/"):
        assert town.browser(name).get(address).status_code == 403
        assert Client().get(address).status_code == 302


def test_no_word_that_anybody_said_is_on_a_public_page_of_a_count(town: Town) -> None:
    heard(town, 12, "隔壁那条黄狗夜里一直叫")
    topic = mined()[0]
    for address in ("/topics/", f"/topics/{topic.key}/", "/topics/discounted/"):
        assert "黄狗" not in page(address, "zh")


def test_a_report_that_was_set_apart_later_is_not_among_the_words(town: Town) -> None:
    keys = heard(town, 3, "三号楼在收黑钱")
    (topic,) = mined()
    Request.objects.filter(pk=keys[0]).update(state="set_apart", masked="名字在这里")
    assert "名字在这里" not in town.browser("liu.yan").get(f"/topics/{topic.key}/words/").content.decode()


def test_the_page_says_when_no_program_was_allowed_to_rank(town: Town) -> None:
    heard(town, 12)
    mined()
    assert "so this is a plain count" in page("/topics/")
    assert "这里只是计数" in page("/topics/", "zh")


def test_each_part_of_the_hotness_is_shown_and_explained(town: Town) -> None:
    heard(town, 12)
    topic = mined()[0]
    Topic.objects.update(parts={"voices": 2.5, "duration": 0.75, "danger": 1.0}, hotness=4.25)
    told = page(f"/topics/{topic.key}/")
    for words in ("4.25", "Voices", "2.50", "Duration", "0.75", "How dangerous the words read."):
        assert words in told


def test_days_are_put_together_until_ten_people_stand_behind_them(town: Town) -> None:
    heard(town, 20)
    told = page(f"/topics/{mined()[0].key}/")
    assert "11 March – 20 March" in told
    assert "21 March – 30 March" in told


def test_what_counts_for_less_is_listed_with_its_reason_and_that_it_is_answered(town: Town) -> None:
    heard(town, 25)
    topic = mined()[0]
    keys = discount(topic.key, 12)
    Request.objects.filter(pk__in=keys[:5]).update(state="closed")
    for address in ("/topics/discounted/", f"/topics/{topic.key}/"):
        told = page(address)
        for words in ("Copied words", "The words are copies of one another, changed a little", "5 of 12"):
            assert words in told
    assert "抄来的话" in page("/topics/discounted/", "zh")


def test_no_table_of_topics_tells_everybody_how_few_count_for_less(town: Town) -> None:
    """Sixteen in all beside twelve of one reason would be four of another."""
    heard(town, 25)
    topic = mined()[0]
    for few in (4, 16):
        discount(topic.key, 12)
        Topic.objects.update(discounted=few)
        assert f">{few}</td>" not in page("/topics/")
    staffs = town.browser("liu.yan").get("/topics/all/").content.decode()
    assert '<td class="n" data-label="Count for less">16</td>' in staffs


def test_nobody_is_recognised_by_what_counts_for_less(town: Town) -> None:
    heard(town, 9)
    heard(town, 25, "夜里施工太吵", "noise")
    noise, heating = mined()
    discount(heating.key, 3, "same_person")
    discount(noise.key, 4, "burst")
    told = page("/topics/discounted/")
    assert "Heating" not in told
    assert "Some requests count for less; they are fewer than ten" in told
    assert told.count("fewer than ten</td>") == 1
    assert "不足 10 人" in page(f"/topics/{noise.key}/", "zh")
    assert '<td class="n">4</td>' not in page(f"/topics/{noise.key}/")


def test_what_is_too_few_to_be_told_is_told_to_be_there_and_nobody_finds_it_by_subtraction(
    town: Town,
) -> None:
    heard(town, 25, "夜里施工太吵", "noise")
    topic = mined()[0]
    for reason, n in (("copied", 12), ("burst", 4)):
        discount(topic.key, n, reason)
    Topic.objects.filter(pk=topic.key).update(discounted=16)
    for address in ("/topics/discounted/", f"/topics/{topic.key}/"):
        told = page(address)
        assert "0 of 12" in told
        assert "All at once" in told
        assert told.count('<td class="n">too few to show</td>') == 2
        assert "16" not in told.partition("<main")[2].partition("</main>")[0]
    told = page("/topics/discounted/")
    assert "12 requests count for less; answered so far: 0. Fewer than ten others do too." in " ".join(
        told.split()
    )


def test_few_of_several_topics_and_reasons_are_told_as_soon_as_they_are_ten(town: Town) -> None:
    heard(town, 12)
    heard(town, 25, "夜里施工太吵", "noise")
    noise, heating = mined()
    discount(noise.key, 4, "burst")
    discount(heating.key, 7)
    told = page("/topics/discounted/")
    assert "Other topics, together" in told
    assert "Other reasons, together" in told
    assert "0 of 11" in told


def test_a_discounted_request_is_answered_like_any_other(town: Town) -> None:
    keys = heard(town, 12)
    discount(mined()[0].key, 12)
    request = Request.objects.get(pk=keys[0])
    assert request.state == "routed"
    town.finish(request)
    request.refresh_from_db()
    assert request.state == "done"


def test_months_can_be_chosen_and_what_is_no_month_is_not_there(town: Town) -> None:
    heard(town, 12)
    actions.mine_month(at=NOW)
    actions.mine_month(at=NOW, month=(NOW - timedelta(days=20)).date())
    assert '<option value="2026-02">' in page("/topics/")
    assert "Nothing in this month" in page("/topics/?month=2026-02")
    assert Client().get("/topics/?month=2026-13").status_code == 404
    assert "This month has not been looked through" in page("/topics/?month=2025-01")


def test_grandma_chen_reads_larger_letters_in_the_drawing(town: Town) -> None:
    heard(town, 12)
    mined()
    reader = Client(headers={"accept-language": "zh"})
    usual = reader.get("/topics/").content.decode()
    reader.cookies["minben_view"] = "elder"
    large = reader.get("/topics/").content.decode()
    # The drawing is as wide on the page either way: in a narrower one each letter is larger.
    assert 'viewBox="0 0 330 ' in usual
    assert 'viewBox="0 0 250 ' in large


def a_year(town: Town, brought: tuple[int, ...], heading: str = "heating") -> None:
    """So many requests in each of the months before the running one, the oldest first."""
    first = NOW.replace(day=1, hour=9)
    for n in reversed(brought):
        first = (first - timedelta(days=5)).replace(day=1)
        for k in range(n):
            town.ask(f"第{k}件", heading, received_at=first + timedelta(hours=k))


def test_heating_has_its_season_and_noise_none(town: Town) -> None:
    a_year(town, (11, 11, 11, 12, 30, 40))
    a_year(town, (12, 12, 12, 12, 12, 12), "noise")
    told = page("/topics/seasons/")
    assert (
        "Heating has the most marked season: 40 requests in February 2026, 2.09 times an ordinary month."
        in told
    )
    assert "Noise" not in told
    assert "“供暖”季节性最强：2026年2月有 40 件" in page("/topics/seasons/", "zh")


def test_a_month_of_fewer_than_ten_is_not_told_and_five_months_make_no_season(town: Town) -> None:
    a_year(town, (40, 9, 11, 11, 11))
    assert "that takes six whole months" in page("/topics/seasons/")
    a_year(town, (10, 0, 0, 0, 0, 0))
    cache.clear()
    told = page("/topics/seasons/")
    assert (
        "Heating has the most marked season: 40 requests in October 2025, 2.89 times an ordinary month."
        in told
    )
    assert '<td class="n">too few to show</td>' in told
    assert '<td class="n">9</td>' not in told


def test_a_topic_that_a_crowd_shouts_about_says_so_on_the_list_and_on_its_page(town: Town) -> None:
    heard(town, 25)
    topic = mined()[0]
    assert "A crowd did not lift" not in page("/topics/")
    discount(topic.key, 13)
    assert f"A crowd did not lift this one: most of its {topic.members} requests count for less" in page(
        "/topics/"
    )
    told = page(f"/topics/{topic.key}/")
    assert f"Most of these {topic.members} requests count for less" in told
    assert 'id="less"' in told
