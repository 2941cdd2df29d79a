"""The clerk is told what is still missing, and nothing is asked twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.needs.hotline.core.facts import Fact, Known, missing, since_when


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("从上周五晚上开始没有暖气", "从上周五晚上开始"),
        ("自2019年3月1日起涨价", "自2019年3月1日起"),
        ("路灯坏了三天了", "三天了"),
        ("已经停水48小时", "48小时"),
        ("噪音持续半个月", "半个月"),
        ("昨天晚上电梯坏了", "昨天"),
        ("三个月前报修过", "三个月前"),
        ("10月5号开始没有气", "10月5号开始"),
        ("最近总是停电", "最近"),
        ("No heat since Monday", "since Monday"),
        ("the lamp has been out for three weeks", "for three weeks"),
        ("broken yesterday", "yesterday"),
        ("家里三天不热", "三天"),
        ("停水三天了", "三天了"),
        ("小区停电48小时，没人管", "48小时"),
        ("半年多没人修", "半年多"),
        ("好几天没电", "几天"),
        ("楼上漏水，物业三个月不修", "三个月"),
        ("老板拖欠工资半年", "半年"),
        ("连着三天停水", "三天"),
        ("断断续续一个月", "一个月"),
        ("入冬以来一直不热", "入冬以来"),
        ("春节后一直没水", "春节后"),
        ("国庆前就坏了", "国庆前"),
        ("two days without water", "two days"),
        ("农历八月十五起停水", "农历八月十五起"),
        ("大年初一就停电", "大年初一"),
        ("计划停水三天", ""),
        ("明天停电两小时", ""),
        ("停水通知写的是将停水两天", ""),
        ("工期三个月不变", ""),
        ("每天最多停电两小时，可以吗", ""),
        ("押金三天后退", ""),
        ("春节放假吗", ""),
        ("三天两头停水", ""),
        ("路太窄", ""),
        ("工期三个月", ""),
        ("", ""),
    ],
)
def test_since_when_is_kept_in_the_persons_words(said, since):
    assert since_when([said]) == [since]


def test_a_clear_beginning_counts_before_an_earlier_bare_date():
    assert since_when(["2018年入住，从去年冬天开始漏水"]) == ["从去年冬天开始"]


@given(st.lists(st.text(alphabet="从上周五1月3日起开始了三天半年前，a \n", max_size=25), max_size=5))
def test_each_request_of_a_batch_keeps_its_own_time(texts):
    found = since_when(texts)
    assert found == [since_when([text])[0] for text in texts]
    assert all(words in text for words, text in zip(found, texts, strict=True))


def ask(text, **facts):
    return missing([Known(text, **({"kind": "help", "has_place": True, "has_contact": True} | facts))])[0]


def test_grandma_chens_two_words_leave_much_to_ask():
    assert ask("停水", has_place=False, has_contact=False) == (
        Fact.WHAT,
        Fact.WHERE,
        Fact.SINCE_WHEN,
        Fact.HOW_MANY,
        Fact.CONTACT,
    )


def test_who_has_said_all_is_asked_nothing():
    assert ask("从昨天开始和平路15号整栋楼停水，已经报修") == ()


def test_an_address_in_the_text_is_a_place():
    assert Fact.WHERE not in ask("昨天起建设大道18号没有路灯", has_place=False)


def test_who_owes_the_wages_must_be_named():
    assert Fact.WHO in ask("老板三个月不发工资了，我们五个人")
    assert Fact.WHO not in ask("宏达建筑公司三个月不发工资了，我们五个人")


def test_a_question_needs_no_place_and_no_time():
    assert ask("请问居住证怎么办理", kind="consultation", has_place=False) == ()


def test_who_wants_no_reply_is_not_asked_for_a_number():
    assert Fact.CONTACT not in ask("昨天起路灯不亮", has_contact=False, wants_reply=False)


def test_outages_need_their_extent():
    assert Fact.HOW_MANY in ask("昨天开始停电，天黑看不见")
    assert Fact.HOW_MANY not in ask("昨天开始我家停电，天黑看不见")
