"""A house without a drawing: its windows by the pattern of its facades, corrected one by one.

Two walls carry the pattern. The front is the wall that looks most to the south, the back the one that looks the other
way. Each is divided among the stairwells, and there among the dwellings; dwellings are numbered by floor and from the
left end of the front as somebody inside sees it turned outward: 101, 102, …
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from shapely import Polygon
from shapely.geometry.polygon import orient

__all__ = ["BACK", "FRONT", "LIVED_IN", "Facade", "House", "facades", "house_from", "scene_of"]

FRONT, BACK = "front", "back"
# Rooms in which people live; the rules ask for sun in one of these, a kitchen does not count.
LIVED_IN = ("living", "bedroom")
# The slab of a balcony and its parapet are so thick [m].
_SLAB_M, _PARAPET_M = 0.12, 0.1
# How many times its height a building's shadow is long under a sun five degrees high.
_SHADOW = 11.5
_ROUNDING_M = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a person who stands before a house can tell of it.

    Attributes
    ----------
    building : str
        Id of its footprint.
    storeys, stairwells, per_floor : int
        ``per_floor`` dwellings at each stairwell on each floor.
    storey_m, ground_m, roof_m : float
        Height of a storey, of the ground floor's floor above the foot, and of what stands above the last storey [m].
    stair_side : str
        On which side the stairs take room, ``front`` or ``back``.
    stair_m : float
        Width of the stairs on that side [m].
    front, back : tuple of str
        Rooms of one dwelling on each side: ``living``, ``bedroom``, ``kitchen``.
    sill_m, width_m : float
        Sill above the floor and width of a window [m].
    balcony_m, balcony_width_m, parapet_m : float
        How deep and how wide the balconies are on the front, one for each dwelling above the ground floor, and how high
        their solid parapet is, 0 for railings [m]. No balconies when 0 deep.
    balcony_sides : bool
        Whether they are walled at both sides, from floor to ceiling.
    """

    building: str
    storeys: int
    stairwells: int
    per_floor: int
    storey_m: float = 3.0
    ground_m: float = 0.0
    roof_m: float = 0.5
    stair_side: str = BACK
    stair_m: float = 2.6
    front: tuple[str, ...] = ("living", "bedroom")
    back: tuple[str, ...] = ("kitchen",)
    sill_m: float = 0.9
    width_m: float = 1.5
    balcony_m: float = 0.0
    balcony_width_m: float = 3.0
    parapet_m: float = 0.0
    balcony_sides: bool = False

    @property
    def height_m(self) -> float:
        """Of the whole house above its foot [m]."""
        return self.ground_m + self.storeys * self.storey_m + self.roof_m

    def floor_m(self, floor: int) -> float:
        """Height of a floor above the foot; the ground floor is 1 [m]."""
        return self.ground_m + (floor - 1) * self.storey_m

    def label(self, floor: int, door: int) -> str:
        """The number of a dwelling.

        Examples
        --------
        >>> House(building="7", storeys=6, stairwells=1, per_floor=4).label(6, 2)
        '602'
        """
        return f"{floor}{door:02}"


@dataclass(frozen=True, slots=True)
class Facade:
    """A wall of a house: where it begins, the unit vectors along and out of it, its length [m], where it looks [°]."""

    x: float
    y: float
    along: tuple[float, float]
    out: tuple[float, float]
    length: float
    azimuth: float

    def at(self, along_m: float, out_m: float = 0.0) -> tuple[float, float]:
        """The point so far along the wall and so far out of it [m]."""
        return (
            self.x + along_m * self.along[0] + out_m * self.out[0],
            self.y + along_m * self.along[1] + out_m * self.out[1],
        )


def house_from(told: Mapping[str, Any] | None) -> House | None:
    """Return a house that was kept as plain data; None when nothing was told yet."""
    return House(**{**told, "front": tuple(told["front"]), "back": tuple(told["back"])}) if told else None


def facades(footprint: Sequence[Sequence[float]], *, north: float = 0.0) -> dict[str, Facade]:
    """Return front and back of a footprint, both running the same way.

    Parameters
    ----------
    footprint : sequence of (x, y)
        Corners in order [m].
    north : float
        Degrees clockwise of the grid's +y [°].

    Examples
    --------
    >>> found = facades([[0, 0], [40, 0], [40, 10], [0, 10]])
    >>> found["front"].azimuth, found["back"].azimuth, found["back"].at(10.0)
    (180.0, 0.0, (10.0, 10.0))
    """
    walls = list(_walls(footprint, north))
    front = max(walls, key=lambda one: -math.cos(math.radians(one.azimuth)) * one.length)
    back = max(walls, key=lambda one: -(one.out[0] * front.out[0] + one.out[1] * front.out[1]) * one.length)
    end = back.at(back.length)
    turned = Facade(*end, (-back.along[0], -back.along[1]), back.out, back.length, back.azimuth)
    return {FRONT: front, BACK: turned}


def _walls(footprint: Sequence[Sequence[float]], north: float) -> Iterator[Facade]:
    ring = list(orient(Polygon([corner[:2] for corner in footprint])).exterior.coords)
    for (x, y), (to_x, to_y) in pairwise(ring):
        length = math.hypot(to_x - x, to_y - y)
        if length > 0:
            along = ((to_x - x) / length, (to_y - y) / length)
            out = (along[1], -along[0])
            azimuth = (math.degrees(math.atan2(out[0], out[1])) - north) % 360.0
            yield Facade(x, y, along, out, length, azimuth)


