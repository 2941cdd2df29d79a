"""One day of the sun at one place, as smooth functions of the time, and when a direction is passed.

Whatever can hide the sun (the edge of a wall, the edge of a roof, the horizon, the wall in which a window stands) is a
plane through the window. The sun is on its one side or the other: the sign of a linear functional of its direction.
Over a day such a functional is one wave, so that the times at which it changes sign are found exactly, and not by
walking through the day in steps.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import NDArray

from minben.participation.twin.core.sun import seen_from

__all__ = ["HALF_DAY_S", "SunDay", "sun_day"]

Array = NDArray[np.float64]

HALF_DAY_S = 43200.0
_DAY_S = 2 * HALF_DAY_S
_POLISH = 4
_NODES = 9
_DEGREE = 4


@dataclass(frozen=True, slots=True)
class SunDay:
    """The sun from 12 h before to 12 h after a true noon; times ``s`` are seconds after that noon.

    Attributes
    ----------
    noon : float
        True solar noon, seconds since 1970-01-01 UTC [s].
    lat, lon : float
        [°].
    hour_angle, declination : Polynomial
        Of ``s`` in half days; [rad].
    parallax : (float, float)
        At noon, and how much more it is half a day later [rad]: where the sun only skims an edge, that is a second.
    """

    noon: float
    lat: float
    lon: float
    hour_angle: Polynomial
    declination: Polynomial
    parallax: tuple[float, float]
    # Coefficients of both and of their derivatives, so that no step of Newton's method works them out again.
    _series: tuple[tuple[float, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work the coefficients out once; both polynomials are in the same variable, from -1 to 1."""
        waves = (self.hour_angle, self.declination, self.hour_angle.deriv(), self.declination.deriv())
        object.__setattr__(self, "_series", tuple(tuple(map(float, one.coef)) for one in waves))

    def directions(self, s: Array) -> Array:
        """Return unit vectors (east, north, up) towards the sun, shape (n, 3)."""
        hour, rise = self._at(np.asarray(s, dtype=float))
        north, level = np.radians(self.lat), np.cos(rise)
        toward = np.stack(
            [
                -level * np.sin(hour),
                np.sin(rise) * np.cos(north) - level * np.cos(hour) * np.sin(north),
                np.sin(rise) * np.sin(north) + level * np.cos(hour) * np.cos(north) - self._sunk(s),
            ],
            axis=-1,
        )
        unit: Array = toward / np.linalg.norm(toward, axis=-1, keepdims=True)
        return unit

    def arcs(self, normals: Array, above: Array | float = 0.0) -> Array:
        """Return when the sun is on the positive side of planes: ``normals @ direction >= above``.

        Parameters
        ----------
        normals : ndarray, shape (n, 3)
            East, north, up; any length.
        above : ndarray of shape (n,), or float
            In units of the normals' length; 0 for planes through the window.

        Returns
        -------
        ndarray, shape (n, 2, 2)
            At most two spans ``[begin, end]`` of each day, in seconds after noon [s]; one that is not needed is
            ``[inf, -inf]``.

        Notes
        -----
        For one declination the functional is a cosine of the hour angle. Its crest is first corrected for the drift of
        the declination, which decides whether the sun only touches the plane; the crossings on both sides are then
        polished by Newton's method on the true functional.
        """
        wave, inside_out = self._turned(self._wave(normals, above))
        crest = self._crest(wave)
        height = self._value(wave, crest) - wave.floor
        reach = np.hypot(wave.a, wave.b) * np.cos(self._at(crest)[1])
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            share = np.where(reach > 0, 1 - height / reach, 1.0)
        half = np.arccos(np.clip(share, -1.0, 1.0)) / (2 * np.pi) * _DAY_S
        begin, end = _same_day(crest - half), _same_day(crest + half)
        for _ in range(_POLISH):
            begin, end = self._step(wave, begin), self._step(wave, end)
        return _spans(begin, end, none=height < 0, inside_out=inside_out)

    def _turned(self, wave: "_Wave") -> tuple["_Wave", NDArray[np.bool_]]:
        """Turn a functional over that is positive for the longer part of the day: its dip is then looked for.

        The shorter part is a span around a crest, which a touch or a double crossing cannot hide.
        """
        middle = wave.c * np.sin(self.declination(0.0)) - wave.floor
        over = middle > 0
        sign = np.where(over, -1.0, 1.0)
        return _Wave(wave.a * sign, wave.b * sign, wave.c * sign, wave.floor * sign, wave.sinks * sign), over

    def _at(self, s: Array) -> tuple[Array, Array]:
        u = s / HALF_DAY_S
        return _sum(self._series[0], u), _sum(self._series[1], u)

    def _sunk(self, s: Array) -> Array:
        """How far the sun is lower than from the middle of the Earth [rad]."""
        sunk: Array = self.parallax[0] + self.parallax[1] * np.asarray(s, dtype=float) / HALF_DAY_S
        return sunk

    def _wave(self, normals: Array, above: Array | float) -> "_Wave":
        east, north, up = np.asarray(normals, dtype=float).T
        lat = np.radians(self.lat)
        return _Wave(
            a=up * np.cos(lat) - north * np.sin(lat),
            b=-east,
            c=up * np.sin(lat) + north * np.cos(lat),
            floor=up * self.parallax[0] + np.asarray(above, dtype=float),
            sinks=up * self.parallax[1] / HALF_DAY_S,
        )

    def _value(self, wave: "_Wave", s: Array) -> Array:
        hour, rise = self._at(s)
        value: Array = wave.turning(hour) * np.cos(rise) + wave.c * np.sin(rise) - wave.sinks * s
        return value

    def _slopes(self, wave: "_Wave", s: Array) -> tuple[Array, Array, Array]:
        """The functional, its first and (nearly) its second derivative by time [1, s⁻¹, s⁻²]."""
        u = s / HALF_DAY_S
        hour, rise = self._at(s)
        turn, drift = _sum(self._series[2], u) / HALF_DAY_S, _sum(self._series[3], u) / HALF_DAY_S
        height, slope = wave.turning(hour), wave.b * np.cos(hour) - wave.a * np.sin(hour)
        level, steep = np.cos(rise), np.sin(rise)
        value = height * level + wave.c * steep - wave.sinks * s
        first = slope * level * turn + (wave.c * level - height * steep) * drift - wave.sinks
        second = -height * level * turn**2 - 2 * slope * steep * turn * drift
        return value, first, second

    def _crest(self, wave: "_Wave") -> Array:
        """When the functional is greatest [s]."""
        crest = np.arctan2(wave.b, wave.a) / (2 * np.pi) * _DAY_S
        for _ in range(2):
            _value, first, second = self._slopes(wave, crest)
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                step = np.where(second < 0, first / second, 0.0)
            crest = np.clip(crest - _cautious(step), -HALF_DAY_S, HALF_DAY_S)
        return crest

    def _step(self, wave: "_Wave", s: Array) -> Array:
        """One step of Newton's method towards a crossing."""
        value, first, _second = self._slopes(wave, s)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = (value - wave.floor) / first
        return np.clip(s - _cautious(step), -HALF_DAY_S, HALF_DAY_S)


