"""A gate changes how long looking takes, never what is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.needs.hotline.core import masking, traces
from minben.needs.hotline.core.phrases import fold_batch

PIECES = (
    "我叫", "我的名字是", "本人姓名", "联系人", "投诉人", "来电人：", "我姓", "我是", "张三", "李四",
    "欧阳", "，", "。", " ", "\n", "今年", "阿迪力·买买提", "my name is ", "this is ", "calling", "单元",
    "室", "号楼", "栋", "号房", "-", "+", "86", "(", ")", ".", "1", "3800", "13800138000", "010", "6500",
    "1234567", "x", "a", "apt 3b", "flat", "room 12", "٣", "二", "三", "十", "一三八零零一三八零零零",
    "幺", "京a12345", "@", "mail.cn", "路灯", "😀",
)  # fmt: skip
GATES = [
    (masking.NUMBERS, traces.NUMBER),
    (masking.PHONES, traces.PHONE),
    (masking.DOORS, traces.DOOR),
    (masking.NAMES, traces.NAME),
]
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@pytest.mark.parametrize(("gate", "pattern"), GATES, ids=["numbers", "phones", "doors", "names"])
@given(texts)
def test_a_gate_finds_what_its_pattern_finds(gate, pattern, text):
    batch = fold_batch([text])
    told = [hit.span() for hit in gate.finditer(batch.text, batch.codes)]
    assert told == [hit.span() for hit in pattern.finditer(batch.text)]


@given(texts)
def test_looking_around_each_sign_finds_every_mail_address(text):
    assert [hit.span() for hit in masking._emails(text)] == [
        hit.span() for hit in traces.EMAIL.finditer(text)
    ]
