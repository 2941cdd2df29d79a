"""A house told by its pattern, places for a lift, and what each household may read of them."""

import json
import math
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import Polygon, union_all
from shapely.geometry.base import BaseGeometry

from minben.commons.parameters import load
from minben.participation.twin.core.blockstudy import study_block
from minben.participation.twin.core.cards import Home, card, groups, homes
from minben.participation.twin.core.compensation import split
from minben.participation.twin.core.facade import House, scene_of
from minben.participation.twin.core.lifts import places, shafts, with_lift
from minben.participation.twin.core.picture import faces
from minben.participation.twin.core.rules import Errors, rule_at
from minben.participation.twin.core.scene import read_scene
from minben.participation.twin.invented import HOUSE, site

PACKAGE, DAY = "minben.participation.twin", date(2026, 3, 11)
RULE = rule_at(load(PACKAGE, "rules"), "cn-gb50180-great-cold-2h", DAY)
LIFTS = places(HOUSE, shafts(load(PACKAGE, "shafts"), DAY))
FRONT, GLASS = "front-1-standard-solid", "front-1-slim-glass"


@pytest.fixture(scope="module")
def studied() -> dict[str, Any]:
    """The invented block with six places for a lift, as it is kept."""
    told = study_block(
        scene_of(site(), HOUSE), HOUSE, LIFTS, RULE, 2026, errors=Errors(), exactly=(FRONT, GLASS)
    )
    return dict(json.loads(json.dumps(told)))


def test_comparing_and_the_exact_engine_tell_the_same_minutes(studied: dict[str, Any]) -> None:
    for lift in studied["after"]:
        rows = {one.dwelling: one for one in homes(studied, lift)}
        for home in studied["floors"]:
            day = card(studied, lift, home).days[0]
            assert day.decides
            # A look stands for its minute: at each change between sun and shade half of one may be missed.
            assert abs(rows[home].before - day.before) <= 1.5
            assert abs(rows[home].after - day.after) <= 1.5


def test_a_lift_never_adds_a_minute_and_the_suggested_place_takes_least_from_whoever_loses_most(
    studied: dict[str, Any],
) -> None:
    worst = {key: max(one.lost for one in homes(studied, key)) for key in studied["lifts"]}
    assert worst[studied["suggested"]] == min(worst.values())
    assert all(one.lost >= 0 and one.hours_lost >= 0 for key in worst for one in homes(studied, key))


def test_what_glass_lets_through_is_in_the_band_and_the_sure_end_counts_it_as_solid(
    studied: dict[str, Any],
) -> None:
    glass = GLASS
    assert studied["lifts"][glass]["shaft"]["glass"]
    for home in studied["floors"]:
        for day in card(studied, glass, home).days:
            for room in day.rooms:
                assert room.band_after[0] <= room.after
                assert room.band_after[1] == room.band_before[1]
    assert any(
        room.band_after[1] < room.band_before[1]
        for home in studied["floors"]
        for room in card(studied, FRONT, home).days[0].rooms
    )


# The middle dwelling of three has its kitchen where the stairs are: rounding must not move it about.
@example(turn=-1, stairwells=1, per_floor=3, storeys=1)
@settings(max_examples=20, deadline=None)
@given(st.integers(-180, 180), st.integers(1, 3), st.integers(1, 4), st.integers(1, 7))
def test_a_house_that_is_turned_has_its_windows_turned_with_it(
    turn: int, stairwells: int, per_floor: int, storeys: int
) -> None:
    """Numbers and windows are told from the side that looks to the south, so a turn of the plan changes nothing."""
    house = House(building="7", storeys=storeys, stairwells=stairwells, per_floor=per_floor)
    angle = math.radians(turn)

    def turned(x: float, y: float) -> list[float]:
        return [x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)]

    corners = ((0.0, 0.0), (60.0, 0.0), (60.0, 11.0), (0.0, 11.0))
    plain = {"origin": {"lat": 31.3, "lon": 121.4}, "timezone": "Asia/Shanghai", "north": 0.0}
    one = {"id": "7", "base": 0.0, "height": 18.0}
    straight = scene_of({**plain, "buildings": [{**one, "footprint": [list(c) for c in corners]}]}, house)
    # The plan turns clockwise, and north with it.
    bent = scene_of(
        {**plain, "north": float(turn), "buildings": [{**one, "footprint": [turned(*c) for c in corners]}]},
        house,
    )
    assert len(straight["windows"]) == storeys * stairwells * per_floor * 3
    assert read_scene(json.dumps(bent)).set_aside == ()
    for before, after in zip(straight["windows"], bent["windows"], strict=True):
        assert before["id"] == after["id"]
        assert math.dist(turned(before["x"], before["y"]), (after["x"], after["y"])) < 0.01
        assert abs((before["azimuth"] - after["azimuth"] + 180) % 360 - 180) < 0.01


