"""The fast engine answers for each minute what the exact one says, compiled or not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.participation.twin.core.light import Points, Sky, light_of
from minben.participation.twin.core.looks import COMPILED, looks_of, seen, with_added
from tests.participation.twin.core.blocks import BAND, box, day, lit_at, sky, south, walls

ways = [
    False,
    pytest.param(True, marks=pytest.mark.skipif(not COMPILED, reason="numba: pip install 'minben[speed]'")),
]
rings = st.builds(box, st.floats(-80, 60), st.floats(-90, 60), st.floats(1, 30), st.floats(1, 30))
solids = st.lists(st.tuples(rings, st.just(0.0), st.floats(1, 60)), min_size=1, max_size=6)
WINDOWS = Points(
    np.array([(0.0, 95.0, 0.9), (12.0, 95.0, 12.0), (-30.0, 97.0, 3.0)]),
    np.array([(0.0, -1.0), (np.sin(2.2), np.cos(2.2)), (-1.0, 0.0)]),
)
# Where a change falls on a look to the last bit either answer is right.
TIE_S = 1e-6


@pytest.mark.parametrize("compiled", ways)
@settings(max_examples=25, deadline=None)
@given(built=solids, lat=st.sampled_from([31.3, 52.0, 10.0, -35.0]))
def test_every_minute_is_told_as_the_exact_engine_tells_it(compiled: bool, built: list, lat: float) -> None:  # type: ignore[type-arg]
    here, block = sky(lat), walls(*built)
    looks = looks_of(here)
    told = seen(WINDOWS, block, here, looks, compiled=compiled)
    light = light_of(WINDOWS, block, here)
    for n in range(len(WINDOWS.place)):
        spans = light.lit[1][light.lit[0] == n]
        clear = np.abs(looks[:, None] - spans.ravel()).min(axis=1, initial=np.inf) > TIE_S
        assert (told[n] == lit_at(spans, looks))[clear].all()


@settings(max_examples=25, deadline=None)
@given(built=solids, lift=st.tuples(rings, st.just(0.0), st.floats(1, 40)))
def test_a_lift_is_answered_for_by_its_own_walls(built: list, lift: tuple) -> None:  # type: ignore[type-arg]
    here = sky()
    looks = looks_of(here)
    before = seen(WINDOWS, walls(*built), here, looks)
    after = with_added(before, WINDOWS, walls(lift), here, looks)
    np.testing.assert_array_equal(after, seen(WINDOWS, walls(*built, lift), here, looks))


@pytest.mark.parametrize("compiled", ways)
def test_map_coordinates_moved_to_the_origin_tell_the_same(compiled: bool) -> None:
    """The trap: raw coordinates of a map cost digits. Both engines stay with 64 bits and lose none that matter."""
    built, window = walls((box(-20, -30, 40, 10), 0, 15)), south((0, 0, 0.9))
    far = np.array([345_678.25, 3_466_123.5])
    moved = replace(built, begin=built.begin + far, end=built.end + far)
    there = Points(window.place + np.array([*far, 0.0]), window.facing)
    looks = looks_of(sky())
    np.testing.assert_array_equal(
        seen(there, moved, sky(), looks, compiled=compiled),
        seen(window, built, sky(), looks, compiled=compiled),
    )


@pytest.mark.parametrize("compiled", ways)
def test_a_block_without_walls_or_windows_is_no_trouble(compiled: bool) -> None:
    here = Sky(day(), BAND)
    looks = looks_of(here)
    assert seen(south((0, 0, 1)), walls(), here, looks, compiled=compiled).all()
    nobody = Points(np.empty((0, 3)), np.empty((0, 2)))
    assert seen(nobody, walls((box(0, 0, 1, 1), 0, 3)), here, looks, compiled=compiled).shape == (0, 480)
