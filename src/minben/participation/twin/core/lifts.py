"""Places for a lift: a shaft of the catalogue, before a stairwell, on the front or the back of a house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from minben.commons.parameters import Entry, Parameters
from minben.participation.twin.core.facade import BACK, FRONT, House, facades

__all__ = ["Lift", "Shaft", "places", "shaft_at", "shafts", "with_lift"]


@dataclass(frozen=True, slots=True)
class Shaft:
    """A shaft as a maker sells it, its landing included.

    Attributes
    ----------
    name, version, source : str
    width_m, depth_m : float
        Along the house and away from it [m].
    over_m : float
        How far it rises above the floor of the last stop [m].
    glass : bool
    transmits : float
        Share of the sun's beam that passes its two panes; 0 when it is solid.
    noise_db : float
        Level of sound before it at night, as its maker states [dB(A)].
    verified : bool
    """

    name: str
    version: str
    width_m: float
    depth_m: float
    over_m: float
    glass: bool
    transmits: float
    noise_db: float
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Lift:
    """A shaft at a place: the side of the house, and which stairwell, counted from the left of the front."""

    side: str
    stairwell: int
    shaft: Shaft

    @property
    def key(self) -> str:
        """The place and the shaft in one word."""
        return f"{self.side}-{self.stairwell}-{self.shaft.name}"


def shafts(parameters: Parameters, day: date) -> list[Shaft]:
    """Return the catalogue as it is in force on a day, in its order."""
    return [shaft_at(parameters, name, day) for name in parameters.series]


def shaft_at(parameters: Parameters, name: str, day: date) -> Shaft:
    """Return one shaft of the catalogue.

    Raises
    ------
    TeachingError
        ``parameter_unknown``, ``parameter_not_in_force`` or ``parameter_incomplete``.
    """
    return parameters.made(name, day, _shaft)


def _shaft(name: str, entry: Entry) -> Shaft:
    told = entry.value
    return Shaft(
        name=name,
        version=f"{name}@{entry.since.isoformat()}",
        width_m=float(told["width_m"]),
        depth_m=float(told["depth_m"]),
        over_m=float(told["over_m"]),
        glass=bool(told["glass"]),
        transmits=float(told["transmits"]),
        noise_db=float(told["noise_db"]),
        source=entry.source,
        verified=entry.verified,
    )


def places(house: House, chosen: list[Shaft]) -> list[Lift]:
    """Return every place for the chosen shafts: each side and each stairwell."""
    return [
        Lift(side, stairwell, shaft)
        for side, stairwell, shaft in product((BACK, FRONT), range(1, house.stairwells + 1), chosen)
    ]


def with_lift(scene: Mapping[str, Any], house: House, lift: Lift) -> dict[str, Any]:
    """Return the scene with the lift as one more building, whose id is ``lift``.

    Examples
    --------
    >>> site = {"buildings": [{"id": "7", "footprint": [[0, 0], [40, 0], [40, 10], [0, 10]], "height": 18}]}
    >>> shaft = Shaft("s", "s@1", 2.0, 2.5, 4.0, False, 0.0, 40.0, "", False)
    >>> lift = Lift("back", 1, shaft)
    >>> with_lift(site, House(building="7", storeys=6, stairwells=1, per_floor=4), lift)["buildings"][1]["footprint"]
    [[19.0, 10.0], [19.0, 12.5], [21.0, 12.5], [21.0, 10.0]]
    """
    mine = next(one for one in scene["buildings"] if one["id"] == house.building)
    wall = facades(mine["footprint"], north=float(scene.get("north", 0.0)))[lift.side]
    middle = (lift.stairwell - 0.5) * wall.length / house.stairwells
    near, far = middle - lift.shaft.width_m / 2, middle + lift.shaft.width_m / 2
    ring = [(near, 0.0), (near, lift.shaft.depth_m), (far, lift.shaft.depth_m), (far, 0.0)]
    corners = [wall.at(along, out) for along, out in ring]
    added = {
        "id": "lift",
        "footprint": [[round(x, 3), round(y, 3)] for x, y in corners],
        "base": float(mine.get("base", 0.0)),
        "height": round(house.floor_m(house.storeys) + lift.shaft.over_m, 3),
    }
    return {**scene, "buildings": [*scene["buildings"], added]}
