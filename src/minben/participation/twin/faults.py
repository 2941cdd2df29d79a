"""Words for what is wrong with a scene: what, and what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minben.participation.twin.core.scene import Fault

_WORDS: Mapping[str, tuple[Promise, Promise]] = {
    "not_json": (_("The file is not JSON: {detail}."), _("Export the scene again, or mend that place.")),
    "not_an_object": (_("The file holds no scene."), _("A scene is one object in braces.")),
    "no_origin": (
        _("The scene does not say where it lies."),
        _("Give origin with lat and lon in degrees; without them the sun cannot be placed."),
    ),
    "no_timezone": (
        _("“{value}” is no time zone."),
        _("Give timezone by its name, for example Asia/Shanghai."),
    ),
    "north_wrong": (_("“{value}” is no direction of north."), _("Give degrees clockwise of the grid's +y.")),
    "not_a_list": (_("“{name}” is not a list."), _("Give it in brackets, empty if there are none.")),
    "id_twice": (_("{thing} {id}: another one has the same id."), _("Give each an id of its own.")),
    "no_footprint": (
        _("Building {id} has no footprint."),
        _("Give at least three different corners as [x, y] in metres."),
    ),
    "crosses_itself": (
        _("The footprint of building {id} crosses itself, or a courtyard leaves it."),
        _("Put its corners in order along the wall."),
    ),
    "no_height": (
        _("Building {id} has no height ({value})."),
        _("Give its height in metres, for example storeys times storey height."),
    ),
    "base_wrong": (
        _("The base of building {id} is no height ({value})."),
        _("Give metres above the scene's zero."),
    ),
    "roof_wrong": (
        _("The roof of building {id} is not made of triangles."),
        _("Give triangles as three corners [x, y, height] each, in metres."),
    ),
    "eaves_wrong": (
        _("The eaves of building {id} are no height below its top ({value})."),
        _("Give metres above its foot, at most its height."),
    ),
    "solid_of_no_building": (
        _("Solid {id} names no building of the scene ({value})."),
        _("Name the building it hangs from."),
    ),
    "raw_coordinates": (
        _("{thing} {id} lies more than {limit_m} m from the origin."),
        _("These seem to be map coordinates. Subtract the origin first: such numbers cost minutes of sun."),
    ),
    "no_number": (
        _("Window {id}: “{name}” is no number ({value})."),
        _("Give metres, or degrees for azimuth."),
    ),
    "no_building": (
        _("Window {id} names no building of the scene ({value})."),
        _("Name the building it is in."),
    ),
    "place_unknown": (
        _("The file's coordinates are metres of a national grid, and do not say where on Earth they lie."),
        _("Give the middle of the buildings with --lat and --lon."),
    ),
    "line_unreadable": (
        _("Line {id} cannot be read: {line}"),
        _("Write number; height; corners, for example 7; 6F; 0,0 48,0 48,11 0,11"),
    ),
    "not_degrees": (
        _("Building {id}: {x:.0f}, {y:.0f} is no longitude and latitude."),
        _(
            "Export the file in WGS 84 (EPSG:4326), longitude first; it seems to be in metres, or turned about."
        ),
    ),
    "not_footprints": (
        _("The file is neither GeoJSON nor CityJSON ({kind})."),
        _("Export a FeatureCollection of polygons, or CityJSON."),
    ),
    "not_a_block": (
        _("The file holds {count} houses there; a block has 1 to {most}."),
        _("Give latitude and longitude of the house: those within {within_m} m are taken."),
    ),
    "file_malformed": (
        _("The file is not built as GeoJSON or CityJSON is ({detail})."),
        _("Export it again; each house needs a geometry, and a height or storeys."),
    ),
    "no_buildings": (
        _("The file holds no building that can be used."),
        _("See what was wrong with each above."),
    ),
    "inside_walls": (
        _("Window {id} looks into building {building}."),
        _("Turn it, move it onto the outer wall, or leave it out if the houses touch there."),
    ),
}


def in_words(fault: Fault) -> str:
    """Say what is wrong and what to do about it."""
    what, remedy = _WORDS[fault.code]
    facts = {name: "–" if fact is None else fact for name, fact in fault.facts.items()}
    return f"{what} {remedy}".format(thing=fault.thing, id=fault.id, **facts)


def kept_in_words(told: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say the same of faults that were kept as plain data."""
    rest = ("code", "thing", "id")
    return [
        in_words(Fault(one["code"], one["thing"], one["id"], {k: v for k, v in one.items() if k not in rest}))
        for one in told
    ]
