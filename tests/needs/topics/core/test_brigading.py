"""A crowd that cannot be faked: whoever shouts, the true ten keep their order, and what was cut is listed."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import spearmanr

from minben.needs.topics.core.hotness import weights_at
from minben.needs.topics.core.joining import join
from minben.needs.topics.core.mining import rank
from minben.needs.topics.core.raw import read
from minben.needs.topics.core.sayings import everywhere
from minben.needs.topics.core.shapes import REASONS, said
from minben.needs.topics.core.voices import hear
from tests.needs.topics.core.cities import ATTACKS, a_month, attacked

WEIGHTS = weights_at(date(2026, 3, 1))
TARGET = 14


def heat_of(city):
    """The hotness of each true event."""
    topics = rank(city.messages, city.event, weights=WEIGHTS)
    heat = np.zeros(len(city.honest))
    for topic in topics:
        heat[np.bincount(city.event[topic.members]).argmax()] = topic.hotness
    return heat, topics


def true_ten(heat):
    return np.argsort(-heat)[:10]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", ATTACKS)
def test_the_true_ten_keep_their_order(kind, seed):
    city = a_month(seed)
    before, _ = heat_of(city)
    after, _ = heat_of(attacked(city, kind, target=TARGET, share=0.4, seed=seed))
    ten = true_ten(before)
    assert spearmanr(before[ten], after[ten]).statistic >= 0.95
    # The crowd's own event, fifteenth in truth, does not come near the front.
    assert (after > after[TARGET]).sum() >= 8


def test_raw_counts_would_have_been_fooled():
    city = a_month(1)
    bent = attacked(city, "distinct", target=TARGET, share=0.4, seed=1)
    counts = np.bincount(bent.event)
    assert counts.argmax() == TARGET


@pytest.mark.parametrize("kind", ATTACKS)
def test_what_is_cut_is_listed_with_a_reason_and_stays_a_member(kind):
    city = attacked(a_month(3), kind, target=TARGET, share=0.4, seed=3)
    _, topics = heat_of(city)
    bent = next(one for one in topics if city.event[one.members[0]] == TARGET)
    assert len(bent.members) == (city.event == TARGET).sum()
    assert {cut.reason for cut in bent.discounted} <= set(REASONS)
    assert all(0 <= cut.weight < 1 for cut in bent.discounted)
    fakes = len(city.event) - city.honest.sum()
    assert len(bent.discounted) >= 0.5 * fakes


def test_an_honest_month_is_hardly_cut():
    city = a_month(4)
    _, topics = heat_of(city)
    lost = sum(1 - cut.weight for topic in topics for cut in topic.discounted)
    assert lost / len(city.event) < 0.1


def test_whoever_tells_no_district_is_not_cut_with_a_loud_one():
    """Zhou Min and the others of the hotline's calls live anywhere: a crowd in the first district is not theirs."""
    counts = np.r_[400, np.full(8, 10), 90]
    area = np.repeat(np.r_[np.arange(9), -1], counts)
    spoken = np.concatenate([area, np.repeat(np.arange(9), 500)])
    event = np.repeat([0, 1], [counts.sum(), 9 * 500])
    row = np.arange(len(spoken))
    told = said([str(n) for n in row], person=row, area=spoken, at=7_200.0 * row)
    heard = hear(told, event, np.zeros(1, dtype=np.int64))
    assert heard.weight[spoken == 0][0] < 0.5
    assert set(heard.weight[spoken == -1]) == {1.0}


def test_a_name_that_a_crowd_makes_common_parts_events_still():
    city = attacked(a_month(11, largest=120), "paraphrase", target=14, share=0.4, seed=11)
    found = join(city.messages)
    pairs, true = found[:, None] == found[None, :], city.event[:, None] == city.event[None, :]
    assert (pairs & ~true).sum() == 0
    assert (pairs & true).sum() / true.sum() > 0.9


def test_the_texts_of_the_month_are_joined_as_they_were_meant():
    city = a_month(5, largest=60)
    found = join(city.messages)
    pairs = found[:, None] == found[None, :]
    true = city.event[:, None] == city.event[None, :]
    assert (pairs & ~true).sum() == 0
    assert (pairs & true).sum() / true.sum() > 0.9


LETTER = (
    "江畔社区旁的搅拌站夜里还在开工\n我住在三号楼，窗户正对着料场，大车一辆接一辆，楼板都跟着抖。去年冬天就说要搬走，"
    "到现在一点动静也没有。老人心脏不好，孩子第二天要上学，全家没有一晚上睡踏实。能不能先把夜里的活停下来，再说什么时候搬。"
)
FOLDED = str.maketrans("楼车着对开晚来动说时会这还没", "樓車著對開晚來動說時會這還沒")
SOUNDS = str.maketrans({"的": "得", "在": "再", "心": "新", "到": "道", "是": "事", "夜": "业"})


def put_in(text, signs, *, every, seed):
    rng = np.random.default_rng(seed)
    return "".join(one + (rng.choice(signs) if rng.random() < 1 / every else "") for one in text)


