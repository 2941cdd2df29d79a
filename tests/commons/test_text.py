"""What people type on any keyboard is compared as they meant it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from minben.commons.text import bigrams, fold, normalise


@given(st.text())
def test_text_brought_to_one_form_stays_so(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not any(unicodedata.category(mark) == "Cc" for mark in once)


@given(st.text())
def test_folding_keeps_every_position_of_chinese_and_wide_letters(text: str) -> None:
    narrow = "".join(mark for mark in text if len(mark.lower()) == 1)
    assert len(fold(narrow)) == len(narrow)


def test_a_hidden_character_cannot_hide_a_word() -> None:
    assert normalise("没\u200b有\ufeff暖\u00ad气") == "没有暖气"
    assert normalise("ｗｉｆｉ　坏了\r\n\r\n三天") == "wifi 坏了 三天"
    assert normalise("e\u0301cole") == "école"


@given(st.text(alphabet="暖气没有 a", max_size=30))
def test_there_is_a_pair_for_each_step_through_the_text(text: str) -> None:
    dense = text.replace(" ", "")
    pairs = bigrams(text)
    assert len(pairs) == (len(dense) - 1 if len(dense) > 1 else len(dense))
    assert "".join(pair[0] for pair in pairs) + (pairs[-1][1:] if pairs else "") == dense
