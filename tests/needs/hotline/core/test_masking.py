"""Personal data is covered for those who do not need it; facts about the city stay."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.numbers import id_check_digit, passes_luhn

WORDS = st.text(alphabet="路灯坏了，。请问 暖气abc：\n", max_size=12)


def masked(text):
    return mask([text])[0].text


def kinds(text):
    return [span.kind for span in mask([text])[0].spans]


def luhn(first):
    return next(first + str(digit) for digit in range(10) if passes_luhn(first + str(digit)))


@pytest.mark.parametrize(
    ("said", "kind", "shown"),
    [
        ("我身份证11010519491231002X，办低保", "id_card", "我身份证***，办低保"),
        ("身份证号：110105 19491231 002x。", "id_card", "身份证号：***。"),
        ("老身份证110105491231002", "id_card", "老身份证***"),
        ("打我手机13800138000", "phone", "打我手机***"),
        ("电话 138-0013-8000 找我", "phone", "电话 *** 找我"),
        ("+86 13800138000", "phone", "***"),
        ("座机0571-88886666转2", "phone", "座机***转2"),
        ("联系电话：88886666", "phone", "联系电话：***"),
        ("全角１３８００１３８０００也算", "phone", "全角***也算"),
        ("退到6222 0212 3456 7890 128", "bank_card", "退到***"),
        ("车牌浙A12345挡住出口", "plate", "车牌***挡住出口"),
        ("新能源车粤BD12345停在绿道", "plate", "新能源车***停在绿道"),
        ("写信到li.wei@example.com", "email", "写信到***"),
        ("幸福小区3号楼2单元501室没有暖气", "address", "幸福小区3号楼***没有暖气"),
        ("8栋1203漏水", "address", "8栋***漏水"),
        ("我叫陈秀英，住东门", "name", "我叫***，住东门"),
        ("本人李伟，外地来的", "name", "本人***，外地来的"),
        ("联系人：王先生", "name", "联系人：***"),
        ("我姓周，听不见", "name", "我姓***，听不见"),
        ("My name is Li Wei, no heat", "name", "My name is ***, no heat"),
        ("This is Li Wei calling, no heat", "name", "This is *** calling, no heat"),
        ("我是陈秀英，住东门", "name", "我是***，住东门"),
        ("我姓李，叫李伟，外地来的", "name", "我姓***，外地来的"),
        ("我叫古丽·买买提，新来的", "name", "我叫***，新来的"),
        ("打138.0013.8000找我", "phone", "打***找我"),
        ("座机（010）62345678", "phone", "座机***"),
        ("一三八零零一三八零零零找我", "phone", "***找我"),
        ("call me at +1 617 555 1234", "phone", "call me at ***"),
        ("call (617) 555-1234 please", "phone", "call *** please"),
        ("5号楼1203漏水", "address", "5号楼***漏水"),
        ("12 Elm Street apt 4B, no heat", "address", "12 Elm Street ***, no heat"),
        ("I'm Li Wei, no heat", "name", "I'm ***, no heat"),
        ("i am li wei and there is no heat", "name", "i am *** and there is no heat"),
        ("I’m Wei Li.", "name", "I’m ***."),
        ("I AM CHEN GUI YING", "name", "I AM ***"),
        ("My name is Maria del Carmen Lopez and it is cold", "name", "My name is *** and it is cold"),
        ("my name is li wei", "name", "my name is ***"),
        ("This is Mrs. Chen speaking", "name", "This is Mrs. *** speaking"),
        ("我叫Tom Smith，没暖气", "name", "我叫***，没暖气"),
        ("Name: Zhou Min", "name", "Name: ***"),
        ("My name is 李伟, no heat", "name", "My name is ***, no heat"),
        ("I’m called Li Wei", "name", "I’m called ***"),
        ("Kind regards,\nZhou Min", "name", "Kind regards,\n***"),
        ("我微信號係abc_123", "account", "我微信號係***"),
        ("加V：liwei98", "account", "加V：***"),
        ("护照号 E12345678", "passport", "护照号 ***"),
        ("我的护照EA1234567丢了", "passport", "我的护照***丢了"),
        ("passport number AB 123456", "passport", "passport number ***"),
        ("港澳通行证：C12345678", "passport", "港澳通行证：***"),
        ("微信号 abc_123", "account", "微信号 ***"),
        ("加我微信liwei88", "account", "加我微信***"),
        ("微信：liweiwei", "account", "微信：***"),
        ("My WeChat is li_wei98", "account", "My WeChat is ***"),
        ("vx: liwei98", "account", "vx: ***"),
        ("联系QQ：123456789", "account", "联系QQ：***"),
    ],
)
def test_what_names_a_person_is_covered(said, kind, shown):
    if kind == "bank_card":
        said = said.replace("6222 0212 3456 7890 128", luhn("622202123456789012"))
    assert masked(said) == shown
    assert kinds(said) == [kind]


@pytest.mark.parametrize(
    "said",
    [
        "打12345没用，110也不管",
        "工单号20260105001234567还没回",
        "受理编号：13912345678，请查",
        "订单号622202123456789012怎么退",
        "2026年1月5日12:09报修，20260105已登记",
        "2019-6-12办理的",
        "补贴3600000元，占地12000平方米",
        "101路公交车等了40分钟，2路也是",
        "3号楼2单元没有电梯",
        "号码为2019-06-12",
        "本人高中毕业，本人方便时可以来",
        "室温只有12度，500户停水",
        "400-820-8820打不通",
        "GB50118-2010规定",
        "联系人没有来",
        "全楼300户，每户每月120元",
        "5号楼300户停水",
        "我是党员，我是安徽人，我是房东，我是高中生",
        "this is the third time calling, this is someone calling",
        "I am an old man, I'm so tired. I'm in Linjiang, I am he who called",
        "I am Chinese American, I'm Han Chinese, I AM VERY ANGRY, I'm going to hang on",
        "My name is on the list, my name is misspelled",
        "field.name: value_of_it, Street name: Elm Street",
        "微信支付pay100，微信公众号linjiang2020，公众号（微信号：linjiang），QQ群123456789",
        "My WeChat is blocked, WeChat account closed, WeChat ID is invalid",
        "护照2019年办的，护照20191201到期，G60高速，订单号E12345678，型号G12345678",
    ],
)
def test_what_names_nobody_stays(said):
    assert masked(said) == said


def test_an_officer_sees_what_kind_of_thing_was_covered_and_where():
    span = mask(["请打13800138000"])[0].spans[0]
    assert (span.kind, span.start, span.end) == ("phone", 2, 13)


def test_two_phones_side_by_side_are_both_covered():
    assert "1380013" not in masked("13800138000 13900139000")
    assert "1390013" not in masked("13800138000/13900139000")


def test_each_request_of_a_batch_is_masked_by_itself():
    found = mask(["我叫", "李伟，电话", "13800138000"])
    assert [one.text for one in found] == ["我叫", "李伟，电话", "***"]


@st.composite
def identities(draw):
    province = draw(st.sampled_from(["11", "33", "44", "65"]))
    born = draw(st.dates(min_value=__import__("datetime").date(1920, 1, 1)))
    assume(born.year < 2030)
    first = f"{province}{draw(st.integers(0, 9999)):04}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first + id_check_digit(first)


mobiles = st.builds("1{}{:09}".format, st.integers(3, 9), st.integers(0, 999_999_999))


@given(WORDS, st.one_of(identities(), mobiles), WORDS)
def test_no_identity_or_mobile_number_ever_shows(before, number, after):
    assert number not in masked(before + number + after)


@given(
    st.lists(st.one_of(WORDS, identities(), mobiles, st.text(max_size=8), st.just("我叫李伟，")), max_size=6)
)
def test_masking_what_is_masked_changes_nothing(pieces):
    once = masked("".join(pieces))
    assert masked(once) == once


@given(st.text(max_size=80))
def test_what_is_outside_the_spans_stays_as_it_was_said(text):
    found = mask([text])[0]
    place = 0
    for span in found.spans:
        assert text[place : span.start] in found.text
        place = span.end
    assert found.text.endswith(text[place:])


def test_two_identity_numbers_written_without_a_gap_are_both_covered():
    assert masked("33018520000105162X110000200001010000") == "***"
