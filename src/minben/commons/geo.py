"""Distances on the ground, for one pair or for a whole city."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EARTH_RADIUS_M", "distance_m", "pairs_between", "pairs_within"]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth [m] (IUGG, R1 of GRS 80)."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Pairs = tuple[Whole, Whole, Floats]

_STEPS = np.array([-1, 0, 1], dtype=np.int64)


def distance_m(lat: ArrayLike, lon: ArrayLike, other_lat: ArrayLike, other_lon: ArrayLike) -> Floats:
    """Return great-circle distances by the haversine formula.

    Parameters
    ----------
    lat, lon, other_lat, other_lon : float arrays that broadcast together [°]

    Returns
    -------
    float array [m]
        Within 0.6 % of the ellipsoid's distance; NaN where an input is NaN.

    Examples
    --------
    >>> round(float(distance_m(30.25, 120.15, 30.26, 120.15)))
    1112
    """
    phi, lam, other_phi, other_lam = (
        np.radians(np.asarray(side, dtype=np.float64)) for side in (lat, lon, other_lat, other_lon)
    )
    chord = (
        np.sin((other_phi - phi) / 2) ** 2
        + np.cos(phi) * np.cos(other_phi) * np.sin((other_lam - lam) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0))), dtype=np.float64)


def pairs_within(lat: ArrayLike, lon: ArrayLike, metres: float) -> Pairs:
    """Return every pair of points at most ``metres`` apart.

    Parameters
    ----------
    lat, lon : float array, shape (n,) [°]
        Points with NaN have no neighbours.
    metres : float [m]

    Returns
    -------
    first, second : int arrays, shape (k,)
        With ``first < second``, in order.
    distance : float array, shape (k,) [m]

    Examples
    --------
    >>> first, second, _ = pairs_within([30.0, 30.001, 31.0], [120.0, 120.0, 120.0], 250)
    >>> list(zip(first.tolist(), second.tolist()))
    [(0, 1)]
    """
    here = _Ground.of(lat, lon, metres)
    first, second = _candidates(here, here)
    once = first < second
    return _near(here, here, first[once], second[once])


def pairs_between(
    lat: ArrayLike, lon: ArrayLike, other_lat: ArrayLike, other_lon: ArrayLike, *, metres: float
) -> Pairs:
    """Return every pair of a point here and a point there at most ``metres`` apart.

    Points are put into cubes of that size around the Earth's centre, so that poles and the date line need no
    care; only points of neighbouring cubes are measured.

    Parameters
    ----------
    lat, lon : float array, shape (n,) [°]
    other_lat, other_lon : float array, shape (m,) [°]
    metres : float [m]

    Returns
    -------
    first : int array, shape (k,)
        Positions among the first points, in order.
    second : int array, shape (k,)
        Positions among the others.
    distance : float array, shape (k,) [m]

    Raises
    ------
    ValueError
        ``metres`` is not positive.
    """
    here, there = _Ground.of(lat, lon, metres), _Ground.of(other_lat, other_lon, metres)
    return _near(here, there, *_candidates(here, there))


@dataclass(frozen=True, slots=True)
class _Ground:
    """Points as given [°], their places on a sphere whose unit is the radius asked for, and who is known."""

    degrees: Floats
    xyz: Floats
    known: Whole
    metres: float

    @classmethod
    def of(cls, lat: ArrayLike, lon: ArrayLike, metres: float) -> "_Ground":
        if not metres > 0:
            raise ValueError("metres must be positive")
        degrees = np.stack([np.asarray(side, dtype=np.float64).ravel() for side in (lat, lon)])
        phi, lam = np.radians(degrees)
        sphere = np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
        known = np.flatnonzero(np.isfinite(degrees).all(axis=0))
        return cls(degrees, sphere * (EARTH_RADIUS_M / metres), known, metres)

    def cells(self) -> Whole:
        return np.floor(self.xyz[:, self.known]).astype(np.int64)


def _keys(cells: Whole) -> Whole:
    # The 27 cubes around a point never share a key; a clash with a far one costs a distance, measured anyway.
    keys: Whole = cells[0] * 73_856_093 + cells[1] * 19_349_663_000_003 + cells[2] * 83_492_791_000_000_017
    return keys


def _candidates(here: _Ground, there: _Ground) -> tuple[Whole, Whole]:
    """Pairs of points in the same or neighbouring cubes."""
    mine, theirs = _keys(here.cells()), _keys(there.cells())
    order = np.argsort(theirs, kind="stable")
    # Each inhabited cube asks once for its 27 neighbours; its points share the answer.
    cubes, member = np.unique(mine, return_inverse=True)
    shifts = _keys(np.stack(np.meshgrid(_STEPS, _STEPS, _STEPS)).reshape(3, -1))
    wanted = cubes[:, None] + shifts
    start = np.searchsorted(theirs[order], wanted.ravel(), side="left").reshape(wanted.shape)
    count = np.searchsorted(theirs[order], wanted.ravel(), side="right").reshape(wanted.shape) - start
    begins, counts = start[member].ravel(), count[member].ravel()
    first = np.repeat(np.repeat(here.known, len(shifts)), counts)
    inner = np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    return first, there.known[order[np.repeat(begins, counts) + inner]]


def _near(here: _Ground, there: _Ground, first: Whole, second: Whole) -> Pairs:
    """Keep the pairs that are near enough, in order, with their distances."""
    # The chord is shorter than the way along the ground, so this cheap test loses no pair.
    chord = sum((side[first] - other[second]) ** 2 for side, other in zip(here.xyz, there.xyz, strict=True))
    likely = np.asarray(chord) <= 1.000001
    first, second = first[likely], second[likely]
    distance = distance_m(*here.degrees[:, first], *there.degrees[:, second])
    near = distance <= here.metres
    first, second, distance = first[near], second[near], distance[near]
    order = np.lexsort((second, first))
    return first[order], second[order], distance[order]
