"""A reply is found through what else its source says and was asked; never because its own question is known already."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.needs.hotline.core.answering.fields import fields_of
from minben.needs.hotline.core.answering.index import Index, Sources
from minben.needs.hotline.core.answering.learning import Ranker, halves
from minben.needs.hotline.core.answering.measures import MEASURES
from minben.needs.hotline.core.answering.sources import Asked, Context, context_of
from minben.needs.hotline.core.answering.weighing import rarity
from tests.needs.hotline.replies import learned

REPLIES = ["每年十一月十五日。", "室温不低于十八度。", "自行车棚年底前建成。", "每户一个车位。"]
SOURCES = ["供热办法", "供热办法", "停车办法", "停车办法"]
ASKED = ["供暖从哪天开始", "暖气不热怎么算", "电动车停哪里", "车位怎么分"]
MEASURE = MEASURES.index("context")


def gathered(replies: list[str], sources: list[str], asked: list[str], own: list[int]) -> Context:
    fields = fields_of(replies)
    rare = {name: rarity(getattr(fields, name)) for name in ("pairs", "words")}
    return context_of(fields, sources, Asked(fields_of(asked), np.array(own, dtype=np.int64)), rare=rare)


def laid(ranker: Ranker, sources: Sources) -> Index:
    return ranker.index(REPLIES, messages=ASKED[1:], own=np.array([1, 2, 3]), sources=sources)


@pytest.mark.parametrize(("read", "found"), [(True, True), (False, False)])
def test_a_date_is_found_for_grandma_chen_by_what_others_asked_of_its_source(read: bool, found: bool) -> None:
    ranker = learned()
    pool = ranker.find(laid(ranker, Sources(SOURCES, asked=read)), ["我家暖气不热"])
    near = dict(zip(pool.replies[0].tolist(), pool.measures[0, :, MEASURE].tolist(), strict=True))
    assert (near[0] > max(near[2], near[3])) is found


def test_a_city_whose_replies_name_no_source_finds_what_it_found_before() -> None:
    ranker = learned()
    none, empty = laid(ranker, Sources()), laid(ranker, Sources([""] * 4))
    measured = [ranker.find(index, ["我家暖气不热"]).measures for index in (none, empty)]
    assert (measured[0] == measured[1]).all()
    assert not measured[0][..., MEASURE].any()


def test_a_rule_that_every_reply_names_says_nothing_of_one_of_them() -> None:
    many = [f"第{n}条" for n in range(60)]
    assert not gathered(many, ["政务公开条例"] * 60, ["怎么申请"], [0]).known.any()


words = st.text("暖气车位灯水站天度", max_size=8)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(words, words, st.sampled_from(["", "a", "b"])), min_size=1, max_size=6),
    words,
    st.data(),
)
def test_whatever_is_asked_its_own_reply_knows_nothing_of_it(
    rows: list[tuple[str, str, str]], other: str, data: st.DataObject
) -> None:
    asked, replies, sources = ([row[n] for row in rows] for n in range(3))
    own = list(range(len(rows)))
    mine = data.draw(st.sampled_from(own))
    changed = [other if row == mine else one for row, one in enumerate(asked)]
    before, after = (gathered(replies, sources, some, own) for some in (asked, changed))
    for name in before.postings:
        one, two = (found.postings[name].T.tocsr()[mine] for found in (before, after))
        assert abs(one - two).sum() < 1e-5


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 99), max_size=20), st.integers(0, 9))
def test_no_message_that_looks_for_its_reply_is_known_of_the_source(rows: set[int], seed: int) -> None:
    unseen = np.array(sorted(rows), dtype=np.int64)
    parts = list(halves(unseen, Sources(SOURCES), seed=seed))
    assert sorted(np.concatenate([new for new, _ in parts]).tolist()) == unseen.tolist()
    assert not any(set(new.tolist()) & set(known.tolist()) for new, known in parts)
