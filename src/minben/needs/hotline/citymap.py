"""A small map to point at: from a place on the earth to a spot on the picture, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from minben.ground.registers.queries import PlaceRow

# The picture is shown at this size everywhere: a browser without script tells the spot in these pixels.
SIDE_PX = 280
_METRES_PER_DEGREE = 111_195.0
CLOSER = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """A square of the city: its middle [°] and the length of its side [m]."""

    lat: float
    lon: float
    side_m: float

    def spot(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a point lies on the picture [px], from the top left.

        >>> Frame(30.0, 120.0, 1000.0).spot(30.0, 120.0)
        (140.0, 140.0)
        """
        east = (lon - self.lon) * _METRES_PER_DEGREE * cos(radians(self.lat))
        north = (lat - self.lat) * _METRES_PER_DEGREE
        scale = SIDE_PX / self.side_m
        return round(SIDE_PX / 2 + east * scale, 1), round(SIDE_PX / 2 - north * scale, 1)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return latitude and longitude [°] of a spot on the picture [px].

        >>> Frame(30.0, 120.0, 1000.0).point(140, 140)
        (30.0, 120.0)
        """
        scale = self.side_m / SIDE_PX
        lat = self.lat + (SIDE_PX / 2 - y) * scale / _METRES_PER_DEGREE
        lon = self.lon + (x - SIDE_PX / 2) * scale / (_METRES_PER_DEGREE * cos(radians(self.lat)))
        return round(lat, 6), round(lon, 6)

    def closer(self, x: float, y: float) -> "Frame":
        """Return the part of the square around a spot [px]."""
        return Frame(*self.point(x, y), self.side_m / CLOSER)


def whole_city(places: Sequence[PlaceRow]) -> Frame | None:
    """Return the square that holds every place with a known point; nothing in a city without any."""
    known = [(row.lat, row.lon) for row in places if row.lat is not None and row.lon is not None]
    if not known:
        return None
    lats, lons = [lat for lat, _ in known], [lon for _, lon in known]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    tall = (max(lats) - min(lats)) * _METRES_PER_DEGREE
    wide = (max(lons) - min(lons)) * _METRES_PER_DEGREE * cos(radians(lat))
    return Frame(lat, lon, max(tall, wide, 1000.0) * 1.2)


def nearest(places: Sequence[PlaceRow], lat: float, lon: float) -> PlaceRow | None:
    """Return the community nearest to a point."""
    narrow = cos(radians(lat))
    near = [
        (((row.lat - lat) ** 2 + ((row.lon - lon) * narrow) ** 2), row)
        for row in places
        if row.kind == "community" and row.lat is not None and row.lon is not None
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None
