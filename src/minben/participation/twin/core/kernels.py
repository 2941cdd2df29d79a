"""The loops over numbers that numba compiles; who asks for them has it installed.

Imported at the first use: numba takes fifty megabytes and a fifth of a second, and few programs look at the sun.
"""

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

__all__ = ["behind_pieces", "under_skylines", "under_skylines_together"]

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Seen = NDArray[np.bool_]


@njit(inline="always")
def _raise(  # noqa: PLR0917  # as above
    skyline: Array, ax: float, ay: float, bx: float, by: float, rise: float,
    east: Array, north: Array, turned: Array,
) -> None:  # fmt: skip
    """Raise a skyline to a wall, between the bearings of its two ends."""
    ex, ey = bx - ax, by - ay
    across = ax * ey - ay * ex
    if abs(across) <= 1e-3 * np.hypot(ex, ey):
        return
    if across < 0:
        ax, ay, bx, by, ex, ey, across = bx, by, ax, ay, -ex, -ey, -across
    slope = rise / across
    first, last, again = 0, len(east), -1
    if len(turned):
        # Clockwise from b to a; one look more on either side, so that rounding decides nothing here.
        start = turned[0] + (np.arctan2(bx, by) - turned[0]) % (2 * np.pi)
        width = (np.arctan2(ax, ay) - np.arctan2(bx, by)) % (2 * np.pi)
        first = max(0, np.searchsorted(turned, start) - 1)
        last = min(len(turned), np.searchsorted(turned, start + width) + 1)
        again = np.searchsorted(turned, start + width - 2 * np.pi) + 1
    for t in range(first, last):
        height = slope * (east[t] * ey - north[t] * ex)
        inside = ax * north[t] - ay * east[t] >= 0 and east[t] * by - north[t] * bx >= 0
        if inside and height > skyline[t]:
            skyline[t] = height
    for t in range(min(again, first)):
        height = slope * (east[t] * ey - north[t] * ex)
        inside = ax * north[t] - ay * east[t] >= 0 and east[t] * by - north[t] * bx >= 0
        if inside and height > skyline[t]:
            skyline[t] = height


@njit(inline="always")
def _counts(  # noqa: PLR0917  # as above
    ax: float, ay: float, bx: float, by: float, rise: float, fx: float, fy: float, lowest: float, edges: Array,
) -> bool:  # fmt: skip
    """Whether a wall can hide any look: in front of the window, high enough for where it stands, towards the sun."""
    return (
        rise > 0
        and (ax * fx + ay * fy > 1e-9 or bx * fx + by * fy > 1e-9)
        and abs(ax * by - ay * bx) * lowest <= rise * np.hypot(bx - ax, by - ay)
        and max(edges[0, 0] * ax + edges[0, 1] * ay, edges[0, 0] * bx + edges[0, 1] * by) >= 0
        and max(edges[1, 0] * ax + edges[1, 1] * ay, edges[1, 0] * bx + edges[1, 1] * by) >= 0
    )


@njit(inline="always")
def _away(at: float, low: float, size: float) -> float:
    """How far a place is from a square along one axis [m]."""
    return max(low - at, at - low - size, 0.0)