CHANGED = {
    "some words put in": lambda n: put_in(LETTER, ["啊", "真的", "，求解决", "！"], every=20, seed=n),
    "signs that nobody sees": lambda n: put_in(LETTER, ["\u200b", "\u2060", "\ufeff"], every=4, seed=n),
    "traditional characters": lambda n: LETTER[: 9 * n].translate(FOLDED) + LETTER[9 * n :],
    "characters that sound alike": lambda n: LETTER[: 9 * n].translate(SOUNDS) + LETTER[9 * n :],
    "a house number": lambda n: f"{LETTER}我家在{n + 3}栋{n}02。",
    "another beginning": lambda n: f"{['各位领导好', '我是老业主', '家里有病人'][n % 3]}，{LETTER}",
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_many_accounts_that_change_one_letter_a_little_are_copies(change):
    """Twelve accounts over twelve days: as strangers they would be twelve voices."""
    texts = [LETTER, *map(change, range(12))]
    told = said(texts, at=86_400.0 * np.arange(13), person=np.arange(13))
    heard = hear(told, np.zeros(13, dtype=np.int64), np.zeros(1, dtype=np.int64))
    assert heard.weight.sum() < 4
    assert set(heard.reason) == {"", "copied"}


def test_neighbours_who_tell_of_one_thing_in_their_own_words_are_no_copies():
    texts = [
        LETTER,
        "江畔社区搅拌站半夜施工\n昨晚两点多又开始卸料，轰隆隆响到天亮，打电话给站里没人接，楼下几家都一宿没睡，请派人夜里来看。",
        "投诉搅拌站噪音\n我在五号楼一层，阳台上全是灰，花都死了，晚上机器声比白天还大，戴耳塞也挡不住，上个月反映过，没有下文。",
        "搅拌站什么时候搬\n去年冬天就说要搬走，居委会也开过会，今天路过看见又在装新的料仓，这是要搬还是要扩，请给一个准信。",
    ]
    told = said(texts, person=np.arange(4))
    assert hear(told, np.zeros(4, dtype=np.int64), np.zeros(1, dtype=np.int64)).weight.tolist() == [1] * 4


def test_what_a_copy_was_liked_is_worth_as_little_as_the_copy():
    letters = [LETTER, *(CHANGED["a house number"](n) for n in range(12))]
    event, likes = np.zeros(13, dtype=np.int64), np.r_[0.0, np.full(12, 1e9)]
    plain = said(letters, person=np.arange(13), at=86_400.0 * np.arange(13))
    liked = rank(replace(plain, support=likes), event, weights=WEIGHTS)[0]
    strangers = rank(replace(plain, text=[f"{n}" for n in range(13)], support=likes), event, weights=WEIGHTS)[
        0
    ]
    assert liked.parts["support"] < 0.8 * strangers.parts["support"]


def test_a_crowd_that_copies_one_letter_does_not_make_everybody_speak_by_form():
    """Two hundred copies without a site, each counted as from a place of its own, would be heard everywhere."""
    signs = np.random.default_rng(1).integers(0x4E00, 0x9000, (300, 20))
    free = ["".join(map(chr, row)) for row in signs.tolist()]
    letter = "某某公司侵吞医保款三年之久，多次举报没有结果，哪来的胆子侵吞百姓的救命钱"
    places = np.r_[np.arange(300), np.full(200, -1)]
    assert not len(everywhere(read([*free, *[letter] * 200]).sayings, places))
    assert len(
        everywhere(read([f"来电人反映{one}，要求尽快处理并回复" for one in free]).sayings, places[:300])
    )


def test_what_few_know_the_place_of_is_still_a_saying_by_those_who_do():
    """Two in three messages name no place: they may not pass for one place that says it above all others."""
    signs = np.random.default_rng(1).integers(0x4E00, 0x9000, (60, 20))
    filled = [f"来电人反映{''.join(map(chr, row))}，要求尽快处理并回复" for row in signs.tolist()]
    assert len(everywhere(read(filled).sayings, np.r_[np.arange(20), np.full(40, -1)]))


TITLE = "江畔社区旁的搅拌站夜里还在开工"
WHO = ("我是这里的业主", "我家就在旁边", "住在这边三年了", "作为居民")
SAYS = ("真的受不了", "希望早点解决", "多次打电话没用", "物业说管不了", "社区也不管")


def under_one_title(size):
    """So many accounts, each with a body of its own making."""
    rng = np.random.default_rng(5)
    return [
        f"{TITLE}\n{'，'.join([rng.choice(WHO), *rng.choice(SAYS, 3, replace=False)])}" for _ in range(size)
    ]


def heard_within(texts, span_s):
    size = len(texts)
    told = said(texts, at=np.linspace(0, span_s, size), person=np.arange(size))
    return hear(told, np.zeros(size, dtype=np.int64), np.zeros(1, dtype=np.int64))


def test_forty_accounts_that_talk_under_one_title_within_the_hour_are_a_burst():
    heard = heard_within(under_one_title(40), 3_000.0)
    assert heard.weight.sum() < 16
    assert "burst" in heard.reason


def test_neighbours_who_call_within_the_hour_of_one_pipe_are_no_burst():
    texts = [
        "江畔社区停水了，从早上七点就没有水，做饭都没法做",
        "水管爆了，三号楼门口水流了一地，赶紧来人",
        "喂，你好，我家没水了，江畔社区的，什么时候来啊",
        "来电人反映江畔社区二号楼自来水停供，未见通知，要求说明原因",
        "家里有刚出生的孩子，没水真不行，能派送水车吗",
        "问一下江畔社区是不是在抢修，几点能来水",
        "爆管的地方离配电箱很近，怕出事，请先断电",
    ]
    assert heard_within(texts, 2_000.0).weight.tolist() == [1] * len(texts)


def test_twelve_neighbours_who_say_the_same_few_words_are_no_burst():
    texts = [f"{n + 1}号楼楼道漏水，没人管" for n in range(12)]
    assert heard_within(texts, 600.0).weight.tolist() == [1] * 12
