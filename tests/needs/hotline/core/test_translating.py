"""A reply is found by words that its question never used, as earlier people were answered in them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.needs.hotline.core.answering.fields import fields_of
from minben.needs.hotline.core.answering.translating import Translation, learn_translation, spoken_for

ASKED = ["家里，冷", "老人，冷", "楼道，黑", "路口，黑", "河水，臭", "沟水，臭"]
ANSWERED = [
    "换热站已经检修", "换热站更换阀门", "电缆已经接通", "电缆更换接头", "截污管完成", "截污管清淤",
]  # fmt: skip


def learned(asked: list[str], answered: list[str]) -> Translation:
    return learn_translation(fields_of(asked).words, fields_of(answered).words)


def speaks(known: Translation, message: str, replies: list[str]) -> list[float]:
    heard, tells = known.heard(fields_of(replies).words), known.tells(fields_of([message]).words)
    found: list[float] = spoken_for(heard, tells)[0].tolist()
    return found


def test_grandma_chen_who_only_says_that_it_is_cold_is_led_to_the_heat_exchanger() -> None:
    message, replies = "这几天冷", ["电缆抢修", "换热站抢修", "截污管抢修"]
    assert not set(message) & set("".join(replies)), "not a character is shared"
    found = speaks(learned(ASKED, ANSWERED), message, replies)
    assert found[1] > 2 * max(found[0], found[2])


def test_a_word_that_li_wei_alone_wrote_is_not_kept_even_hashed() -> None:
    own = fields_of(["鹦鹉"]).words.indices
    assert len(own)
    for known in (
        learned([*ASKED, "鹦鹉"], [*ANSWERED, "换热站"]),
        learned([*ASKED, "家里，冷"], [*ANSWERED, "鹦鹉"]),
    ):
        assert not np.isin(own, known.asked).any()
        assert not np.isin(own, known.answered).any()


def test_who_asks_in_words_nobody_used_before_is_told_nothing() -> None:
    assert speaks(learned(ASKED, ANSWERED), "鹦鹉", ANSWERED) == [0.0] * len(ANSWERED)


texts = st.text("冷灯水站缆管修换 ", max_size=6)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=6), texts)
def test_who_was_answered_first_makes_no_difference(pairs: list[tuple[str, str]], message: str) -> None:
    asked, answered = [one for one, _ in pairs], [one for _, one in pairs]
    found = speaks(learned(asked, answered), message, answered)
    turned = speaks(learned(asked[::-1], answered[::-1]), message, answered)
    assert np.isfinite(found).all()
    assert min(found) >= 0
    assert np.allclose(found, turned, atol=1e-4)


def test_what_answers_zhou_mins_first_question_is_not_put_down_to_her_second() -> None:
    known = learned(["冷，黑", "冷，黑", "冷", "冷"], ["换热站，电缆", "换热站，电缆", "换热站", "换热站"])
    heat, cable = speaks(known, "黑", ["换热站", "电缆"])
    assert cable > 2 * heat
