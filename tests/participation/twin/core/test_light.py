"""Sun and shade of a window: what can be worked out by hand, what must never change, and the referee."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.participation.twin.core.importing import scene_from
from minben.participation.twin.core.light import Points, Walls, light_of
from minben.participation.twin.core.scene import read_scene
from minben.participation.twin.core.spans import joined, rest
from tests.participation.twin.core.blocks import (
    BAND,
    at_steps,
    box,
    by_steps,
    lit_at,
    minutes,
    scene_text,
    seen_at,
    sky,
    south,
    walls,
)
from tests.shared_data import shared


def test_an_open_field_gives_the_whole_band() -> None:
    light = light_of(south((0, 0, 1.0)), walls((box(100, 100, 5, 5), 0, 5)), sky())
    assert minutes(light) == pytest.approx(480.0, abs=1e-6)
    assert len(light.dark[0]) == 0


def test_a_wall_without_end_hides_the_sun_below_its_edge() -> None:
    """A wall 10 m to the south and 10 m higher than the window: the sun passes above 45° in profile or not at all."""
    light = light_of(south((0, 0, 0.0)), walls((box(-5000, -12, 10_000, 2), 0, 10)), sky())
    way = sky().day.directions(np.arange(BAND[0], BAND[1], 1.0) + 0.5)
    above = way[:, 2] * 10 > -way[:, 1] * 10
    assert minutes(light) == pytest.approx(above.sum() / 60, abs=0.05)


def test_a_narrow_tower_hides_the_sun_while_it_stands_behind_it() -> None:
    """Due south, 20 m away, 2 m wide: as long as the sun's bearing is within its two edges."""
    light = light_of(south((0, 0, 0.0)), walls((box(-1, -21, 2, 1), 0, 100)), sky())
    way = sky().day.directions(np.arange(BAND[0], BAND[1], 0.1) + 0.05)
    behind = np.abs(way[:, 0] / -way[:, 1]) < 1 / 20
    assert 480 - minutes(light) == pytest.approx(behind.sum() * 0.1 / 60, abs=0.01)
    (begin, end), building = light.hidden[1][0], light.blockers[0]
    assert building == 0
    assert begin < 0 < end


def test_the_sun_that_shines_below_a_bridge_is_counted() -> None:
    """A storey on pillars, 6 m to 9 m above the window: low sun comes in beneath it."""
    told = json.loads(scene_text())
    told["buildings"] += [
        {
            "id": "bridge",
            "footprint": [[-200, -30], [200, -30], [200, -1], [-200, -1]],
            "base": 9,
            "height": 0.5,
        }
    ]
    told["buildings"][0]["height"] = 1.0
    scene = read_scene(json.dumps(told))
    light = light_of(scene.points(), scene.walls(), sky())
    way = sky().day.directions(np.arange(BAND[0], BAND[1], 1.0) + 0.5)
    # Where a ray reaches 9 m it is this far south; from 1 m to 30 m it meets the floor, later it passes beneath.
    south_of_it = -way[:, 1] / way[:, 2] * (9 - 0.9)
    assert minutes(light) == pytest.approx((south_of_it > 30).sum() / 60, abs=0.05)
    assert set(light.blockers.tolist()) == {2}


def test_a_pitched_roof_hides_what_lies_behind_its_triangles() -> None:
    """A single triangle, standing upright, hides the sun like the wall that it is half of."""
    upright = np.array([[[-4.0, -15.0, 0.0], [4.0, -15.0, 0.0], [0.0, -15.0, 20.0]]])
    built = replace(walls(), triangles=upright, triangle_building=np.array([0]))
    way = sky().day.directions(np.arange(BAND[0], BAND[1], 0.5) + 0.25)
    far = 15 / -way[:, 1]
    x, z = way[:, 0] * far, way[:, 2] * far + 0.5
    hidden = (z > 0) & (z < 20) & (np.abs(x) < 4 * (1 - z / 20))
    light = light_of(south((0, 0, 0.5)), built, sky())
    assert 480 - minutes(light) == pytest.approx(hidden.sum() * 0.5 / 60, abs=0.03)


def test_a_courtyard_has_sun_from_above_only() -> None:
    ring = walls((box(-20, -20, 40, 40), 0, 12), (box(-10, -10, 20, 20), 0, 12))
    light = light_of(south((0, 10 - 1e-6, 1.0)), ring, sky())
    assert minutes(light) < 480
    assert minutes(light) == pytest.approx(
        by_steps(south((0, 10 - 1e-6, 1.0)), ring, sky(), 1.0)[0].sum() / 60, abs=0.05
    )


def test_houses_that_touch_or_overlap_hide_no_more_than_one_house_of_their_outline() -> None:
    whole = walls((box(-20, -30, 40, 10), 0, 15))
    halves = walls((box(-20, -30, 20, 10), 0, 15), (box(0, -30, 20, 10), 0, 15))
    lapping = walls((box(-20, -30, 25, 10), 0, 15), (box(-5, -30, 25, 10), 0, 15))
    window = south((0, 0, 0.9), (7, 0, 4.0))
    expected = light_of(window, whole, sky())
    for other in (halves, lapping):
        found = light_of(window, other, sky())
        np.testing.assert_allclose(found.lit[1], expected.lit[1], atol=1e-6)


