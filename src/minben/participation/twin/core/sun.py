"""Where the sun stands: a published series of its longitude, turned into directions at a place.

The series is Newcomb's theory of the sun in the short form of Meeus (1979), *Astronomical Formulae for
Calculators*, chapters 15 and 18, with its perturbations by Venus, Jupiter and the Moon; sidereal time and nutation are
those of Meeus (1998), *Astronomical Algorithms*, chapters 12 and 22; the difference between dynamical and universal
time follows Espenak and Meeus (2006). Against NREL's SPA it stays within 0.005° from 1950 to 2100 (see the tests).

Directions are geometric: the air bends them by 0.1° at an altitude of 8°, which no rule on sunlight counts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Sight", "apparent_longitude", "delta_t", "directions", "positions", "seen_from"]

Array = NDArray[np.float64]

_J1900 = 2415020.0
_J2000 = 2451545.0
_UNIX = 2440587.5
_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Sight:
    """The sun as the centre of the Earth sees it; all arrays have the shape of the times asked for.

    Attributes
    ----------
    hour_angle : ndarray
        Greenwich hour angle [rad].
    declination : ndarray
        [rad].
    parallax : ndarray
        Angle under which the Earth's radius is seen from the sun [rad].
    longitude : ndarray
        Apparent ecliptic longitude [°], 0 to 360.
    """

    hour_angle: Array
    declination: Array
    parallax: Array
    longitude: Array


def delta_t(unix_s: Array) -> Array:
    """Return dynamical minus universal time.

    Parameters
    ----------
    unix_s : ndarray
        Seconds since 1970-01-01 UTC [s].

    Returns
    -------
    ndarray
        [s], by the polynomials of Espenak and Meeus (2006) for 1941 to 2150; the nearest of them elsewhere.

    Examples
    --------
    >>> float(delta_t(np.array([946728000.0])).round(1)[0])
    63.9
    """
    year = 1970.0 + np.asarray(unix_s, dtype=float) / (365.2425 * _DAY_S)
    t = year - 2000.0
    early, middle = year - 1950.0, year - 1975.0
    pieces = [
        29.07 + 0.407 * early - early**2 / 233 + early**3 / 2547,
        45.45 + 1.067 * middle - middle**2 / 260 - middle**3 / 718,
        np.polynomial.polynomial.polyval(
            t, [63.86, 0.3345, -0.060374, 0.0017275, 0.000651814, 0.00002373599]
        ),
        62.92 + 0.32217 * t + 0.005589 * t**2,
        -20 + 32 * ((year - 1820) / 100) ** 2 - 0.5628 * (2150 - year),
    ]
    return np.select([year < 1961, year < 1986, year < 2005, year < 2050], pieces[:4], pieces[4])


def seen_from(unix_s: Array) -> Sight:
    """Return the sun's place in the sky of the whole Earth.

    Parameters
    ----------
    unix_s : ndarray
        Seconds since 1970-01-01 UTC [s].
    """
    unix_s = np.asarray(unix_s, dtype=float)
    centuries = (unix_s + delta_t(unix_s)) / _DAY_S / 36525 + (_UNIX - _J1900) / 36525
    longitude, distance, node = _ecliptic(centuries)
    obliquity = np.radians(
        23.452294
        - 0.0130125 * centuries
        - 0.00000164 * centuries**2
        + 0.000000503 * centuries**3
        + 0.00256 * np.cos(node)
    )
    along = np.radians(longitude)
    ascension = np.arctan2(np.cos(obliquity) * np.sin(along), np.cos(along))
    nutation = np.radians(-0.00478 * np.sin(node)) * np.cos(obliquity)
    hour_angle = _sidereal(unix_s) + nutation - ascension
    declination = np.arcsin(np.sin(obliquity) * np.sin(along))
    return Sight(hour_angle, declination, np.radians(8.794 / 3600) / distance, longitude % 360.0)


def _ecliptic(t: Array) -> tuple[Array, Array, Array]:
    """Apparent longitude [°], distance [au] and the Moon's node [rad]; ``t`` in centuries from 1900.0."""
    mean = 279.69668 + 36000.76892 * t + 0.0003025 * t**2
    anomaly = np.radians(358.47583 + 35999.04975 * t - 0.000150 * t**2 - 0.0000033 * t**3)
    eccentricity = 0.01675104 - 0.0000418 * t - 0.000000126 * t**2
    centre = (
        (1.919460 - 0.004789 * t - 0.000014 * t**2) * np.sin(anomaly)
        + (0.020094 - 0.000100 * t) * np.sin(2 * anomaly)
        + 0.000293 * np.sin(3 * anomaly)
    )
    venus, venus_twice = np.radians(153.23 + 22518.7541 * t), np.radians(216.57 + 45037.5082 * t)
    jupiter, moon = np.radians(312.69 + 32964.3577 * t), np.radians(350.74 + 445267.1142 * t - 0.00144 * t**2)
    slow = np.radians(231.19 + 20.20 * t)
    pulled = (
        0.00134 * np.cos(venus)
        + 0.00154 * np.cos(venus_twice)
        + 0.00200 * np.cos(jupiter)
        + 0.00179 * np.sin(moon)
        + 0.00178 * np.sin(slow)
    )
    node = np.radians(259.18 - 1934.142 * t)
    nutation = -0.00479 * np.sin(node) - 0.00037 * np.sin(2 * np.radians(mean))
    longitude = mean + centre + pulled - 0.00569 + nutation
    distance = 1.0000002 * (1 - eccentricity**2) / (1 + eccentricity * np.cos(anomaly + np.radians(centre)))
    return longitude, distance, node


def _sidereal(unix_s: Array) -> Array:
    """Mean sidereal time of Greenwich [rad]."""
    days = unix_s / _DAY_S + (_UNIX - _J2000)
    t = days / 36525
    return np.radians((280.46061837 + 360.98564736629 * days + 0.000387933 * t**2 - t**3 / 38710000) % 360.0)


def directions(unix_s: Array, *, lat: float, lon: float) -> Array:
    """Return unit vectors from a place towards the sun, parallax included.

    Parameters
    ----------
    unix_s : ndarray, shape (n,)
        Seconds since 1970-01-01 UTC [s].
    lat, lon : float
        [°], north and east positive.

    Returns
    -------
    ndarray, shape (n, 3)
        East, north, up.
    """
    sight = seen_from(unix_s)
    hour, north = sight.hour_angle + np.radians(lon), np.radians(lat)
    level, rise = np.cos(sight.declination), np.sin(sight.declination)
    toward = np.stack(
        [
            -level * np.sin(hour),
            rise * np.cos(north) - level * np.cos(hour) * np.sin(north),
            rise * np.sin(north) + level * np.cos(hour) * np.cos(north) - sight.parallax,
        ],
        axis=-1,
    )
    unit: Array = toward / np.linalg.norm(toward, axis=-1, keepdims=True)
    return unit


def positions(unix_s: Array, *, lat: float, lon: float) -> tuple[Array, Array]:
    """Return the sun's altitude and azimuth [°]; azimuth clockwise from north, 0 to 360."""
    east, north, up = directions(unix_s, lat=lat, lon=lon).T
    return np.degrees(np.arcsin(np.clip(up, -1, 1))), np.degrees(np.arctan2(east, north)) % 360.0


def apparent_longitude(unix_s: Array) -> Array:
    """Return the sun's apparent ecliptic longitude [°], 0 to 360."""
    return seen_from(unix_s).longitude
