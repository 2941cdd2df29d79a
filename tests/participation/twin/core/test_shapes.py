"""Balconies, overhangs and roofs: closed forms, and the same answer from both engines."""

import json
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minben.participation.twin.core.doubt import brightest, darkest
from minben.participation.twin.core.facade import House, scene_of
from minben.participation.twin.core.importing import scene_from
from minben.participation.twin.core.light import light_of
from minben.participation.twin.core.looks import COMPILED, looks_of, seen
from minben.participation.twin.core.rules import Errors
from minben.participation.twin.core.scene import Scene, SceneRefused, read_scene
from minben.participation.twin.core.study import study
from minben.participation.twin.core.terms import Term
from tests.participation.twin.core.blocks import BAND, LAT, LON, lit_at, minutes, scene_text, sky, south
from tests.participation.twin.core.test_study import GREAT_COLD, RULE, SURE
from tests.shared_data import shared

LOW = [{"id": "south", "footprint": [[-20, -22], [20, -22], [20, -12], [-20, -12]], "height": 0.5}]
MINE = {"id": "north", "footprint": [[-20, 0], [20, 0], [20, 10], [-20, 10]], "height": 18}


def slab(wide: float = 400.0, base: float = 2.9, deep: float = 1.2, **more: Any) -> dict[str, Any]:
    """A slab before the front of the northern house."""
    ring = [[-wide / 2, -deep], [wide / 2, -deep], [wide / 2, 0], [-wide / 2, 0]]
    return {
        "id": "b",
        "kind": "balcony",
        "building": "north",
        "footprint": ring,
        "base": base,
        "height": 0.12,
    } | more


def scene(solids: list[dict[str, Any]], **changes: Any) -> Scene:
    return read_scene(scene_text(**{"buildings": [*LOW, MINE], "solids": solids, **changes}))


def sun() -> np.ndarray:
    return np.asarray(sky().day.directions(np.arange(BAND[0], BAND[1], 1.0) + 0.5))


def test_a_balcony_above_a_window_hides_the_sun_above_one_altitude_in_profile() -> None:
    """1.2 m deep and 2 m above the sill: at a profile angle above atan(2 / 1.2), 59°, the sun is behind it."""
    for deep, high in ((1.2, 2.0), (3.0, 1.5)):
        here = scene([slab(base=0.9 + high, deep=deep)])
        way = sun()
        hidden = way[:, 2] / -way[:, 1] > high / deep
        light = light_of(here.points(), here.walls(), sky())
        assert 480 - minutes(light) == pytest.approx(hidden.sum() / 60, abs=0.05)
    assert hidden.any()
    assert set(light.blockers.tolist()) == {2}
    assert here.blocker(2) == "balcony"


def gable(ridge: float, eaves: float) -> dict[str, Any]:
    """A house without end from west to east, its ridge 17 m south of the window."""
    west, east = -4000.0, 4000.0
    a, b, c, d = [west, -22, eaves], [east, -22, eaves], [east, -12, eaves], [west, -12, eaves]
    e, f = [west, -17, ridge], [east, -17, ridge]
    roof = [[a, b, f], [a, f, e], [c, d, e], [c, e, f], [b, c, f], [d, a, e]]
    ring = [[west, -22], [east, -22], [east, -12], [west, -12]]
    return {"id": "south", "footprint": ring, "height": ridge, "eaves": eaves, "triangles": roof}


@pytest.mark.parametrize(("ridge", "eaves"), [(12.0, 7.0), (9.0, 8.9)])
def test_a_pitched_roof_hides_the_sun_below_its_ridge_or_its_eaves_whichever_stands_higher(
    ridge: float, eaves: float
) -> None:
    here = scene([], buildings=[gable(ridge, eaves), MINE])
    way = sun()
    steepest = max((ridge - 0.9) / 17, (eaves - 0.9) / 12)
    lit = way[:, 2] / -way[:, 1] > steepest
    assert minutes(light_of(here.points(), here.walls(), sky())) == pytest.approx(lit.sum() / 60, abs=0.05)


