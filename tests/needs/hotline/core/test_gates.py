"""A gate changes how long looking takes, never what is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.needs.hotline.core import address, identifiers, lexicon, masking, traces
from minben.needs.hotline.core.phrases import fold_batch

# Few pieces for each, so that most texts hold what the pattern looks for, and what almost is it.
GATES = {
    "numbers": (masking.NUMBERS, traces.NUMBER, "+ 00 86 138 0013 8000 1234567 - x . ٣ 号"),
    "phones": (masking.PHONES, traces.PHONE, "+1 ( ) 010 6500 1234 138 . - 一三八 零零一三八零零零 幺五 ٣ 400"),
    "doors": (
        masking.DOORS, traces.DOOR,
        "a 1 12 三 十二 单元 301 - 室 号房 号楼 栋 1单元302 3-1-2室 room12 apt3 unit4b 元",
    ),
    "names": (
        masking.NAMES, traces.NAME,
        "我叫 我的名字是 本人 姓名 联系人 投诉人 反映人 来电人 申请人 举报人 署名 当事人"
        " 我姓 我是 名叫 张 王芳 阿迪力·买买提 先生 ， my this"
        " name is calling li",
    ),
    "passports": (
        masking.PASSPORTS, identifiers.PASSPORT,
        "护照 护照号 通行证 回乡证 台胞证 passport no. number is : e g ea 12345678 1234567 e12345678 ea1234567 - ٣",
    ),
    "accounts": (
        masking.ACCOUNTS, identifiers.ACCOUNT,
        "微信 薇信 v信 vx wx wechat 加v 公众号 号 id : 是 abc_123 liwei88 12345678 qq wxid_abc123 “ ( ٣",
    ),
    "selves": (
        masking.SELVES, traces.SELF,
        "my name is full name: i am i'm i’m im called mr this calling"
        " 我叫 我的名字是 本人叫 姓名: 联系人: regards, sincerely, li ٣",
    ),
    "anchors": (
        address.ANCHORS, address.ANCHOR,
        "大道 大街 小区 花园 家园 公寓 广场 大厦 新村 家属院 社区 居 胡同 苑 和平 路 街 巷 道 灯 3号楼 十 栋 ，"
        " 小 家 公 社",
    ),
    "ages": (lexicon.AGES, lexicon.AGE, "8 9 1 0 2 85 周 岁 多 几 years old - 1٣"),
}  # fmt: skip


@pytest.mark.parametrize("which", GATES)
@settings(max_examples=250)
@given(st.data())
def test_a_gate_finds_what_its_pattern_finds(which, data):
    gate, pattern, pieces = GATES[which]
    few = st.sampled_from([*pieces.split(), " ", "\n"])
    batch = fold_batch(data.draw(st.lists(st.lists(few, max_size=8).map("".join), max_size=3)))
    told = [hit.span() for hit in gate.finditer(batch.text, batch.codes)]
    assert told == [hit.span() for hit in pattern.finditer(batch.text)]


@given(
    st.lists(st.sampled_from(["@", "a", "mail.cn", ".", "张", " ", "x" * 70, "-"]), max_size=12).map("".join)
)
def test_looking_around_each_sign_finds_every_mail_address(text):
    found = [hit.span() for hit in traces.EMAIL.finditer(text)]
    assert [hit.span() for hit in masking._emails(text)] == found