def _under_skylines(  # noqa: PLR0917  # as above
    place: Array, facing: Array, parts: Array, starts: Whole, rows: Whole, tops: Array, grid: Array, shape: Whole,
    edges: Array, east: Array, north: Array, steep: Array, turned: Array, graze: float,
) -> Seen:  # fmt: skip
    """For each point the skyline at each look, wall by wall; a wall in two squares is met twice, to no harm."""
    points, looks = len(place), len(east)
    lit = np.zeros((points, looks), dtype=np.bool_)
    for n in prange(points):
        x, y, z = place[n, 0], place[n, 1], place[n, 2]
        fx, fy = facing[n, 0], facing[n, 1]
        skyline = np.full(looks, -1e300)
        x0 = max(0, int(np.floor((x - grid[0] - grid[2]) / grid[3])))
        x1 = min(shape[0] - 1, int(np.floor((x - grid[0] + grid[2]) / grid[3])))
        y0 = max(0, int(np.floor((y - grid[1] - grid[2]) / grid[3])))
        y1 = min(shape[1] - 1, int(np.floor((y - grid[1] + grid[2]) / grid[3])))
        for cell in range(max(0, x1 - x0 + 1) * max(0, y1 - y0 + 1)):
            cx, cy = x0 + cell % (x1 - x0 + 1), y0 + cell // (x1 - x0 + 1)
            here = cy * shape[0] + cx
            far = np.hypot(
                _away(x, grid[0] + cx * grid[3], grid[3]), _away(y, grid[1] + cy * grid[3], grid[3])
            )
            # Even the tallest wall of a square is too low for where the square lies.
            if tops[here] - z <= far * grid[4]:
                continue
            for k in range(starts[here], starts[here + 1]):
                wall = rows[k]
                ax, ay = parts[wall, 0] - x, parts[wall, 1] - y
                bx, by = parts[wall, 2] - x, parts[wall, 3] - y
                rise = parts[wall, 4] - z
                if _counts(ax, ay, bx, by, rise, fx, fy, grid[4], edges):
                    _raise(skyline, ax, ay, bx, by, rise, east, north, turned)
        for t in range(looks):
            front = fx * east[t] + fy * north[t] >= graze
            lit[n, t] = front and steep[t] > -1e300 and steep[t] > skyline[t]
    return lit


under_skylines = njit(cache=True)(_under_skylines)
under_skylines_together = njit(cache=True, parallel=True)(_under_skylines)


@njit(cache=True)
def _cover(corners: Array, here: Array, way: Array, covered: Seen) -> None:
    """Mark the directions that one piece covers."""
    sides = np.empty((4, 3))
    a, b, c = corners[0] - here, corners[1] - here, corners[2] - here
    across = np.cross(b - a, c - a)
    solid = a[0] * across[0] + a[1] * across[1] + a[2] * across[2]
    if abs(solid) <= 1e-3 * np.sqrt((across**2).sum()):
        return
    sign = 1.0 if solid > 0 else -1.0
    for k in range(4):
        sides[k] = sign * np.cross(corners[k] - here, corners[(k + 1) % 4] - here)
    for t in range(len(way)):
        x, y, z = way[t, 0], way[t, 1], way[t, 2]
        inside = True
        for k in range(4):
            if sides[k, 0] * x + sides[k, 1] * y + sides[k, 2] * z < 0:
                inside = False
                break
        if inside:
            covered[t] = True


# In one thread: to compile for several takes longer than a block of houses gains by it.
@njit(cache=True)
def behind_pieces(  # noqa: PLR0917  # as above
    place: Array,
    facing: Array,
    low: Array,
    high: Array,
    first: Whole,
    discs: Array,
    way: Array,
    lowest: float,
) -> Seen:
    """For each point and each direction, whether some thing hides it at both of its places."""
    found = np.zeros((len(place), len(way)), dtype=np.bool_)
    for n in range(len(place)):
        for thing in range(len(discs)):
            x, y = discs[thing, 0] - place[n, 0], discs[thing, 1] - place[n, 1]
            rise, wide = discs[thing, 3] - place[n, 2], discs[thing, 2]
            if rise <= 0 or (np.hypot(x, y) - wide) * lowest > rise:
                continue
            if x * facing[n, 0] + y * facing[n, 1] + wide <= 0:
                continue
            below = np.zeros(len(way), dtype=np.bool_)
            above = np.zeros(len(way), dtype=np.bool_)
            for k in range(first[thing], first[thing + 1]):
                _cover(low[k], place[n], way, below)
                _cover(high[k], place[n], way, above)
            found[n] |= below & above
    return found