boxes = st.builds(
    lambda x, y, w, d, base, h: {
        "id": "b", "building": "north", "base": base, "height": h,
        "footprint": [[x, y], [x + w, y], [x + w, y + d], [x, y + d]],
    },
    st.floats(-15, 10), st.floats(-6, -1.5), st.floats(0.5, 12), st.floats(0.2, 1.4), st.floats(1, 9),
    st.floats(0.1, 3),
)  # fmt: skip
ways = [
    False,
    pytest.param(True, marks=pytest.mark.skipif(not COMPILED, reason="numba: pip install 'minben[speed]'")),
]


@pytest.mark.parametrize("compiled", ways)
@settings(max_examples=12, deadline=None)
@given(boxes, st.booleans())
def test_both_engines_see_the_same_balconies_and_roofs_and_none_adds_a_minute(
    compiled: bool, box: dict[str, Any], roofed: bool
) -> None:
    houses = [gable(11.0, 6.0) if roofed else LOW[0], MINE]
    here, before = scene([box], buildings=houses), scene([], buildings=houses)
    points, looks = here.points(), looks_of(sky())
    light = light_of(points, here.walls(), sky())
    assert minutes(light) <= minutes(light_of(points, before.walls(), sky())) + 1e-6
    told = seen(points, here.walls(), sky(), looks, compiled=compiled)[0]
    clear = np.abs(looks[:, None] - light.lit[1].ravel()).min(axis=1, initial=np.inf) > 1e-6
    assert (told == lit_at(light.lit[1], looks))[clear].all()


# Slabs whose shadow ends where the winter sun stands: some centimetres are minutes.
@example(box=slab(deep=3.4), sill=1.0, shift=-1.0, height=0.0)
@example(box=slab(deep=3.4), sill=-1.0, shift=1.0, height=0.0)
@example(box=slab(base=1.2, deep=0.8), sill=-1.0, shift=1.0, height=0.0)
@settings(max_examples=15, deadline=None)
@given(box=boxes, sill=st.floats(-1, 1), shift=st.floats(-1, 1), height=st.floats(-1, 1))
def test_wherever_a_balcony_truly_hangs_the_truth_lies_in_the_band(
    box: dict[str, Any], sill: float, shift: float, height: float
) -> None:
    errors = Errors(height_m=0.3, sill_m=0.05, north_deg=0.0)
    told = scene([box], buildings=[gable(6.0, 4.0), MINE])
    moved = {**box, "base": box["base"] + 0.05 * shift}
    rows = json.loads(scene_text())["windows"]
    rows[0]["sill"] += 0.05 * sill
    truth = scene([moved], buildings=[_higher(gable(6.0, 4.0), 0.3 * height), MINE], windows=rows)
    ends = [one(told, errors) for one in (darkest, brightest)]
    low, high = (minutes(light_of(end.points, end.walls, sky(), loose=end.loose)) for end in ends)
    middle = minutes(light_of(truth.points(), truth.walls(), sky()))
    assert low - 1e-6 <= middle <= high + 1e-6
    # The fast engine has the same bright end.
    looks, end = looks_of(sky()), ends[1]
    fast = seen(end.points, end.walls, sky(), looks, loose=end.loose, compiled=False).sum()
    assert abs(fast - high) <= 3


# A slab at the wall; then boards that hang before it, so that the sun of that day passes under, above and beside them.
@pytest.mark.parametrize(
    ("base", "near", "deep"), [(2.9, 0.0, 3.4), (2.4, 3.0, 0.2), (2.6, 3.0, 3.0), (3.4, 3.0, 3.0)]
)
def test_the_dark_end_is_the_sun_beside_a_balcony_thickened_by_its_doubt(
    base: float, near: float, deep: float
) -> None:
    """Only how a slab hangs against the window counts: twice the error of a sill up and down, and no more."""
    error = 0.05
    ring = [[-9, -near - deep], [7, -near - deep], [7, -near], [-9, -near]]
    told = scene([slab(base=base, footprint=ring)])
    thick = slab(base=base - 2 * error, footprint=ring, height=0.12 + 4 * error)
    end = darkest(told, Errors(height_m=0.0, sill_m=error, north_deg=0.0))
    dark = minutes(light_of(end.points, end.walls, sky()))
    here = scene([thick])
    assert dark < minutes(light_of(told.points(), told.walls(), sky())) - 0.5
    assert dark == pytest.approx(minutes(light_of(here.points(), here.walls(), sky())), abs=1e-6)


