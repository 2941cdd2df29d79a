"""Two neighbours are found to be neighbours, wherever on Earth their city lies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.commons.geo import EARTH_RADIUS_M, distance_m, pairs_between, pairs_within


@pytest.mark.parametrize(
    ("here", "there", "metres"),
    [
        ((0.0, 0.0), (0.0, 180.0), np.pi * EARTH_RADIUS_M),
        ((90.0, 17.0), (90.0, -120.0), 0.0),
        ((30.0, 120.0), (31.0, 120.0), np.radians(1) * EARTH_RADIUS_M),
        ((0.0, 179.9995), (0.0, -179.9995), np.radians(0.001) * EARTH_RADIUS_M),
    ],
)
def test_distances_that_are_known(
    here: tuple[float, float], there: tuple[float, float], metres: float
) -> None:
    assert distance_m(*here, *there) == pytest.approx(metres, abs=0.01)


CORNERS = st.sampled_from([(30.25, 120.15), (0.0, 179.9999), (89.9999, 0.0), (-33.9, -0.0001)])


@given(CORNERS, st.integers(0, 2**32 - 1), st.integers(0, 60), st.sampled_from([0.5, 40.0, 250.0, 5000.0]))
@settings(deadline=None, max_examples=60)
def test_the_pairs_are_exactly_those_found_by_measuring_all(
    corner: tuple[float, float], seed: int, n: int, metres: float
) -> None:
    rng = np.random.default_rng(seed)
    lat = np.clip(corner[0] + rng.normal(0, metres / 111_000, n), -90, 90)
    lon = (corner[1] + rng.normal(0, metres / 111_000, n) + 180) % 360 - 180
    measured = distance_m(lat[:, None], lon[:, None], lat, lon)
    expected = {(i, j) for i in range(n) for j in range(i + 1, n) if measured[i, j] <= metres}
    first, second, distance = pairs_within(lat, lon, metres)
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == expected
    assert len(first) == len(expected)
    assert (distance <= metres).all()


def test_a_place_that_nobody_knows_has_no_neighbours() -> None:
    first, _second, _distance = pairs_within([30.0, np.nan, 30.0], [120.0, 120.0, np.nan], 100)
    assert first.tolist() == []


def test_new_requests_are_paired_with_open_ones_only() -> None:
    first, second, _ = pairs_between([30.0, 31.0], [120.0, 120.0], [31.0, 30.0], [120.0, 120.0], metres=10)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 1), (1, 0)]


def test_a_radius_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        pairs_within([30.0], [120.0], 0)