@dataclass(frozen=True, slots=True)
class _Wave:
    """A functional as ``(a cos H + b sin H) cos δ + c sin δ - sinks · s``, and the floor above which it is positive."""

    a: Array
    b: Array
    c: Array
    floor: Array
    sinks: Array

    def turning(self, hour: Array) -> Array:
        turning: Array = self.a * np.cos(hour) + self.b * np.sin(hour)
        return turning


def _sum(coefficients: tuple[float, ...], u: Array) -> Array:
    """A polynomial by Horner's rule."""
    total = np.full_like(u, coefficients[-1])
    for one in coefficients[-2::-1]:
        total = total * u + one
    return total


def _cautious(step: Array) -> Array:
    return np.clip(np.nan_to_num(step, posinf=0.0, neginf=0.0), -1800.0, 1800.0)


def _same_day(s: Array) -> Array:
    return (s + HALF_DAY_S) % _DAY_S - HALF_DAY_S


def _spans(begin: Array, end: Array, *, none: NDArray[np.bool_], inside_out: NDArray[np.bool_]) -> Array:
    """At most two spans of a day: from begin to end (over midnight when that is earlier), or all the rest."""
    begin, end = np.where(inside_out, end, begin), np.where(inside_out, begin, end)
    over = (begin > end) & ~none
    spans = np.full((len(begin), 2, 2), (np.inf, -np.inf))
    whole, one = none & inside_out, ~none & ~over
    spans[whole, 0] = -HALF_DAY_S, HALF_DAY_S
    spans[one, 0] = np.stack([begin, end], axis=-1)[one]
    spans[over, 0, 0], spans[over, 0, 1] = -HALF_DAY_S, end[over]
    spans[over, 1, 0], spans[over, 1, 1] = begin[over], HALF_DAY_S
    return spans


def sun_day(near: float, *, lat: float, lon: float) -> SunDay:
    """Return the day around the true solar noon nearest to a moment.

    Parameters
    ----------
    near : float
        Seconds since 1970-01-01 UTC [s].
    lat, lon : float
        [°], north and east positive.

    Examples
    --------
    >>> day = sun_day(1768881600.0, lat=31.3, lon=120.6)  # 20 January 2026, noon in China
    >>> round((day.noon - 1768881600.0) / 60, 1)  # true noon there, minutes later
    8.5
    """
    noon = float(near)
    for _ in range(4):
        hour = float(_wrapped(seen_from(np.array([noon])).hour_angle + np.radians(lon))[0])
        noon -= hour / (2 * np.pi) * _DAY_S
    u = np.cos(np.pi * (np.arange(_NODES) + 0.5) / _NODES)
    sight = seen_from(noon + u * HALF_DAY_S)
    # Near noon the hour angle goes on evenly: its excess over an even turn is small and never wraps.
    excess = _wrapped(sight.hour_angle + np.radians(lon) - np.pi * u)
    even = Polynomial([0.0, np.pi])
    return SunDay(
        noon=noon,
        lat=lat,
        lon=lon,
        hour_angle=even + Polynomial.fit(u, excess, _DEGREE, domain=[-1, 1]),
        declination=Polynomial.fit(u, sight.declination, _DEGREE, domain=[-1, 1]),
        parallax=_line(u, sight.parallax),
    )


def _line(u: Array, values: Array) -> tuple[float, float]:
    """The straight line through values at Chebyshev's nodes: where it is at 0, and its slope."""
    return float(values.mean()), float((u * values).sum() / (u * u).sum())


def _wrapped(angle: Array) -> Array:
    wrapped: Array = (angle + np.pi) % (2 * np.pi) - np.pi
    return wrapped