def test_the_dark_end_of_a_roof_is_the_roof_raised_over_a_lowered_window() -> None:
    told = scene([], buildings=[gable(9.0, 6.0), MINE])
    rows = json.loads(scene_text())["windows"]
    rows[0]["sill"] -= 0.05
    raised = scene([], buildings=[_higher(gable(9.0, 6.0), 0.3), MINE], windows=rows)
    end = darkest(told, Errors(height_m=0.3, sill_m=0.05, north_deg=0.0))
    dark = minutes(light_of(end.points, end.walls, sky()))
    assert dark < minutes(light_of(told.points(), told.walls(), sky())) - 1
    assert dark == pytest.approx(minutes(light_of(raised.points(), raised.walls(), sky())), abs=1e-6)


def _higher(house: dict[str, Any], by: float) -> dict[str, Any]:
    raised = [[[x, y, z + by] for x, y, z in piece] for piece in house["triangles"]]
    return house | {"height": house["height"] + by, "eaves": house["eaves"] + by, "triangles": raised}


def test_a_street_office_says_how_deep_the_balconies_are_and_summer_noon_is_shaded() -> None:
    plain = {"origin": {"lat": LAT, "lon": LON}, "timezone": "Asia/Shanghai", "north": 0.0}
    site = {
        **plain,
        "buildings": [{"id": "7", "footprint": [[0, 0], [40, 0], [40, 10], [0, 10]], "height": 9}],
    }
    house = House(building="7", storeys=3, stairwells=1, per_floor=2)
    deep = House(building="7", storeys=3, stairwells=1, per_floor=2, balcony_m=1.5, parapet_m=1.0)
    june = {date(2026, 6, 21): None, GREAT_COLD: Term.GREAT_COLD}
    bare, shaded = (
        study(read_scene(json.dumps(scene_of(site, one))), RULE, june, errors=SURE) for one in (house, deep)
    )
    assert len(scene_of(site, deep)["solids"]) == 2 * 2 * 2
    under, top = "101-f1", "301-f1"
    summer, winter = june
    assert shaded[under][summer].minutes < bare[under][summer].minutes
    assert {one.building for one in shaded[under][summer].blockers} == {"balcony"}
    # Nothing hangs above the top floor; its own parapet takes none of a sun that stands higher than it.
    assert shaded[top][winter].minutes >= bare[top][winter].minutes - 1e-6


def test_a_balcony_with_walls_at_its_sides_takes_the_morning_and_the_evening_sun() -> None:
    plain = {"origin": {"lat": LAT, "lon": LON}, "timezone": "Asia/Shanghai", "north": 0.0}
    footprint = [[0, 0], [40, 0], [40, 10], [0, 10]]
    site = {**plain, "buildings": [{"id": "7", "footprint": footprint, "height": 9}]}
    open_, walled = (
        scene_of(
            site,
            House(building="7", storeys=3, stairwells=1, per_floor=2, balcony_m=1.5, balcony_sides=sides),
        )
        for sides in (False, True)
    )
    assert len(walled["solids"]) == 3 * len(open_["solids"])
    one, other = (
        study(read_scene(json.dumps(told)), RULE, {GREAT_COLD: Term.GREAT_COLD}, errors=SURE)["301-f1"][
            GREAT_COLD
        ]
        for told in (open_, walled)
    )
    # In the middle of 3 m between walls 1.5 m deep: the sun is seen while it stands less than about 45° off the front.
    way, middle = sun(), (3.0 / 2 - 0.1) / 1.5
    inside = np.abs(way[:, 0] / way[:, 1]) < middle
    assert other.minutes == pytest.approx(inside.sum() / 60, abs=0.1)
    assert other.minutes < one.minutes
    assert {shade.building for shade in other.blockers} == {"balcony"}