@given(st.lists(st.integers(1, 12), min_size=1, max_size=60), st.integers(2, 6))
def test_no_group_is_smaller_than_agreed_and_nobody_is_left_out_or_told_twice(
    floors: list[int], k: int
) -> None:
    rows = [Home(str(n), floor, 100.0, 90.0, 9.0, 8.0) for n, floor in enumerate(floors)]
    found = groups(rows, k=k)
    assert all(one.count >= k for one in found)
    assert sum(one.count for one in found) == (len(rows) if len(rows) >= k else 0)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_a_sum_that_is_shared_is_shared_to_the_cent(cents: int, weights: list[int]) -> None:
    shares = split(cents, [Fraction(one) for one in weights])
    assert sum(shares) == (cents if any(weights) else 0)
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if weight == 0)


def test_in_the_picture_shadows_lie_away_from_the_sun_and_only_near_walls_are_drawn() -> None:
    scene = with_lift(scene_of(site(), HOUSE), HOUSE, LIFTS[-1])
    # Noon, the sun in the south at thirty degrees; seen from the south, the ground farther north is drawn higher.
    drawn = faces(scene, (0.0, -math.cos(math.radians(30)), math.sin(math.radians(30))), from_azimuth=180.0)
    walls = [one for one in drawn if one.kind == "wall" and one.id == "7"]
    shadow = next(one for one in drawn if one.kind == "shadow" and one.id == "7")
    assert min(y for _x, y in shadow.corners) < min(y for one in walls for _x, y in one.corners[:2])
    assert {one.id[-2] for one in drawn if one.kind == "window"} == {"f"}
    assert "lift" in {one.id for one in drawn if one.kind == "wall"}


def test_balconies_are_drawn_before_the_front_and_not_through_the_house_from_behind() -> None:
    scene = scene_of(site(), replace(HOUSE, balcony_m=1.2))
    front, behind = (
        {one.id for one in faces(scene, None, from_azimuth=way) if one.id.startswith("balcony")}
        for way in (180.0, 0.0)
    )
    assert len(front) == 5 * 4
    assert behind == set()


def shadow(scene: dict[str, Any], thing: str) -> BaseGeometry:
    """What lies on the ground under a sun in the south at forty-five degrees, seen from the south."""
    sun = (0.0, -math.sqrt(0.5), math.sqrt(0.5))
    drawn = faces(scene, sun, from_azimuth=180.0)
    return union_all([Polygon(one.corners) for one in drawn if one.kind == "shadow" and one.id == thing])


def built(**more: Any) -> dict[str, Any]:
    square = [[0, 0], [10, 0], [10, 10], [0, 10]]
    return {
        "buildings": [{"id": "7", "footprint": square, "base": 0.0, "height": 6.0, **more}],
        "windows": [],
    }


# On the screen the ground is foreshortened by the steepness of the look.
FLAT = math.sin(math.radians(32.0))


def test_balconies_and_roofs_cast_shadows_in_the_picture_and_a_courtyard_has_sun() -> None:
    assert shadow(built(), "7").area / FLAT == pytest.approx(10 * 16, rel=0.01)
    ridge = {"triangles": [[[0, 5, 10], [10, 5, 10], [5, 0, 6]], [[0, 5, 10], [10, 5, 10], [5, 10, 6]]]}
    # The ridge, 10 m high over the middle, ends its shadow at 5 + 10 m; the eaves at 10 + 4 m.
    assert shadow(built(height=10.0, eaves=4.0, **ridge), "7").area / FLAT == pytest.approx(10 * 15, rel=0.05)
    slab = {"id": "b", "kind": "balcony", "building": "7", "footprint": [[2, -3], [5, -3], [5, -2], [2, -2]]}
    hung = built() | {"solids": [{**slab, "base": 3.0, "height": 0.5}]}
    # Three metres wide, one deep, and half a metre more for its thickness; it begins where its own height throws it.
    assert shadow(hung, "b").area / FLAT == pytest.approx(3 * 1.5, rel=0.02)
    yard = [[2, 2], [8, 2], [8, 8], [2, 8]]
    # Wall to wall 6 m, of which a wall of 2 m shades two.
    assert shadow(built(height=2.0, holes=[yard]), "7").area / FLAT == pytest.approx(
        10 * 12 - 6 * 4, rel=0.01
    )


def test_a_house_before_the_windows_is_drawn_so_that_one_sees_through_it() -> None:
    drawn = faces(scene_of(site(), HOUSE), None, from_azimuth=205.0)
    before = {one.id for one in drawn if one.before}
    assert before
    assert HOUSE.building not in before
    behind = {one.id for one in faces(scene_of(site(), HOUSE), None, from_azimuth=25.0) if one.before}
    assert not before & behind
