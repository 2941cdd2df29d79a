"""One thing at one place: neighbours join however they say it, strangers and minorities stay apart."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.needs.topics.core.daily import join_new, know
from minben.needs.topics.core.joining import join
from minben.needs.topics.core.likeness import agreement
from minben.needs.topics.core.matters import matter_names
from minben.needs.topics.core.raw import read
from minben.needs.topics.core.shapes import said
from tests.needs.topics.core.cities import a_month

DAY_S = 86_400.0
PLANT = "江畔社区旁搅拌站噪音扰民\n夜里搅拌站轰鸣，吵得睡不着。"
TOGETHER = [
    (PLANT, "投诉江畔社区的搅拌站\n搅拌站灰尘大，噪音也大，不敢开窗。"),
    # Written as it is heard.
    ("白塞湖路一直在修\n围挡围了半年，迟迟不修好。", "白赛湖路停工，围挡围住迟迟不修\n修路停工半年了。"),
    # The firm is named first by both, what else they name is not.
    (
        "爱之心老年公寓高额利息诱骗老人投资\n本金无法收回。",
        "爱之心养老公寓挪用资金\n老人投资的本金拿不回来。",
    ),
    ("晟通城有难闻气味\n夜里废气刺鼻。", "通晟城臭味太大\n开窗就是刺鼻废气。"),
    ("请问139路公交为什么停运\n村里只有139路公交车。", "139路公交线路停开\n公交车139路不来了，出行不便。"),
    ("柳荫花园捆绑销售车位\n买房必须买车位。", "开发商强买强卖\n柳荫花园买房被捆绑车位，强制购买。"),
    # One names the street too, the other does not.
    (
        "柳荫街道青禾家园电梯坏了\n电梯故障，老人下不了楼。",
        "青禾家园电梯停运\n电梯老是故障，三天两头停运，老人被困。",
    ),
    ("58车贷案进展如何\n58车贷诈骗，立案半年没有进展。", "请关注58车贷\n58车贷立案后没有进展，受害人着急。"),
    ("咨询人才购房补贴何时发\n人才购房补贴还没有到账。", "人才购房补贴申请问题\n我的人才购房补贴没有通过。"),
]
APART = [
    (PLANT, "柳荫社区旁搅拌站噪音扰民\n夜里搅拌站轰鸣，吵得睡不着。"),  # the same words, another place
    (PLANT, "江畔社区没有路灯\n晚上太暗，看不见路。"),  # the same place, another matter
    ("请问139路公交为什么停运\n公交车不来了。", "请问202路公交为什么停运\n公交车不来了。"),
    # What both name is said of many places: the first name of each tells where.
    ("南湖医院销售假冒伪劣药品\n药品是假的。", "柳荫医院出售假冒伪劣药品\n买到的药品是假的。"),
    # One form filled in twice.
    (
        "江畔社区停水了，我腿脚不好，等不起啊，请给个准信",
        "江畔社区夜里施工太吵，我腿脚不好，等不起啊，请给个准信",
    ),
    ("地铁七号线何时开工\n地铁七号线的规划。", "地铁三号线何时开工\n地铁三号线的规划。"),
    # A line passes many places: what is asked for along it is told by the other name.
    (
        "建议地铁七号线南延到青禾植物园\n地铁七号线延伸，出行方便。",
        "地铁七号线延伸到柳荫商业中心\n地铁七号线延伸，出行方便。",
    ),
    ("2017年燃油补贴没发\n出租车2017年燃油补贴。", "2018年燃油补贴没发\n出租车2018年燃油补贴。"),
]


@pytest.mark.parametrize("texts", TOGETHER)
def test_two_ways_of_saying_one_thing_are_one_event(texts):
    one, other = join(said(texts)).tolist()
    assert one == other


@pytest.mark.parametrize("texts", APART)
def test_what_only_sounds_alike_stays_apart(texts):
    one, other = join(said(texts)).tolist()
    assert one != other


def test_the_same_at_the_same_place_a_year_later_is_another_occasion():
    assert len(set(join(said([PLANT, PLANT + "又来了"], at=np.array([0.0, 365 * DAY_S]))).tolist())) == 2


def test_two_communities_of_the_register_never_meet_unless_they_name_one_thing():
    texts = ["楼下烧烤油烟扰民\n油烟熏人。", "楼下烧烤油烟扰民\n烧烤油烟太大。"]
    assert len(set(join(said(texts, place=np.array([1, 2]))).tolist())) == 2
    assert len(set(join(said(texts, place=np.array([1, 1]))).tolist())) == 1
    assert len(set(join(said([PLANT, PLANT + "！"], place=np.array([1, 2]))).tolist())) == 1


def test_a_cry_that_is_heard_at_every_place_brings_nobody_together():
    cries = ["暖气片冰凉", "井盖没了", "老板欠薪", "垃圾没人收", "路灯不亮", "水管爆了"]
    texts = [f"忍无可忍了！{what}，没人来管，请热线督促。" for what in cries]
    month = replace(said(texts), place=np.arange(len(texts)))
    assert len(set(join(month).tolist())) == len(texts)


def test_what_one_person_says_again_is_likelier_one_thing_and_what_comes_later_less():
    alike = np.full(4, 0.8)
    gap, person = np.array([0.0, 60, 300, 60]) * DAY_S, np.array([0.0, 0.0, 0.0, 1.0])
    now, later, latest, again = agreement(alike, alike, alike, gap, person)
    assert now > later > latest > now / 2
    assert again > later


def test_what_grandma_chen_says_twice_of_one_place_is_one_event_though_no_list_knows_the_matter():
    statue = [
        "江畔社区的雕像歪了\n门前的雕像歪了几年，没人来扶正。",
        "江畔社区雕像还是歪的，请扶正\n雕像歪了几年了。",
    ]
    wish = "江畔社区何时再放电影\n孩子们都盼着看电影。"
    again, once_more, other = join(said([*statue, wish], person=np.array([7, 7, 7]))).tolist()
    assert again == once_more != other
    assert len(set(join(said(statue, person=np.array([7, 8]))).tolist())) == 2


SITES = ("江畔花园", "柳荫小区", "青禾家园", "石桥公寓", "云栖新村", "白鹭路", "枫林社区", "墨池雅苑")
FORMS = (
    "来电人反映，{}供热主管道爆了，路上全是热水，一小区都没暖气了，请尽快核实。",
    "工作人员您好，{}楼道灯坏了大半，老人上下楼要摸黑，保安都是七十多岁的老大爷。盼复。",
    "{}健身房突然关门，卡里还有四百块，群里有一百多个受害的，希望能重视。",
)


def test_where_all_speak_by_form_only_the_site_tells_and_no_register_is_needed():
    texts = [form.format(site) for form in FORMS for site in SITES]
    texts += [
        f"{SITES[0]}3栋供热主管道爆了，路上全是热水，一小区都没暖气了。",
        "供热主管道爆了，路上全是热水，一小区都没暖气了。",
    ]
    event = join(said(texts)).tolist()
    assert event[0] == event[-2]
    assert len(set(event)) == len(texts) - 1


def test_neighbours_within_a_few_steps_meet_without_naming_a_place():
    texts = ["楼下烧烤油烟扰民\n油烟熏人。", "烧烤摊油烟太大\n夜宵摊的油烟。"]
    lat, lon = np.array([30.25, 30.2505]), np.array([120.15, 120.15])
    assert len(set(join(said(texts, lat=lat, lon=lon)).tolist())) == 1
    assert len(set(join(said(texts, lat=np.array([30.25, 30.35]), lon=lon)).tolist())) == 2


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 50), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(seed, chance):
    month = a_month(seed, topics=6, largest=12).messages
    rows = list(range(len(month)))
    chance.shuffle(rows)
    plain, mixed = join(month), join(month.take(np.array(rows)))
    assert plain[rows].tolist() == mixed.tolist()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 50))
def test_new_messages_find_their_events_and_known_ones_stay(seed):
    city = a_month(seed, topics=6, largest=15)
    order = np.argsort(city.messages.at)
    half = len(order) // 2
    first, known = know(city.messages.take(order[:half]))
    event, later = join_new(known, city.messages.take(order[half:]))
    assert len(event) == len(order) - half
    assert later.events >= known.events == first.max(initial=-1) + 1
    true = city.event[order]
    found = np.concatenate([first, event])
    same = found[:, None] == found[None, :]
    truly = true[:, None] == true[None, :]
    assert (same & ~truly).sum() == 0
    assert (same & truly).sum() / truly.sum() > 0.7


def test_two_known_events_never_become_one_by_a_newcomer():
    _, known = know(said([PLANT, "江畔社区没有路灯\n晚上太暗。"]))
    event, _ = join_new(known, said(["江畔社区搅拌站噪音扰民，也没有路灯\n搅拌站吵，晚上太暗。"]))
    assert event[0] in (0, 1, 2)


def test_a_day_given_in_parts_is_the_same_city():
    city = a_month(7, topics=5, largest=20)
    order = np.argsort(city.messages.at)
    parts = np.array_split(order, 6)
    first, known = know(city.messages.take(parts[0]))
    events = [first]
    for part in parts[1:]:
        found, known = join_new(known, city.messages.take(part))
        events.append(found)
    assert len(known.stores) <= 3
    assert np.unique(np.concatenate(events)).tolist() == list(range(known.events))


def test_nothing_is_no_trouble():
    assert join(said([])).tolist() == []
    _, known = know(said([]))
    assert join_new(known, said([PLANT]))[0].tolist() == [0]
    assert join_new(know(said([PLANT]))[1], said([]))[0].tolist() == []
    assert join(said(["", "\n", "？"])).tolist() == [0, 1, 2]


LATIN = {
    "Trash\nSaratoga Street": [],
    "Missed recycling\nindustrial estate, a happy refund office": ["refund"],
    "A street light is out\nsince May": ["street_lamps"],
    "Please sweep\nour street": [],
    "A busy business\n": [],
    "No bus\nthe buses and\nthe bus stop": ["bus"],
    "Ceiling\nit is leaking": ["leaks"],
    "APP打不开\n楼下 KTV 太吵": ["noise", "music", "internet"],
}


@pytest.mark.parametrize("text", LATIN)
def test_words_in_latin_letters_are_read_as_words_and_not_within_others(text):
    loud = read([text]).matters[0]
    assert [name for name, much in zip(matter_names(), loud, strict=True) if much > 0] == LATIN[text]


HEADINGS = (
    "Street Light Outages", "Request for Pothole Repair", "Rodent Activity", "Graffiti Removal", "Missed Recycling",
    "Bed Bugs in the Bedroom", "Parking Enforcement", "Sewage Back-Up", "Tree Emergencies", "Abandoned Vehicles",
)  # fmt: skip


def a_street_of(headings, *, apart):
    """Each of some headings at every so many metres of a street of eight kilometres that runs north."""
    metres = np.arange(0, 8_000, apart)
    lat = np.tile(42.3 + metres / 111_195.0, len(headings))
    texts = [heading for heading in headings for _ in metres]
    return said(texts, lat=lat, lon=np.full(len(lat), -71.06), at=DAY_S * (np.arange(len(lat)) % 40))


def longest(messages, event):
    """How far the widest event reaches [m]."""
    return max(np.ptp(messages.lat[event == one]) for one in event) * 111_195


def test_where_names_are_not_read_one_heading_is_no_one_place():
    street = a_street_of(HEADINGS, apart=200)
    found = join(street)
    assert (np.bincount(found) > 1).any()
    assert longest(street, found) < 1_000


def test_day_by_day_a_lamp_here_and_the_next_there_do_not_chain_a_street_together():
    street = a_street_of(HEADINGS, apart=200)
    rows = np.arange(len(street))
    first, known = know(street.take(rows[::2]))
    later, _ = join_new(known, street.take(rows[1::2]))
    event = np.empty(len(street), dtype=np.int64)
    event[::2], event[1::2] = first, later
    assert longest(street, event) < 1_000


def test_a_name_that_is_read_is_one_thing_wherever_people_stand_when_they_write():
    texts = [*TOGETHER[0], "柳荫街道路灯不亮\n晚上看不见路。"]
    far = said(texts, lat=np.array([30.0, 30.2, 30.0]), lon=np.full(3, 120.0))
    assert join(far).tolist() == [0, 0, 1]
