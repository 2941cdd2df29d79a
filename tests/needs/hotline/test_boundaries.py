"""What the line may not take is suggested by words, told with its rule, and decided by a person."""

from datetime import date

import pytest
from django.utils import translation

from minben.needs.hotline.boundaries import known, suggested
from minben.needs.hotline.reasons import in_words

DAY = date(2026, 3, 2)


def keys(text: str, day: date = DAY) -> list[str]:
    return [one.key for one in suggested(text, day=day)]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("我已经去信访局登记过了，还没有结果", "petition"),
        ("法院判决下来了，对方不执行", "litigation"),
        ("已经申请仲裁，仲裁庭还没开", "arbitration"),
        ("不服行政处罚，要申请行政复议", "review"),
        ("我要反映村干部贪污", "discipline"),
        ("我想申请信息公开", "disclosure"),
        ("The court ruling is not obeyed", "litigation"),
        ("I WANT TO SUE my landlord", "litigation"),
        ("There is corruption in that office", "discipline"),
        ("所长收受红包", "discipline"),
        ("我要去信訪局", "petition"),
        ("不服行政處罰，要申請行政復議", "review"),
    ],
)
def test_words_of_another_door_suggest_it(said: str, key: str) -> None:
    assert key in keys(said)


@pytest.mark.parametrize(
    "said",
    [
        "老板欠我三个月工资",
        "楼上半夜装修",
        "There is an issue with the basketball court",
        "我不想打官司，只想修好水管",
        "路灯不亮",
        "没有信访，就想问问养老金",
    ],
)
def test_ordinary_needs_meet_no_boundary(said: str) -> None:
    assert keys(said) == []


def test_a_rule_counts_from_its_day_on() -> None:
    assert keys("不服行政处罚", date(2023, 12, 31)) == []
    assert keys("不服行政处罚", date(2024, 1, 1)) == ["review"]


def test_every_boundary_tells_why_where_and_by_which_rule_in_both_languages() -> None:
    for tongue in ("zh-hans", "en"):
        with translation.override(tongue):
            for one in known(day=DAY):
                assert one.name
                assert one.reason
                assert one.door
                assert one.source
                assert any("\u4e00" <= mark <= "\u9fff" for mark in one.reason) == (tongue == "zh-hans")


def test_reasons_are_sentences_and_an_unknown_one_is_told_kindly() -> None:
    why = [{"code": "own_unit", "source": "orders.own_unit"}, {"code": "tomorrow"}, {"code": "tomorrow"}]
    with translation.override("en"):
        lines = in_words(why)
    assert len(lines) == 2
    assert "orders.own_unit" not in lines[0]
    assert "Ask us" in lines[1]


@pytest.mark.parametrize(
    ("unit", "amount", "said"),
    [("hours", 2, "2 小时"), ("days", 1, "1 天"), ("working_days", 5, "5 个工作日")],
)
def test_a_deadline_is_told_in_the_unit_it_was_set_in(unit: str, amount: int, said: str) -> None:
    with translation.override("zh-hans"):
        assert said in in_words([{"code": "span", "amount": amount, "unit": unit, "urgency": "soon"}])[0]
