"""A year of sun is the sum of its days, and a dwelling has sun while any of its windows has."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from minben.participation.twin.core.outlook import BEFORE, outlooks
from minben.participation.twin.core.rules import Errors
from minben.participation.twin.core.scene import read_scene
from minben.participation.twin.core.study import study
from minben.participation.twin.core.terms import Term
from minben.participation.twin.core.year import year_of
from tests.participation.twin.core.blocks import scene_text
from tests.participation.twin.core.test_study import RULE


def test_january_is_the_sum_of_its_days_as_the_exact_engine_tells_them() -> None:
    scene = read_scene(scene_text())
    january = [date(2026, 1, 1) + timedelta(days=n) for n in range(31)]
    whole_day = replace(RULE, hours=dict.fromkeys(Term, (0.0, 24.0)))
    exact = study(scene, whole_day, dict.fromkeys(january), errors=Errors(0, 0, 0))["w1"]
    hours = year_of(scene, 2026, step_s=300.0).windows["w1"]
    # Each change between sun and shade is told to half a step; on the average of a month that is little.
    assert hours[0] == pytest.approx(sum(one.minutes for one in exact.values()) / 60, abs=2.0)
    # In March the noon sun clears the house in the south for longer; in June it stands too steep for a south front.
    assert hours[2] > hours[0] > hours[5]


def test_a_dwelling_with_two_fronts_has_sun_while_either_has() -> None:
    told = json.loads(scene_text())["windows"]
    told.append({**told[0], "id": "w2", "x": 20, "y": 5, "azimuth": 90})
    year = year_of(read_scene(scene_text(windows=told)), 2026, step_s=900.0)
    both = year.dwellings["101"].sum()
    assert max(year.windows["w1"].sum(), year.windows["w2"].sum()) < both
    assert both < year.windows["w1"].sum() + year.windows["w2"].sum()


def test_a_year_that_is_told_as_a_band_holds_what_a_wrong_north_would_make_of_it() -> None:
    """A plan three degrees askew, the sun looking round the corner of the house next door."""
    beside = [[2, -12], [40, -12], [40, -2], [2, -2]]
    told = json.loads(scene_text())["buildings"]
    told[0] |= {"footprint": beside, "height": 14}
    scene, window = read_scene(scene_text(buildings=told)), frozenset({"w1"})
    sure, askew = (
        outlooks(scene, {}, window, RULE, 2026, errors=Errors(0.0, 0.0, north))[BEFORE].hours["101"]
        for north in (0.0, 3.0)
    )
    assert sure[0] == sure[1] == sure[2] == askew[1]
    assert askew[0] < askew[1] < askew[2]
    for turn in (-3.0, 3.0):
        moved = tuple(replace(one, azimuth=one.azimuth - turn) for one in scene.windows)
        turned = replace(scene, north=scene.north + turn, windows=moved)
        truth = outlooks(turned, {}, window, RULE, 2026, errors=Errors(0.0, 0.0, 0.0))[BEFORE].hours["101"]
        assert truth[1] in {askew[0], askew[2]}
