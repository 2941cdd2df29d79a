"""When the sun passes a plane is found exactly, also where it only touches it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.participation.twin.core.day import HALF_DAY_S
from tests.participation.twin.core.blocks import day

# Where a span goes over midnight its two halves belong to two nights; no window sees the sun then.
LOOK = np.arange(-42_000.0, 42_000.0, 1.0) + 0.5


def seconds(spans: np.ndarray) -> np.ndarray:
    inside = np.zeros(len(LOOK), dtype=bool)
    for begin, end in spans:
        inside |= (begin <= LOOK) & (end >= LOOK)
    return inside


numbers = st.floats(-1, 1, allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(st.tuples(numbers, numbers, numbers), st.sampled_from([0.0, 15.0, 31.3, 52.0, -40.0, 65.0]))
def test_the_sun_is_on_the_side_that_its_direction_says(normal: tuple[float, ...], lat: float) -> None:
    plane = np.array([normal])
    length = float(np.linalg.norm(plane))
    if length < 1e-3:
        return
    sun = day(lat)
    told = seconds(sun.arcs(plane / length)[0])
    height = sun.directions(LOOK) @ (plane[0] / length)
    # One second either side of a crossing, and where it lies on the plane within rounding, both answers are right.
    assert not (told != (height >= 0))[np.abs(height) > 1.5e-4].any()


def test_a_plane_that_the_sun_only_touches_costs_no_minute() -> None:
    """A plane through the day's highest point: a hair higher the sun never reaches it, a hair lower for minutes."""
    sun = day()
    top = sun.directions(np.array([0.0]))[0]
    for tilt, expected in ((1e-4, 0.0), (-1e-4, None)):
        plane = np.array([[0.0, -np.sin(np.arcsin(top[2]) + tilt), np.cos(np.arcsin(top[2]) + tilt)]])
        spans = sun.arcs(plane)[0]
        lit = sum(max(0.0, end - begin) for begin, end in spans if np.isfinite(begin))
        height = sun.directions(LOOK) @ plane[0]
        assert lit == pytest.approx(float((height >= 0).sum()), abs=2.0)
        if expected is not None:
            assert lit == expected or height.max() >= 0


def test_a_plane_below_the_ground_is_passed_never_or_always() -> None:
    spans = day().arcs(np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]), np.array([2.0, -2.0]))
    assert not (spans[0, :, 0] < spans[0, :, 1]).any()
    assert spans[1, 0].tolist() == [-HALF_DAY_S, HALF_DAY_S]
