"""Texts become the same numbers however they were typed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minben.needs.hotline.core.features import HASHING, character_counts, clean, counts, parts

SHAPE = 1 << HASHING.bits


def same(one, other):
    return all((a != b).nnz == 0 for a, b in zip(matrices([one]), matrices([other]), strict=True))


def matrices(texts):
    return [counts(grams, (len(texts), SHAPE)) for grams in parts(texts, HASHING)]


def test_a_segmented_export_reads_like_the_words_as_they_were_said():
    assert same("楼下 路灯 坏 了 三天", "楼下路灯坏了三天")


def test_signs_and_the_words_between_words_change_nothing():
    assert same("楼下的路灯，坏了三天了！", "楼下路灯坏三天")


def test_full_width_letters_from_a_chinese_keyboard_read_like_half_width_ones():
    assert same("Ａ３区　ＢＲＴ", "a3区brt")


def test_english_words_stay_apart():
    assert "".join(map(chr, clean(["No  heat\tin unit 5"], 600).codes)) == "no heat in unit 5"


def test_a_space_beside_chinese_means_nothing_but_one_between_numbers_does():
    assert "".join(map(chr, clean(["A3 区 12 30 路"], 600).codes)) == "a3区12 30路"


def test_what_comes_after_the_longest_length_is_not_read():
    first = "路" * HASHING.longest
    assert same(first, first + "完全不同的后文")


def test_the_beginning_counts_once_more_by_itself():
    *_, early = matrices(["暖气不热" + "院" * 40])
    *_, late = matrices(["院" * 40 + "暖气不热"])
    assert (early != late).nnz > 0


def test_what_begins_one_request_counts_where_another_says_it_further_on():
    *_, head = matrices(["暖气不热" + "院" * 40])
    characters, *_ = matrices(["院" * 40 + "暖气不热"])
    assert len(np.intersect1d(head.indices, characters.indices)) >= len("暖气不热") + len("气不热")


def test_a_word_counts_as_the_same_wherever_it_stands():
    _, words, _ = matrices(["路灯坏了，暖气不热，路灯很暗", "小区路灯"])
    assert words[0].max() == 2
    assert words[0].argmax() in words[1].indices


def test_grams_never_reach_from_one_request_into_the_next():
    together = matrices(["路灯", "坏了"])
    apart = [matrices(["路灯"]), matrices(["坏了"])]
    for part in range(3):
        for row in range(2):
            assert (together[part][row] != apart[row][part]).nnz == 0


def test_an_empty_text_has_no_grams():
    assert [matrix.nnz for matrix in matrices(["", "   "])] == [0, 0, 0]


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_batch_of_texts_can_be_counted(texts):
    for matrix in matrices(texts):
        assert matrix.shape == (len(texts), SHAPE)
        assert not len(matrix.data) or matrix.data.min() >= 1


def test_longer_grams_only_leave_single_characters_out():
    short = character_counts(["路灯坏"], HASHING, shortest=1)
    long = character_counts(["路灯坏"], HASHING, shortest=2)
    assert (short.sum(), long.sum()) == (6, 3)
    assert np.isin(long.indices, short.indices).all()