rings = st.builds(box, st.floats(-60, 60), st.floats(-60, -3), st.floats(1, 30), st.floats(1, 30))
solids = st.lists(st.tuples(rings, st.just(0.0), st.floats(1, 60)), min_size=1, max_size=5)
_DAY = sky().day


@settings(max_examples=25, deadline=None)
@given(solids, st.tuples(rings, st.just(0.0), st.floats(1, 60)))
def test_another_building_never_adds_a_minute(before: list, added: tuple) -> None:  # type: ignore[type-arg]
    window = south((0, 35, 0.9), (-12, 35, 6.9))
    old, new = light_of(window, walls(*before), sky()), light_of(window, walls(*before, added), sky())
    for point in range(2):
        assert minutes(new, point) <= minutes(old, point) + 1e-6


@settings(max_examples=25, deadline=None)
@given(solids, st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_a_block_that_is_moved_as_a_whole_keeps_its_sun(before: list, east: float, north: float) -> None:  # type: ignore[type-arg]
    window, built = south((0, 35, 0.9)), walls(*before)
    step = np.array([east, north])
    moved = replace(built, begin=built.begin + step, end=built.end + step)
    there = Points(window.place + np.array([east, north, 0.0]), window.facing)
    assert minutes(light_of(there, moved, sky())) == pytest.approx(
        minutes(light_of(window, built, sky())), abs=1e-4
    )


@settings(max_examples=25, deadline=None)
@given(solids)
def test_the_exact_spans_are_what_a_walk_through_the_day_finds(before: list) -> None:  # type: ignore[type-arg]
    window, built = south((0, 35, 0.9), (9, 35, 12.0)), walls(*before)
    told = at_steps(light_of(window, built, sky()), 2, sky(), 5.0)
    seen = by_steps(window, built, sky(), 5.0)
    # A step in which a change falls may be counted either way; a longer difference is a mistake.
    for mine, theirs in zip(told, seen, strict=True):
        wrong = mine != theirs
        assert not (wrong[:-1] & wrong[1:]).any()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 90), st.integers(1, 30)), min_size=1, max_size=12)
)
def test_lit_and_dark_spans_make_up_the_whole_day(rows: list[tuple[int, int, int]]) -> None:
    owners = np.array([row[0] for row in rows], dtype=np.int64)
    spans = np.array([[row[1], row[1] + row[2]] for row in rows], dtype=float)
    taken = joined(owners, spans)
    whole = (np.arange(4), np.tile((0.0, 120.0), (4, 1)))
    left = rest(whole, taken)
    for owner in range(4):
        covered = {
            t
            for one, (a, b) in zip(owners, spans, strict=True)
            if one == owner
            for t in range(int(a), int(b))
        }
        found = (left[1][left[0] == owner, 1] - left[1][left[0] == owner, 0]).sum()
        assert found == 120 - len(covered)


@pytest.mark.data
def test_a_tenth_of_the_windows_of_a_real_block_agree_with_ten_looks_a_second() -> None:
    """Every ten seconds of the day, and ten times a second around each change that the engine found."""
    told = json.loads(shared("buildings/suzhou_footprints.geojson").read_bytes())
    told["features"] = told["features"][:50]
    scene, _ = scene_from(json.dumps(told).encode(), timezone="Asia/Shanghai")
    built = walls(*(([tuple(c) for c in one["footprint"]], 0.0, one["height"]) for one in scene["buildings"]))
    window = facade_points(built, 20260120)
    light = light_of(window, built, sky())
    even = np.arange(BAND[0], BAND[1], 10.0) + 5.0
    for n in range(len(window.place)):
        spans = light.lit[1][light.lit[0] == n]
        near = (spans.ravel()[:, None] + np.arange(-1.55, 1.6, 0.1)).ravel()
        looks = np.sort(np.concatenate([even, near[(near > BAND[0]) & (near < BAND[1])]]))
        alone = Points(window.place[n : n + 1], window.facing[n : n + 1])
        # What is right at a change within the second that is promised may be told either way.
        far = np.abs(looks[:, None] - spans.ravel()[None, :]).min(axis=1, initial=np.inf) > 1.0
        wrong = lit_at(spans, looks) != seen_at(alone, built, sky(), looks)[0]
        assert not (wrong & far).any()


def facade_points(built: Walls, seed: int) -> Points:
    """A seeded tenth of the points of all facades, every three metres of wall and of height [m]."""
    along = built.end - built.begin
    long = np.hypot(along[:, 0], along[:, 1])
    places, facings = [], []
    for begin, step, length, top in zip(built.begin, along, long, built.top, strict=True):
        for t in np.arange(1.5, length, 3.0):
            for high in np.arange(0.9, top, 3.0):
                places.append((*(begin + step * t / length), high))
                facings.append((step[1] / length, -step[0] / length))
    chosen = np.random.default_rng(seed).permutation(len(places))[: len(places) // 10]
    return Points(np.array(places)[chosen], np.array(facings)[chosen])
