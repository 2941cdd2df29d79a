"""Places, times and counts are taken from what people say, with what they come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.needs.hotline.core.extraction import Kind, counted, extract, first_sinces, fullest_places
from minben.needs.hotline.core.extraction.amounts import amount
from minben.needs.hotline.core.extraction.scoring import span_scores
from minben.needs.hotline.core.extraction.spans import Span


def found(text, kind):
    return [(text[one.start : one.end], dict(one.value)) for one in extract([text])[0] if one.kind == kind]


@pytest.mark.parametrize(
    ("said", "words", "value"),
    [
        ("从2019年3月起停水", "从2019年3月起", {"date": "2019-03"}),
        ("自2020年5月1日以来没有热水", "自2020年5月1日以来", {"date": "2020-05-01"}),
        ("去年9月开始漏水", "去年9月开始", {"relative": "last_year", "month": 9}),
        ("2019年至今没有办证", "2019年至今", {"date": "2019"}),
        ("已经三个多月了", "三个多月了", {"duration": 90}),
        ("楼上漏水两年多没人管", "两年多", {"duration": 730}),
        ("等了半个月还没有结果", "半个月", {"duration": 15}),
        ("停水48小时", "48小时", {"duration": 2}),
        ("长达五年之久", "长达五年之久", {"duration": 1825}),
        ("快两年了没有电梯", "快两年了", {"duration": 730}),
        ("房子烂尾多年", "多年", {"duration": None}),
        ("一年過去了，電梯還沒修", "一年過去了", {"duration": 365}),
        ("三五天没有水", "三五天", {"duration": 5}),
        ("已经停水三日了", "三日了", {"duration": 3}),
        ("2026-02-30起停水", "2026-02-30起", {"date": "2026-02"}),
    ],
)
def test_since_when_comes_with_its_date_or_its_length_in_days(said, words, value):
    assert found(said, Kind.SINCE) == [(words, value)]


@pytest.mark.parametrize(
    "said", ["工期三个月", "学了三年", "三天内答复", "明天停电两小时", "保修两年", "三个问题"]
)
def test_a_length_that_is_planned_promised_or_past_is_not_since_when(said):
    assert found(said, Kind.SINCE) == []


@pytest.mark.parametrize(
    ("said", "words", "value"),
    [
        (
            "每天早上6点到晚上10点施工",
            "每天早上6点到晚上10点",
            {"every": "day", "from": "06:00", "to": "22:00"},
        ),
        ("每晚营业到24点", "每晚营业到24点", {"every": "night", "to": "00:00"}),
        ("昨天晚上10点半停电", "昨天晚上10点半", {"relative": "yesterday", "at": "22:30"}),
        ("2017年3月至2018年5月没有供暖", "2017年3月至2018年5月", {"from": "2017-03", "to": "2018-05"}),
        ("6月30日前完工", "6月30日前", {"to": "06-30"}),
        ("四个月后交房", "四个月后", {"relative": "in_4_months"}),
        ("农历八月十五停电", "八月", {"relative": "lunar"}),
        ("周末也施工", "周末", {"every": "weekend"}),
        ("去年夏天就漏水", "去年夏天", {"relative": "last_summer"}),
        ("今年年底交付", "今年年底", {"relative": "end_of_year"}),
        ("晚上8点到10点停水", "晚上8点到10点", {"from": "20:00", "to": "22:00"}),
        ("晚上10点到6点施工", "晚上10点到6点", {"from": "22:00", "to": "06:00"}),
        ("夜里2点到6点停水", "夜里2点到6点", {"from": "02:00", "to": "06:00"}),
        ("中午12点到2点关门", "中午12点到2点", {"from": "12:00", "to": "14:00"}),
        ("夜里11、12点到凌晨2、3点很吵", "夜里11、12点到凌晨2、3点", {"from": "23:00", "to": "03:00"}),
    ],
)
def test_any_other_time_is_when(said, words, value):
    assert found(said, Kind.WHEN) == [(words, value)]


def test_the_day_of_the_letter_itself_is_not_told():
    assert found("望尽快处理。2020年3月5日", Kind.WHEN) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("三栋楼停水", [("三栋楼", {"number": 3, "unit": "栋"})]),
        ("200多户居民没有气", [("200多户居民", {"number": 200, "unit": "户"})]),
        ("上百名学生", [("上百名学生", {"number": 100, "unit": "名"})]),
        ("几百户业主", [("几百户业主", {"number": None, "unit": "户"})]),
        ("数名老人摔倒", [("数名老人", {"number": None, "unit": "名"})]),
        ("只有一部电梯", [("一部电梯", {"number": 1, "unit": "部"})]),
        ("一名业主反映", []),
        ("7栋停电", []),
        ("三组村民没水喝", []),
        ("第三栋楼", []),
        ("五栋居民楼没水", [("五栋居民楼", {"number": 5, "unit": "栋"})]),
        ("幸福小区十二栋没水", []),
        ("幸福小区三栋楼道灯坏了", []),
        ("2栋电梯坏了", []),
        ("万家丽路堵车，关系千家万户", []),
        (
            "家属院共3栋，住90户",
            [("3栋", {"number": 3, "unit": "栋"}), ("90户", {"number": 90, "unit": "户"})],
        ),
        ("三个月", []),
    ],
)
def test_what_is_counted_is_told_from_what_is_numbered(said, expected):
    assert found(said, Kind.COUNT) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("我住在和平路幸福小区3号楼2单元", ["和平路幸福小区3号楼2单元"]),
        ("建设大道与人民路交叉口附近的红绿灯坏了", ["建设大道与人民路交叉口附近"]),
        ("在胜利路（解放路至中山路段）施工", ["胜利路（解放路至中山路段）"]),
        ("明德镇大屋村三组没有自来水", ["明德镇大屋村三组"]),
        ("1、2、5栋停电", ["1、2、5栋"]),
        ("G107国道金山段", ["G107国道金山段"]),
        ("我们小区停水了", []),
        ("学校附近很吵", []),
        ("道路不平", []),
        ("A7县政府不作为", []),
        ("A市宏达建筑有限公司拖欠工资", []),
    ],
)
def test_a_place_is_its_whole_name_and_no_office_or_firm(said, expected):
    assert [words for words, _ in found(said, Kind.PLACE)] == expected


def test_grandma_chens_sentence_gives_where_how_many_and_since_when():
    said = "幸福小区三栋楼停水三天了"
    assert [one.kind for one in extract([said])[0]] == [Kind.PLACE, Kind.COUNT, Kind.SINCE]


def test_the_clerk_sees_each_count_once_beside_its_own_request():
    assert counted(["三栋楼，三栋楼停水", "", "５户没水"]) == [("三栋楼",), (), ("５户",)]


def test_the_fullest_place_counts_and_nothing_is_made_up():
    assert fullest_places(["临江市翠湖湾三期7栋停水，临江市没人管"]) == ["临江市翠湖湾三期7栋"]
    assert fullest_places(["没有热水"]) == first_sinces(["没有热水"]) == [""]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("三栋楼停水三天", ""),
        ("三百二十七栋楼停水", ""),
        ("幸福小区三栋楼停水", "幸福小区"),
        ("幸福小区三栋停水", "幸福小区三栋"),
        ("建议让社区上门办", ""),
    ],
)
def test_an_officer_is_not_sent_to_house_three_where_three_houses_were_counted(said, place):
    assert fullest_places([said]) == [place]


@pytest.mark.parametrize("said", ["大年初一停电", "13月停电", "停水三日内恢复"])
def test_what_is_no_date_of_ours_gives_none(said):
    assert extract([said]) == [[]]


def test_amounts_are_read_in_digits_and_in_words():
    said = {
        "一百二": 120,
        "一百零二": 102,
        "两万三千": 23_000,
        "三万五": 35_000,
        "三四十": 40,
        "10-20": 20,
        "十几": None,
        "九十九": 99,
    }
    assert {words: amount(words) for words in said} == said


@given(st.integers(1, 99_999))
def test_every_number_in_words_is_read_as_it_was_written(number):
    assert amount(in_words(number)) == number


def in_words(number):
    said, zero = "", False
    for worth, unit in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, worth)
        said += ("零" if zero and said and digit else "") + (
            "零一二三四五六七八九"[digit] + unit if digit else ""
        )
        zero = not digit if said else False
    return said


@given(st.lists(st.text(alphabet="从19年3月起三栋楼路小区半天，的7 a\n", max_size=30), max_size=4))
def test_spans_lie_inside_their_text_apart_and_in_order_whatever_was_typed(texts):
    for text, spans in zip(texts, extract(texts), strict=True):
        edges = [edge for one in spans for edge in (one.start, one.end)]
        assert edges == sorted(edges)
        assert all(0 <= one.start < one.end <= len(text) for one in spans)
    assert extract(texts) == [extract([text])[0] for text in texts]


def test_scores_tell_a_missed_span_from_one_too_many():
    marked = [[Span(Kind.PLACE, 0, 4), Span(Kind.COUNT, 6, 8, {"number": 3, "unit": "户"})]]
    said = [
        [Span(Kind.PLACE, 0, 4), Span(Kind.PLACE, 9, 12), Span(Kind.COUNT, 6, 9, {"number": 2, "unit": "户"})]
    ]
    scores = span_scores(marked, said)
    assert (scores[Kind.PLACE].precision, scores[Kind.PLACE].recall, scores[Kind.PLACE].value) == (
        0.5,
        1.0,
        None,
    )
    assert (scores[Kind.COUNT].f1, scores[Kind.COUNT].exact, scores[Kind.COUNT].value) == (1.0, 0.0, 0.0)
