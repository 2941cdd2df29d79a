"""Files of footprints as scenes: GeoJSON in degrees, CityJSON in metres.

What comes out is a scene without windows, in metres around the middle of the buildings: a few hundred metres, in which
a plane and the ellipsoid differ by less than a millimetre, and numbers stay small enough for any engine.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import GEOSException, MultiPolygon, Point, Polygon
from shapely.geometry.polygon import orient

from minben.participation.twin.core.roofs import Model, models
from minben.participation.twin.core.scene import Fault, SceneRefused, is_number, zone_faults

__all__ = ["around", "scene_from"]

# WGS 84.
_RADIUS_M, _FLATTENING = 6378137.0, 1 / 298.257223563
_HEIGHTS = ("height", "Height", "HEIGHT", "building:height", "measuredHeight")
_STOREYS = ("Floor", "floor", "floors", "storeys", "levels", "building:levels", "storeysAboveGround")
_MILLIMETRES = 3


def scene_from(
    raw: bytes, *, timezone: str, storey_m: float = 3.0, place: tuple[float, float] | None = None
) -> tuple[dict[str, Any], list[Fault]]:
    """Return a scene as plain data, and the buildings that had to be left out with the reason.

    Parameters
    ----------
    raw : bytes
        GeoJSON (polygons in degrees, with a height [m] or storeys) or CityJSON, whose roofs are taken in too.
    timezone : str
        Name of the time zone.
    storey_m : float
        Height of one storey where only storeys are known [m].
    place : (float, float), optional
        Latitude and longitude of the middle [°]; needed for CityJSON, whose coordinates are metres of a national grid.

    Raises
    ------
    SceneRefused
        When the file is neither, or its place is not known.
    """
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise SceneRefused([Fault("not_json", "file", "", {"detail": str(error)})]) from error
    try:
        return _read(told, timezone, storey_m, place)
    except SceneRefused:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, GEOSException) as error:
        # Named like such a file, and built otherwise.
        raise SceneRefused([Fault("file_malformed", "file", "", {"detail": str(error)})]) from error


def _read(
    told: Any, timezone: str, storey_m: float, place: tuple[float, float] | None
) -> tuple[dict[str, Any], list[Fault]]:
    wrong = [*zone_faults(timezone), *_place_faults(place)]
    if wrong:
        raise SceneRefused(wrong)
    kind = told.get("type") if isinstance(told, dict) else None
    if kind == "FeatureCollection":
        found = list(_features(told, storey_m))
        return _scene(found, timezone, None)
    if kind == "CityJSON":
        if place is None:
            raise SceneRefused([Fault("place_unknown", "file", "", {})])
        return _city(list(models(told)), timezone, place)
    raise SceneRefused([Fault("not_footprints", "file", "", {"kind": kind})])


def _place_faults(place: tuple[float, float] | None) -> Iterator[Fault]:
    if place and not (is_number(place[0], -90, 90) and is_number(place[1], -180, 180)):
        yield Fault("no_origin", "file", "", {})


_Found = tuple[str, Polygon | None, float, float | None]


def around(scene: Mapping[str, Any], *, lat: float, lon: float, within_m: float) -> dict[str, Any]:
    """Return the scene with those buildings alone that begin within a distance of a place.

    Parameters
    ----------
    lat, lon : float
        [°].
    within_m : float
        [m].
    """
    east, north = _metres(lat)
    origin = scene["origin"]
    place = Point((lon - origin["lon"]) * east, (lat - origin["lat"]) * north)
    kept = [one for one in scene["buildings"] if Polygon(one["footprint"]).distance(place) <= within_m]
    return {**scene, "buildings": kept}


def _features(told: Mapping[str, Any], storey_m: float) -> Iterator[_Found]:
    seen: set[str] = set()
    for number, feature in enumerate(told.get("features") or []):
        properties = feature.get("properties") or {}
        geometry = feature.get("geometry") or {}
        parts = geometry.get("coordinates") or []
        if geometry.get("type") == "Polygon":
            parts = [parts]
        elif geometry.get("type") != "MultiPolygon":
            parts = []
        height, own = _height(properties, storey_m), _own_id(feature)
        name = own if own and own not in seen else f"b{number + 1}"
        seen.add(name)
        if not parts:
            yield name, None, 0.0, height
        for piece, rings in enumerate(parts):
            key = name if len(parts) == 1 else f"{name}.{piece + 1}"
            yield key, _polygon(rings), 0.0, height


def _own_id(feature: Mapping[str, Any]) -> str:
    """The id that the file gives a house, so that whoever made it finds it again."""
    own = feature.get("id")
    return str(own) if isinstance(own, str | int) and not isinstance(own, bool) else ""


def _height(properties: Mapping[str, Any], storey_m: float) -> float | None:
    for names, unit in ((_HEIGHTS, 1.0), (_STOREYS, storey_m)):
        for name in names:
            try:
                value = float(properties[name]) * unit
            except (KeyError, TypeError, ValueError, OverflowError):
                continue
            if math.isfinite(value) and value > 0:
                return value
    return None


def _polygon(rings: Sequence[Any]) -> Polygon | None:
    try:
        return Polygon([c[:2] for c in rings[0]], [[c[:2] for c in hole] for hole in rings[1:]])
    except (ValueError, TypeError, IndexError, GEOSException):
        return None


def _city(
    found: Sequence[Model], timezone: str, place: tuple[float, float]
) -> tuple[dict[str, Any], list[Fault]]:
    """A city model as a scene: walls reach down to the lowest ground, for a slope is no storey on pillars."""
    ground = min((one.foot for one in found), default=0.0)
    rows = [(one.key, one.outline, 0.0, one.top - ground if one.top > one.foot else None) for one in found]
    scene, faults = _scene(rows, timezone, place)
    grid = _Grid(*_middle([one.outline for one in found if one.outline is not None]), 1.0, 1.0)
    roofs = {one.key: one for one in found if one.roof}
    for row in scene["buildings"]:
        told = roofs.get(row["id"])
        if told:
            row["eaves"] = round(told.eaves - ground, _MILLIMETRES)
            row["triangles"] = [grid.piece(piece, ground) for piece in told.roof]
    return scene, faults


def _middle(shapes: Sequence[Polygon]) -> tuple[float, float]:
    middle = MultiPolygon(shapes).envelope.centroid
    return middle.x, middle.y


def _scene(
    found: Sequence[_Found], timezone: str, place: tuple[float, float] | None
) -> tuple[dict[str, Any], list[Fault]]:
    faults, kept = _sorted_out(found, degrees=place is None)
    if not kept:
        raise SceneRefused([*faults, Fault("no_buildings", "file", "", {})])
    x, y = _middle([one[1] for one in kept])
    lat, lon = place or (y, x)
    grid = _Grid(x, y, *((1.0, 1.0) if place else _metres(lat)))
    ground = min(base for _, _, base, _ in kept)
    scene = {
        "origin": {"lat": round(lat, 7), "lon": round(lon, 7)},
        "timezone": timezone,
        "north": 0.0,
        "buildings": [_building(grid, one, ground) for one in kept],
        "windows": [],
    }
    return scene, faults


_Kept = tuple[str, Polygon, float, float]


def _sorted_out(found: Sequence[_Found], *, degrees: bool) -> tuple[list[Fault], list[_Kept]]:
    faults: list[Fault] = []
    kept: list[_Kept] = []
    for key, shape, base, height in found:
        if shape is None or shape.is_empty:
            faults.append(Fault("no_footprint", "building", key, {}))
        elif height is None:
            faults.append(Fault("no_height", "building", key, {"value": None}))
        elif degrees and not _on_earth(shape):
            faults.append(Fault("not_degrees", "building", key, {"x": shape.bounds[0], "y": shape.bounds[1]}))
        elif not shape.is_valid:
            faults.append(Fault("crosses_itself", "building", key, {}))
        else:
            kept.append((key, shape, base, height))
    return faults, kept


def _on_earth(shape: Polygon) -> bool:
    """Whether coordinates can be longitude and latitude; those of a national grid mostly cannot."""
    west, south, east, north = shape.bounds
    return bool(west >= -180 and east <= 180 and south >= -90 and north <= 90)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The middle of a file, and how many metres one step of its coordinates is."""

    x: float
    y: float
    east: float
    north: float

    def ring(self, coords: Any) -> list[list[float]]:
        return [
            [round((x - self.x) * self.east, _MILLIMETRES), round((y - self.y) * self.north, _MILLIMETRES)]
            for x, y in list(coords)[:-1]
        ]

    def piece(self, corners: Any, ground: float) -> list[list[float]]:
        return [
            [round(float(v), _MILLIMETRES) for v in (x - self.x, y - self.y, z - ground)]
            for x, y, z in corners
        ]


def _building(grid: _Grid, one: _Kept, ground: float) -> dict[str, Any]:
    key, bare, base, height = one
    shape = orient(bare)
    row: dict[str, Any] = {"id": key, "footprint": grid.ring(shape.exterior.coords)}
    if shape.interiors:
        row["holes"] = [grid.ring(hole.coords) for hole in shape.interiors]
    return row | {"base": round(base - ground, _MILLIMETRES), "height": round(height, _MILLIMETRES)}


def _metres(lat: float) -> tuple[float, float]:
    """Metres of one degree of longitude and of latitude on the ellipsoid."""
    squared = _FLATTENING * (2 - _FLATTENING)
    bent = 1 - squared * math.sin(math.radians(lat)) ** 2
    across = _RADIUS_M / math.sqrt(bent)
    along = _RADIUS_M * (1 - squared) / bent**1.5
    return math.radians(across * math.cos(math.radians(lat))), math.radians(along)
