"""Earlier replies are found for what people ask now, and the finder says how sure it may be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.needs.hotline.core.answering.fields import fields_of, head_of
from minben.needs.hotline.core.answering.index import Index
from minben.needs.hotline.core.answering.learning import Ranker, folds
from minben.needs.hotline.core.answering.measures import MEASURES, pool
from minben.needs.hotline.core.answering.ranking import best
from minben.needs.hotline.core.answering.weighing import picked
from tests.needs.hotline.replies import learned, year


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return learned()


@pytest.fixture(scope="module")
def index(ranker: Ranker) -> Index:
    asked, answered = year(1)
    return ranker.index(answered, messages=asked[::3], own=np.arange(len(asked))[::3])


def first_for(ranker: Ranker, index: Index, message: str) -> int:
    found = ranker.find(index, [message])
    return int(found.replies[0, best(ranker.order.scores(found), 1)[0, 0]])


def test_grandma_chens_cold_radiator_finds_what_was_answered_about_heat_near_her(
    ranker: Ranker, index: Index
) -> None:
    found = year(1)[1][first_for(ranker, index, "柳荫街道暖气不热，我家冻得睡不着")]
    assert "柳荫" in found
    assert "换热站" in found


def test_a_question_about_nothing_known_leaves_the_finder_unsure(ranker: Ranker, index: Index) -> None:
    known, foreign = "河湾小区路灯不亮\n晚上看不见路", "请问护照过期了换证要几天，外国签证怎么办"
    sure = [float(ranker.order.sure(ranker.find(index, [one]))[0]) for one in (known, foreign)]
    assert sure[0] > 0.5 > sure[1]


def test_whoever_says_word_for_word_what_a_reply_says_is_as_near_to_it_as_can_be(
    ranker: Ranker, index: Index
) -> None:
    found = ranker.find(index, [year(1)[1][30]])
    near = found.measures[0][found.replies[0].tolist().index(30)]
    for name in ("singles", "pairs", "fours", "words"):
        assert near[MEASURES.index(name)] == pytest.approx(1, abs=1e-5)
        assert found.measures[0, :, MEASURES.index(name)].max() <= 1 + 1e-5


def test_where_one_reply_alone_is_looked_at_it_is_the_one_for_that_matter_and_place(index: Index) -> None:
    asked, own = year(2)[0][::9], np.arange(len(year(2)[0]))[::9]
    found = pool(index, index.ask(asked), size=1).replies[:, 0]
    assert (found == own).mean() > 0.9


def test_the_order_of_the_replies_does_not_matter(ranker: Ranker) -> None:
    asked, answered = year(1)
    turned = answered[::-1]
    message = "向阳村停水了，什么时候来水"
    found = [
        texts[first_for(ranker, ranker.index(texts, messages=asked[:9]), message)]
        for texts in (answered, turned)
    ]
    assert found[0] == found[1]


def test_two_people_who_ask_at_once_are_answered_as_if_alone(ranker: Ranker, index: Index) -> None:
    messages = ["东门小区电梯坏了", "北桥街道半夜施工，吵得睡不着"]
    together = ranker.order.scores(ranker.find(index, messages))
    alone = [ranker.order.scores(ranker.find(index, [one]))[0] for one in messages]
    assert np.allclose(np.sort(together, axis=1), np.sort(np.stack(alone), axis=1), atol=1e-4)


def test_a_reply_is_no_hub_because_of_the_message_it_answers(ranker: Ranker) -> None:
    asked, answered = year(1)
    own = np.arange(len(asked))
    known = ranker.index(answered, messages=asked, own=own).spreads["pairs"]
    unknown = ranker.index(answered, messages=asked).spreads["pairs"]
    assert (known.mean < unknown.mean).all()


def test_what_one_person_wrote_is_never_parted_into_learnt_and_unseen() -> None:
    groups = ["li.wei", "chen", "li.wei", "zhou.min", "chen", "li.wei"]
    for learnt, unseen in folds(groups, 3, seed=1):
        assert not {groups[row] for row in learnt} & {groups[row] for row in unseen}
        assert sorted([*learnt, *unseen]) == list(range(len(groups)))


def test_the_title_of_a_message_is_its_first_line_that_says_something() -> None:
    assert head_of("\n 路灯坏了 \n晚上看不见") == "路灯坏了"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_words_can_be_asked(texts: list[str]) -> None:
    fields = fields_of(texts)
    assert all(field.shape[0] == len(texts) for field in fields[:-1])
    assert np.isfinite(fields.length).all()


@pytest.mark.parametrize("message", ["", "？", "a" * 5_000, "路灯" * 2_000])
def test_strange_messages_are_measured_without_trouble(ranker: Ranker, index: Index, message: str) -> None:
    found = ranker.find(index, [message])
    assert found.measures.shape[-1] == len(MEASURES)
    assert np.isfinite(ranker.order.scores(found)).all()
    unsure, sure, certain = (float(ranker.order.sure(found, having=share)[0]) for share in (0.0, 0.5, 1.0))
    assert 0 == unsure <= sure <= certain + 1e-9 <= 1 + 1e-9


def test_columns_are_picked_as_slicing_would() -> None:
    counted = fields_of(["路灯坏了路灯", "停水"]).pairs
    columns = np.unique(counted.indices)[1:].astype(np.int64)
    assert (picked(counted, columns) != counted[:, columns]).nnz == 0
