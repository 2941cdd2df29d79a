"""Words such as "ok" are no evidence; words that could be checked are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.evidence import says_something


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "ok", "OK！", "ＯＫ", "好", "好了", "好的，已处理", "已处理", "已办结。", "处理完毕",
        "已解决，诉求人满意",
        "已联系相关部门处理", "情况属实，已整改到位", "同上", "见附件", "无", "。。。。。。", "123456", "啊啊啊啊啊啊",
        "done", "Done.", "All done now", "it was fixed", "n/a", "test", "asdfgh", "The problem is solved", "✓✓✓✓",
        "已安排工作人员到现场处理", "o\u200bk",
    ],
)  # fmt: skip
def test_these_words_show_nothing(words: str) -> None:
    assert not says_something(words)


@pytest.mark.parametrize(
    "words",
    [
        "换了阀门", "换了循环泵，量得二十度。", "三号楼路灯已亮", "现场清运建筑垃圾两车", "法规第3条", "三次上门",
        "改造计划",
        "Pump replaced", "New lamp at house 3", "Visited on 2 March by two officers", "见 2026 年 3 月 2 日会议纪要",
        "已在西门补种香樟 12 棵，问题已解决", "管道压力 0.4 MPa",
    ],
)  # fmt: skip
def test_these_words_can_be_checked(words: str) -> None:
    assert says_something(words)


@given(st.text(max_size=40))
def test_more_words_never_make_evidence_less(words: str) -> None:
    assert says_something(f"3 号楼地下室换了循环泵。{words}")


@given(st.lists(st.sampled_from(["已处理", "好的", "ok", "满意", "。", " ", "done"]), max_size=20))
def test_empty_phrases_stay_empty_however_many(words: list[str]) -> None:
    assert not says_something(" ".join(words))
