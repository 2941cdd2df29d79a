"""Requests about one thing meet; a minority's complaint is never merged away."""

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.needs.hotline.core.nearby import LOOK_BACK, Where, pairs_to_compare
from minben.needs.hotline.core.similar import DAY_S, Finder, Item

LAMP = "楼下路灯坏了三天，晚上看不见路，请尽快来修"
NOON = 1_770_000_000.0


def item(key, text=LAMP, **facts):
    return replace(Item(key, "路灯", 7, None, None, NOON + key, text), **facts)


def together(one, other, finder=None):
    first, second = (finder or Finder()).group([one, other])
    return first == second


def test_two_neighbours_reporting_one_lamp_are_one_event():
    assert together(item(1), item(2, "路灯坏了三天了，楼下晚上看不见路，快来修吧"))


def test_another_category_is_another_thing_in_whatever_words():
    assert not together(item(1), item(2, category="供电"))


def test_another_community_is_another_thing():
    assert not together(item(1), item(2, place=8))


def test_other_words_in_the_same_community_are_another_thing():
    assert not together(item(1), item(2, "公园门口太黑，能不能加装一盏太阳能灯"))


def test_two_buildings_are_two_things():
    assert not together(item(1, "3号楼" + LAMP), item(2, "五栋" + LAMP))
    assert together(item(1, "3号楼" + LAMP), item(2, "三号楼" + LAMP))


@pytest.mark.parametrize(
    ("one", "other"), [("东门口", "西门口"), ("学校后面", "东门口"), ("老槐树底下", "小卖部那儿")]
)
def test_two_spots_of_one_community_are_two_things_in_the_same_words(one, other):
    assert not together(item(1, one + LAMP), item(2, other + LAMP))
    assert together(item(1, one + LAMP), item(2, f"我们{one}的{LAMP}"))


def test_last_months_lamp_is_not_todays():
    assert not together(item(1), item(2, at=NOON + 40 * DAY_S))


def test_250_metres_are_near_and_300_are_not():
    def at(key, north):
        return item(key, place=None, lat=30.25 + north / 111_195, lon=120.15)

    assert together(at(1, 0), at(2, 240))
    assert not together(at(1, 0), at(2, 300))


@settings(max_examples=60)
@given(st.floats(-60, 60), st.floats(-179, 179), st.floats(0, 6.28))
def test_near_points_meet_wherever_the_grid_lines_fall(lat, lon, angle):
    from math import cos, radians, sin

    north, east = 240 * cos(angle), 240 * sin(angle)
    near = item(
        2,
        place=None,
        lat=lat + north / 111_195,
        lon=lon + east / (111_195 * cos(radians(lat))),
    )
    assert together(item(1, place=None, lat=lat, lon=lon), near)


def test_without_a_place_nothing_is_merged_unless_a_city_wants_it():
    one, other = item(1, place=None), item(2, place=None)
    assert not together(one, other)
    assert together(one, other, Finder(unplaced=0.8))


def test_new_requests_join_open_ones_and_the_likest_of_them():
    found = Finder().join(
        [item(9), item(10, "物业乱收费")],
        [item(1, "楼下路灯坏了，请修"), item(2)],
    )
    assert [(one.key, one.to) for one in found] == [(9, 2), (10, None)]
    assert found[0].similarity == pytest.approx(1.0)


def test_two_of_one_batch_join_each_other_in_the_order_they_came():
    late, early = item(5), item(4)
    assert [(one.key, one.to) for one in Finder().join([late, early], [])] == [(5, 4), (4, None)]


def test_in_a_busy_block_the_newest_open_requests_are_compared_whatever_order_they_come_in():
    others = [
        item(number, f"第{number}件别的事情{number * 37}", at=NOON - 5 * DAY_S) for number in range(100, 180)
    ]
    fresh = item(1, at=NOON - 60)
    for open_items in ([fresh, *others], [*others, fresh]):
        assert Finder().join([item(500)], open_items)[0].to == 1


def test_before_a_person_sends_it_they_see_the_open_requests_like_theirs():
    found = Finder().compare(item(9), [item(1, "小区太吵"), item(2), item(3, "楼下路灯坏了三天，看不见路")])
    assert [one.key for one in found] == [2, 3]
    assert Finder().compare(item(9), []) == []


def test_nothing_given_nothing_grouped():
    assert Finder().group([]) == []
    assert Finder().join([], [item(1)]) == []


def test_empty_texts_never_meet():
    assert not together(item(1, ""), item(2, ""))


def test_different_troubles_of_one_community_stay_apart_in_a_large_batch():
    rng = Random(6)
    letters = "春夏秋冬东南西北金木水火土山河湖海风云雨雪花草树鸟鱼石路桥门窗灯"
    items = [item(key, "".join(rng.choices(letters, k=30))) for key in range(600)]
    assert len(set(Finder().group(items))) >= 594  # false merges below one in a hundred


def one_block(size):
    zeros, thirty = np.zeros(size, dtype=np.int64), np.full(size, 30.0)
    return Where(zeros, zeros, thirty, thirty, at=np.arange(size, dtype=float), building=zeros - 1)


def test_in_a_storm_of_thousands_each_request_is_compared_with_a_few_only():
    size = 5_000
    where = one_block(size)
    later, earlier = pairs_to_compare(where, np.zeros((size, 2), dtype=np.uint32), 250.0, settled=0)
    assert len(later) <= size * LOOK_BACK
    assert (later > earlier).all()


def test_open_requests_are_not_compared_with_one_another():
    where = one_block(9)
    later, _ = pairs_to_compare(where, np.zeros((9, 2), dtype=np.uint32), 250.0, settled=8)
    assert set(later.tolist()) == {8}


@settings(max_examples=200)
@given(st.floats(-60, 60), st.floats(-179, 179), st.floats(0, 6.28))
def test_near_points_share_a_square_even_when_their_words_share_no_block(lat, lon, angle):
    north, east = 240 * math.cos(angle) / 111_195, 240 * math.sin(angle) / 111_195
    where = replace(
        one_block(2),
        place=np.array([-1, -1]),
        lat=np.array([lat, lat + north]),
        lon=np.array([lon, lon + east / math.cos(math.radians(lat))]),
    )
    later, _ = pairs_to_compare(where, np.array([[1], [2]], dtype=np.uint32), 250.0, settled=0)
    assert later.tolist() == [1]


class Thorough(Finder):
    """Weighs everybody's words, even where nobody is near enough to meet."""

    def _anybody_near(self, where):
        return True


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["路灯", "供暖"]), st.sampled_from([7, 8, None]), st.integers(0, 20)),
        min_size=2,
        max_size=6,
    )
)
def test_who_has_nobody_near_is_told_so_at_once_and_nobody_else_is(those):
    last, *others = [
        item(key, category=category, place=place, at=NOON + days * DAY_S)
        for key, (category, place, days) in enumerate(those)
    ]
    assert Finder().join([last], others) == Thorough().join([last], others)
