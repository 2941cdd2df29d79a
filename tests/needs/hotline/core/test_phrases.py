"""Known phrases are found exactly as a patient reader would find them."""

from hypothesis import given
from hypothesis import strategies as st

from minben.needs.hotline.core.phrases import Hit, Phrases, fold_batch

LETTERS = "路灯坏了ab 1"
PHRASES = st.lists(st.text(alphabet="路灯坏了", min_size=2, max_size=4), min_size=1, max_size=6, unique=True)


def patiently(phrases, text):
    """Look for each phrase at each place, longest first."""
    found, place = [], 0
    while place < len(text):
        here = [phrase for phrase in phrases if text.startswith(phrase, place)]
        if here:
            longest = max(here, key=len)
            found.append((place, longest))
            place += len(longest)
        else:
            place += 1
    return found


@given(PHRASES, st.lists(st.text(alphabet="路灯坏了，", max_size=20), max_size=5))
def test_it_finds_what_a_patient_reader_finds(phrases, texts):
    hits = Phrases(phrases).find(texts)
    expected = [
        (row, start, phrase) for row, text in enumerate(texts) for start, phrase in patiently(phrases, text)
    ]
    assert [(hit.row, hit.start, phrases[hit.phrase]) for hit in hits] == expected


@given(st.lists(st.text(max_size=20), max_size=5))
def test_folding_never_moves_a_character(texts):
    batch = fold_batch(texts)
    for row, text in enumerate(texts):
        assert len(text) == int(batch.offsets[row + 1]) - batch.begins(row) - 1


def test_a_latin_word_is_found_only_whole():
    words = Phrases(["fire", "119"])
    assert [hit.row for hit in words.find(["fired", "on fire!", "打119", "1190元", "campfire"])] == [1, 2]


def test_no_phrases_find_nothing():
    assert Phrases([]).find(["路灯"]) == []


def test_traditional_characters_read_like_simplified_ones():
    assert Phrases(["电梯坏了", "拖欠工资"]).find(["老闆拖欠工資，電梯壞了"]) == [
        Hit(row=0, start=2, end=6, phrase=1),
        Hit(row=0, start=7, end=11, phrase=0),
    ]


def test_what_simplified_texts_write_themselves_stays_as_it_is():
    said = "著名的乾隆年间的沈家台门只有一间"
    assert fold_batch([said]).text == said + "\n"
