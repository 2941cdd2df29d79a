"""The sun stands where astronomers say, at every place and in every year that a city plans for."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from pvlib import spa

from minben.participation.twin.core.day import sun_day
from minben.participation.twin.core.sun import delta_t, directions, positions
from minben.participation.twin.core.terms import Term, day_of, moment_of

FROM_1950, TO_2100 = -631_152_000.0, 4_133_980_800.0


def vectors(altitude: np.ndarray, azimuth: np.ndarray) -> np.ndarray:
    up, turn = np.radians(altitude), np.radians(azimuth)
    return np.stack([np.cos(up) * np.sin(turn), np.cos(up) * np.cos(turn), np.sin(up)], axis=-1)


@pytest.mark.parametrize("lat", [-90.0, -66.0, -33.9, 0.0, 23.4, 31.3, 52.0, 66.6, 89.9])
def test_the_sun_is_within_five_thousandths_of_a_degree_of_the_reference(lat: float) -> None:
    rng = np.random.default_rng(int(lat * 10) % 1000)
    times, lon = rng.uniform(FROM_1950, TO_2100, 4000), float(rng.uniform(-180, 180))
    told = spa.solar_position(times, lat, lon, 0, 1013, 15, delta_t(times), 0.5667, numthreads=1)
    altitude, azimuth = positions(times, lat=lat, lon=lon)
    apart = np.linalg.norm(vectors(altitude, azimuth) - vectors(told[3], told[4]), axis=-1)
    assert np.degrees(apart).max() <= 0.005


@pytest.mark.parametrize(
    ("year", "day"), [(2000, "01-21"), (2020, "01-20"), (2024, "01-20"), (2025, "01-20"), (2026, "01-20")]
)
def test_great_cold_falls_on_the_day_of_the_almanac(year: int, day: str) -> None:
    assert day_of(Term.GREAT_COLD, year, "Asia/Shanghai").isoformat() == f"{year}-{day}"


def test_a_solstice_is_the_longest_night_and_not_a_fixed_date() -> None:
    found = {day_of(Term.WINTER_SOLSTICE, year, "Asia/Shanghai").day for year in range(2000, 2030)}
    assert found == {21, 22}
    moment = moment_of(Term.WINTER_SOLSTICE, 2025).timestamp()
    _, down = positions(np.array([moment]), lat=0.0, lon=0.0)
    sight = [sun_day(moment + days * 86400, lat=31.3, lon=120.6).declination(0.0) for days in (-3, 0, 3)]
    assert sight[1] < min(sight[0], sight[2])
    assert down.shape == (1,)


# Longitude, and how many minutes after twelve on the clock the sun stands highest on 20 January 2026: the equation of
# time is 11 minutes and 1 second late on that day, and each degree west of 120° is 4 minutes more.
CITIES = {
    "Shanghai": 121.47, "Beijing": 116.40, "Guangzhou": 113.26,
    "Chengdu": 104.07, "Ürümqi": 87.62, "Harbin": 126.53,
}  # fmt: skip


@pytest.mark.parametrize("city", CITIES)
def test_true_noon_is_told_from_noon_on_the_clock(city: str) -> None:
    clock = datetime(2026, 1, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    noon = sun_day(clock, lat=31.0, lon=CITIES[city]).noon
    expected = 11 * 60 + 1 + (120.0 - CITIES[city]) * 240
    assert noon - clock == pytest.approx(expected, abs=8)


@pytest.mark.parametrize("lat", [-40.0, 0.0, 31.3, 66.0])
def test_a_day_is_as_good_as_the_series_it_is_made_of(lat: float) -> None:
    day = sun_day(1_768_881_600.0, lat=lat, lon=120.6)
    s = np.linspace(-43200, 43200, 2001)
    assert np.abs(day.directions(s) - directions(day.noon + s, lat=lat, lon=120.6)).max() < 2e-10
