"""A text is one in both languages: what is too long for one of them is too long."""

from hypothesis import given
from hypothesis import strategies as st

from minben.evaluation.agenda.core.texts import Most, Text

words = st.text(alphabet="冷热 ab\n", max_size=130)


@given(words, words, st.sampled_from([Most.THEME, Most.TITLE]))
def test_what_goes_into_the_columns_comes_out_as_it_was(zh: str, en: str, most: Most) -> None:
    told = Text(zh, en)
    assert Text(told.zh, told.en) == told
    assert Text(**{"zh": told.columns("title")["title"], "en": told.columns("title")["title_en"]}) == told
    assert bool(told) == bool(zh.strip())
    assert told.fits(most) == (len(zh.strip()) <= most and len(en.strip()) <= 2 * most)