WRONG = {
    "roof_wrong": {"buildings": [{**gable(9, 8), "triangles": [[[0, 0], [1, 1], [2, 2]]]}, MINE]},
    "eaves_wrong": {"buildings": [{**gable(9, 8), "eaves": 10}, MINE]},
    "solid_of_no_building": {"solids": [slab(building="nowhere")]},
    "no_footprint": {"solids": [slab(footprint=[[0, 0]])]},
    "not_a_list": {"solids": "many"},
}


@pytest.mark.parametrize("code", WRONG)
def test_a_shape_that_cannot_be_used_is_told_with_its_id(code: str) -> None:
    with pytest.raises(SceneRefused) as refused:
        scene(**{"solids": [], **WRONG[code]})
    assert code in {fault.code for fault in refused.value.faults}


def cube(roof_m: float) -> dict[str, Any]:
    """A CityJSON house of 10 m with walls of 6 m under a ridge, on ground 3 m above the lowest."""
    corners = [[0, 0, 3], [10, 0, 3], [10, 8, 3], [0, 8, 3], [0, 0, 9], [10, 0, 9], [10, 8, 9], [0, 8, 9],
               [0, 4, roof_m], [10, 4, roof_m]]  # fmt: skip
    faces = [
        [0, 3, 2, 1],
        [0, 1, 5, 4],
        [1, 2, 6, 9, 5],
        [2, 3, 7, 6],
        [3, 0, 4, 8, 7],
        [4, 5, 9, 8],
        [6, 7, 8, 9],
    ]
    kinds = [0, 1, 1, 1, 1, 2, 2]
    surfaces = [{"type": one} for one in ("GroundSurface", "WallSurface", "RoofSurface")]
    return {
        "type": "MultiSurface", "lod": "2", "boundaries": [[one] for one in faces],
        "semantics": {"surfaces": surfaces, "values": kinds},
        "corners": corners,
    }  # fmt: skip


def test_a_roof_of_a_city_model_is_taken_in_with_its_ridge() -> None:
    shape = cube(12.0)
    corners = [*shape.pop("corners"), [40, 0, 0], [44, 0, 0], [44, 4, 0], [40, 4, 0], [40, 0, 5], [44, 0, 5]]
    low = {"type": "MultiSurface", "lod": "1", "boundaries": [[[10, 11, 12, 13]], [[10, 11, 15, 14]]]}
    file = {"type": "CityJSON", "vertices": corners, "CityObjects": {
        "h": {"type": "Building", "geometry": [shape]}, "low": {"type": "Building", "geometry": [low]},
    }}  # fmt: skip
    told, faults = scene_from(json.dumps(file).encode(), timezone="Asia/Shanghai", place=(31.3, 120.6))
    assert faults == []
    house = next(one for one in told["buildings"] if one["id"] == "h")
    # A slope of the ground is no storey on pillars: walls reach down to the scene's zero.
    assert (house["base"], house["eaves"], house["height"]) == (0.0, 9.0, 12.0)
    slopes = [piece for piece in house["triangles"] if min(corner[2] for corner in piece) >= 9.0]
    assert {corner[2] for piece in slopes for corner in piece} == {9.0, 12.0}
    assert len(slopes) >= 4
    read_scene(json.dumps(told))


@pytest.mark.data
def test_a_real_city_model_with_roofs_is_told_alike_by_both_engines() -> None:
    file = shared("buildings/rotterdam_lod2.city.json").read_bytes()
    told, _faults = scene_from(file, timezone="Europe/Amsterdam", place=(51.9, 4.5))
    assert sum(len(one.get("triangles", ())) for one in told["buildings"]) > 50
    here = read_scene(json.dumps(told))
    # Windows two metres up, a metre outside of each house, looking south.
    places = [(one.shape.centroid.x, one.shape.bounds[1] - 1.0, 2.0) for one in here.buildings]
    points, looks = south(*places), looks_of(sky(51.9))
    light = light_of(points, here.walls(), sky(51.9))
    lit = seen(points, here.walls(), sky(51.9), looks)
    for n in range(len(places)):
        spans = light.lit[1][light.lit[0] == n]
        clear = np.abs(looks[:, None] - spans.ravel()).min(axis=1, initial=np.inf) > 1e-6
        assert (lit[n] == lit_at(spans, looks))[clear].all()
    assert 0 < lit.mean() < 1