def scene_of(
    site: Mapping[str, Any], house: House, corrections: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """Return a scene: what of a site can take sun from one house, and the windows of that house by its pattern.

    Parameters
    ----------
    site : mapping
        A scene; its windows are replaced.
    house : House
    corrections : mapping
        Window → what is different there: ``sill_m`` above the floor, ``width_m``, ``shift_m`` towards higher door
        numbers, ``room``, or ``out`` when there is no such window.
    """
    told = {one["id"]: one for one in site["buildings"]}
    # What was told of this house counts, and no longer the shape that a file gave it.
    bare = {name: value for name, value in told[house.building].items() if name not in ("triangles", "eaves")}
    mine = {**bare, "height": round(house.height_m, 3)}
    shape = Polygon(mine["footprint"])
    windows = _windows(mine, house, corrections or {}, float(site.get("north", 0.0)))
    near = [one for one in site["buildings"] if _reaches(one, shape)]
    buildings = [mine if one["id"] == house.building else one for one in near]
    kept = {one["id"] for one in buildings}
    solids = [one for one in site.get("solids", ()) if one["building"] in kept]
    solids += _balconies(mine, house, float(site.get("north", 0.0)))
    return {**site, "buildings": buildings, "windows": list(windows)} | ({"solids": solids} if solids else {})


def _balconies(building: Mapping[str, Any], house: House, north: float) -> Iterator[dict[str, Any]]:
    """A balcony for each dwelling above the ground floor, before the first room of its front."""
    wall = facades(building["footprint"], north=north)[FRONT]
    rooms = max(len(house.front), 1)
    half = min(house.balcony_width_m, wall.length / (house.stairwells * house.per_floor)) / 2
    for floor in range(2, house.storeys + 1) if house.balcony_m > 0 else ():
        height = float(building.get("base", 0.0)) + house.floor_m(floor)
        for door in range(1, house.stairwells * house.per_floor + 1):
            middle = _middle(wall.length, house, FRONT, door, 0.5 / rooms)
            begin, end = max(middle - half, 0.0), min(middle + half, wall.length)
            told = {"kind": "balcony", "building": house.building}
            for name, along, out, (foot, high) in _of_one(house, begin, end):
                ring = _before(wall, along, out)
                key = f"balcony-{house.label(floor, door)}{name}"
                yield {"id": key, **told, "footprint": ring, "base": round(height + foot, 3), "height": high}


def _of_one(
    house: House, begin: float, end: float
) -> Iterator[tuple[str, tuple[float, float], tuple[float, float], tuple[float, float]]]:
    """The slab of a balcony, its parapet, its sides: name, spans along and out of the wall, foot and height [m]."""
    deep, thin, open_m = house.balcony_m, _PARAPET_M, round(house.storey_m - _SLAB_M, 3)
    yield "", (begin, end), (0.0, deep), (-_SLAB_M, _SLAB_M)
    if house.parapet_m > 0:
        yield "-parapet", (begin, end), (deep - thin, deep), (0.0, house.parapet_m)
    if house.balcony_sides:
        yield "-side1", (begin, begin + thin), (0.0, deep), (0.0, open_m)
        yield "-side2", (end - thin, end), (0.0, deep), (0.0, open_m)


def _before(wall: Facade, along: tuple[float, float], out: tuple[float, float]) -> list[list[float]]:
    """A rectangle before a wall, from so far to so far along it and out of it [m]."""
    corners = ((along[0], out[0]), (along[0], out[1]), (along[1], out[1]), (along[1], out[0]))
    return [[round(value, 4) for value in wall.at(*corner)] for corner in corners]


def _reaches(building: Mapping[str, Any], house: Polygon) -> bool:
    """Whether a building can take sun from a house at all, when the sun is five degrees high or more."""
    top = float(building.get("base", 0.0)) + float(building["height"])
    return bool(Polygon(building["footprint"]).distance(house) <= _SHADOW * max(top, 1.0))


def _windows(
    building: Mapping[str, Any], house: House, corrections: Mapping[str, Mapping[str, Any]], north: float
) -> Iterator[dict[str, Any]]:
    sides = facades(building["footprint"], north=north)
    for floor in range(1, house.storeys + 1):
        foot = float(building.get("base", 0.0)) + house.floor_m(floor)
        for door in range(1, house.stairwells * house.per_floor + 1):
            for side, rooms in ((FRONT, house.front), (BACK, house.back)):
                for number, room in enumerate(rooms, 1):
                    key = f"{house.label(floor, door)}-{side[0]}{number}"
                    other = corrections.get(key, {})
                    if other.get("out"):
                        continue
                    at = _middle(sides[side].length, house, side, door, (number - 0.5) / len(rooms))
                    x, y = sides[side].at(at + float(other.get("shift_m", 0.0)))
                    yield {
                        "id": key,
                        "building": house.building,
                        "dwelling": house.label(floor, door),
                        "room": other.get("room", room),
                        "x": round(x, 3),
                        "y": round(y, 3),
                        "sill": round(foot + float(other.get("sill_m", house.sill_m)), 3),
                        "azimuth": round(sides[side].azimuth, 3),
                        "width": float(other.get("width_m", house.width_m)),
                    }


def _middle(length: float, house: House, side: str, door: int, share: float) -> float:
    """How far along a wall the middle of a window is: ``share`` of its dwelling's part [m]."""
    unit = length / house.stairwells
    stairwell, place = divmod(door - 1, house.per_floor)
    stairs = house.stair_m if side == house.stair_side else 0.0
    at = (place + share) * (unit - stairs) / house.per_floor
    # The stairs stand in the middle of their part: what lies beyond them is pushed on by their width.
    # What would be in the very middle stands before them, whatever rounding says.
    beyond = at > (unit - stairs) / 2 + _ROUNDING_M
    return stairwell * unit + at + (stairs if beyond else 0.0)
