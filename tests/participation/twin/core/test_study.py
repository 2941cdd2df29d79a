"""What a scene says of a window, how sure it is, and what is wrong with a scene."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.commons.errors import TeachingError
from minben.commons.parameters import load
from minben.participation.twin.core.results import compared, document
from minben.participation.twin.core.rules import (
    Clock,
    Counting,
    Errors,
    Rule,
    Verdict,
    rule_at,
    rule_names,
    verdict,
)
from minben.participation.twin.core.scene import SceneRefused, read_scene
from minben.participation.twin.core.study import Sunlight, deciding_days, study
from minben.participation.twin.core.terms import Term
from tests.participation.twin.core.blocks import scene_text

GREAT_COLD = date(2026, 1, 20)
SOLSTICE = date(2026, 12, 22)
RULES = load("minben.participation.twin", "rules")
RULE = rule_at(RULES, "cn-gb50180-great-cold-2h", GREAT_COLD)
SURE = Errors(0.0, 0.0, 0.0)


def studied(errors: Errors = SURE, rule: Rule = RULE, **changes: Any) -> dict[date, Sunlight]:
    scene = read_scene(scene_text(**changes))
    days = {GREAT_COLD: Term.GREAT_COLD, SOLSTICE: Term.WINTER_SOLSTICE}
    return study(scene, rule, days, errors=errors)["w1"]


def changed(name: str, number: int = 0, **facts: object) -> list[dict[str, Any]]:
    rows = json.loads(scene_text())[name]
    rows[number] |= facts
    return list(rows)


def test_spans_are_told_by_the_clock_on_the_wall_of_the_house() -> None:
    told = studied(buildings=changed("buildings", height=0.5))[GREAT_COLD]
    (begin, end) = told.spans[0]
    # True noon is 8½ minutes after twelve on that day: the band of eight to four runs from 8:08 to 16:08.
    assert begin / 3600 == pytest.approx(8.14, abs=0.02)
    assert end / 3600 == pytest.approx(16.14, abs=0.02)
    assert told.minutes == pytest.approx(480, abs=0.01)
    assert told.verdict is Verdict.PASS


def test_a_city_may_count_by_the_clock_on_the_wall() -> None:
    open_field = changed("buildings", height=0.5)
    told = studied(buildings=open_field, rule=replace(RULE, clock=Clock.LOCAL))[GREAT_COLD]
    assert told.spans == ((8 * 3600.0, 16 * 3600.0),)


def test_what_hides_the_sun_is_named_with_its_time() -> None:
    told = studied()[GREAT_COLD]
    assert {one.building for one in told.blockers} == {"south"}
    hidden = sum(one.end - one.begin for one in told.blockers) / 60
    assert told.minutes + hidden == pytest.approx(480, abs=0.01)


def test_only_the_deciding_day_gets_a_verdict() -> None:
    told = studied()
    assert told[GREAT_COLD].verdict in {Verdict.PASS, Verdict.FAIL, Verdict.CANNOT_TELL}
    assert told[SOLSTICE].verdict is Verdict.INFORMATION


def test_a_house_turned_with_its_block_and_its_north_keeps_its_sun() -> None:
    """The grid may lie as it likes: only the true directions count."""
    straight = studied()[GREAT_COLD]
    turn = np.radians(25.0)
    told = json.loads(scene_text(north=25.0))

    def turned(x: float, y: float) -> list[float]:
        # Clockwise, as north is.
        return [x * np.cos(turn) + y * np.sin(turn), -x * np.sin(turn) + y * np.cos(turn)]

    for one in told["buildings"]:
        one["footprint"] = [turned(*corner) for corner in one["footprint"]]
    for one in told["windows"]:
        one["x"], one["y"] = turned(one["x"], one["y"])
    found = study(read_scene(json.dumps(told)), RULE, {GREAT_COLD: Term.GREAT_COLD}, errors=SURE)["w1"]
    assert found[GREAT_COLD].minutes == pytest.approx(straight.minutes, abs=0.01)


def test_a_block_and_its_mirror_image_have_the_same_sun_at_mirrored_hours() -> None:
    shifted = [[-5, -22], [20, -22], [20, -12], [-5, -12]]
    one = studied(buildings=changed("buildings", footprint=shifted))[GREAT_COLD]
    mirrored = [[5, -22], [-20, -22], [-20, -12], [5, -12]]
    other = studied(buildings=changed("buildings", footprint=mirrored))[GREAT_COLD]
    # Morning and afternoon differ by the drift of the declination alone, some seconds.
    assert one.minutes == pytest.approx(other.minutes, abs=1.0)
    assert one.spans[0] != other.spans[0]


_WITHIN = studied(Errors())[GREAT_COLD].band


@settings(max_examples=15, deadline=None)
@given(st.floats(-0.3, 0.3), st.floats(-0.05, 0.05), st.floats(-0.5, 0.5))
def test_the_truth_lies_in_the_band(height: float, sill: float, north: float) -> None:
    houses, windows = changed("buildings", height=9 + height), changed("windows", sill=0.9 + sill)
    scene = read_scene(scene_text(buildings=houses, windows=windows))
    moved = tuple(replace(one, azimuth=one.azimuth - north) for one in scene.windows)
    turned = replace(scene, north=scene.north + north, windows=moved)
    truth = study(turned, RULE, {GREAT_COLD: Term.GREAT_COLD}, errors=SURE)["w1"][GREAT_COLD].minutes
    assert _WITHIN[0] - 0.01 <= truth <= _WITHIN[1] + 0.01


def test_a_verdict_is_given_only_when_the_whole_band_agrees() -> None:
    assert verdict(RULE, (120.0, 150.0)) is Verdict.PASS
    assert verdict(RULE, (90.0, 119.9)) is Verdict.FAIL
    assert verdict(RULE, (119.9, 120.0)) is Verdict.CANNOT_TELL


def test_the_whole_window_is_lit_only_while_both_its_corners_are() -> None:
    whole = replace(RULE, whole_window=True)
    middle, both = studied()[GREAT_COLD], studied(rule=whole)[GREAT_COLD]
    assert both.minutes <= middle.minutes
    edges = [studied(windows=changed("windows", x=x))[GREAT_COLD].spans for x in (-0.75, 0.75)]
    expected = sum(max(0.0, min(a[1], b[1]) - max(a[0], b[0])) for a in edges[0] for b in edges[1])
    assert both.minutes == pytest.approx(expected / 60, abs=0.01)


def test_short_spans_and_the_longest_one_are_counted_as_the_rule_says() -> None:
    all_of_it = studied()[GREAT_COLD]
    longest = studied(rule=replace(RULE, counting=Counting.LONGEST))[GREAT_COLD]
    assert longest.minutes == pytest.approx(max(b - a for a, b in all_of_it.spans) / 60, abs=0.01)
    none = studied(rule=replace(RULE, least_span_min=481))[GREAT_COLD]
    assert none.minutes == 0


def test_sun_that_grazes_the_wall_does_not_count_where_a_rule_has_a_sweep() -> None:
    east = changed("windows", azimuth=90.0, x=20, y=5)
    open_field = changed("buildings", height=0.5)
    plain = studied(windows=east, buildings=open_field)[GREAT_COLD]
    swept = studied(windows=east, buildings=open_field, rule=replace(RULE, sweep_deg=15))[GREAT_COLD]
    assert swept.minutes < plain.minutes


@pytest.mark.parametrize("name", rule_names(RULES))
def test_every_rule_can_be_read_and_says_what_nobody_has_checked(name: str) -> None:
    rule = rule_at(RULES, name, GREAT_COLD)
    assert rule.source
    assert rule.unverified
    assert rule.sill_m == 0.9
    assert set(rule.hours) == set(Term)


def test_a_rule_that_is_not_in_force_yet_is_refused() -> None:
    with pytest.raises(TeachingError) as refused:
        rule_at(RULES, "cn-gb50180-great-cold-2h", date(2001, 1, 20))
    assert refused.value.code == "parameter_not_in_force"


def test_the_days_of_a_year_are_computed() -> None:
    assert deciding_days(2026, "Asia/Shanghai") == {
        GREAT_COLD: Term.GREAT_COLD, SOLSTICE: Term.WINTER_SOLSTICE,
    }  # fmt: skip


def test_a_comparison_tells_the_hours_lost_to_a_lift() -> None:
    scene = read_scene(scene_text())
    told = json.loads(scene_text())
    told["buildings"].append(
        {
            "id": "lift",
            "footprint": [[0.2, -2], [2.2, -2], [2.2, -0.01], [0.2, -0.01]],
            "base": 0,
            "height": 20,
        }
    )
    with_lift = read_scene(json.dumps(told))
    days = {GREAT_COLD: Term.GREAT_COLD}
    before = document(scene, RULE, study(scene, RULE, days, errors=SURE))
    after = document(with_lift, RULE, study(with_lift, RULE, days, errors=SURE))
    told = compared(before, after)["windows"]["w1"]["2026-01-20"]
    lost = sum(end - begin for begin, end in told["lost"]) / 60
    assert told["change"] < 0
    assert told["won"] == []
    assert lost == pytest.approx(-told["change"], abs=0.01)
    assert "lift" in {one["building"] for one in told["blockers"]}


WRONG: dict[str, dict[str, Any]] = {
    "not_an_object": {},
    "no_origin": {"origin": {"lat": 131, "lon": 120}},
    "no_timezone": {"timezone": "Suzhou"},
    "north_wrong": {"north": "up"},
    "not_a_list": {"windows": {}},
    "id_twice": {"buildings": changed("buildings", id="north")},
    "no_footprint": {"buildings": changed("buildings", footprint=[[0, 0], [1, 1]])},
    "crosses_itself": {"buildings": changed("buildings", footprint=[[0, 0], [9, 9], [9, 0], [0, 9]])},
    "no_height": {"buildings": changed("buildings", height=None)},
    "no_height ": {"buildings": changed("buildings", height=10**400)},
    "no_footprint ": {"buildings": changed("buildings", holes=True)},
    "base_wrong": {"buildings": changed("buildings", base="cellar")},
    "raw_coordinates": {
        "buildings": changed("buildings", footprint=[[345000, 3466000], [345009, 3466000], [345009, 3466009]])
    },
}


@pytest.mark.parametrize("code", WRONG)
def test_a_scene_that_cannot_be_computed_says_what_is_wrong_with_which_building(code: str) -> None:
    text = "[]" if code == "not_an_object" else scene_text(**WRONG[code])
    with pytest.raises(SceneRefused) as refused:
        read_scene(text)
    assert code.strip() in {fault.code for fault in refused.value.faults}


def test_brackets_without_end_are_told_like_any_file_that_is_no_json() -> None:
    with pytest.raises(SceneRefused) as refused:
        read_scene("[" * 100_000)
    assert refused.value.faults[0].code == "not_json"


def test_corners_may_have_heights_beside_them() -> None:
    ring = [[-20, -22, 5], [20, -22], [20, -12, None], [-20, -12, "x"]]
    assert studied(buildings=changed("buildings", footprint=ring)) == studied()


ASIDE: dict[str, dict[str, Any]] = {
    "no_number": {"x": "east"},
    "raw_coordinates": {"x": 345_000},
    "no_building": {"building": "nowhere"},
    "inside_walls": {"azimuth": 0.0},
}


@pytest.mark.parametrize("code", ASIDE)
def test_a_window_that_cannot_be_computed_is_set_aside_and_the_others_go_on(code: str) -> None:
    rows = changed("windows", **ASIDE[code])
    rows.append({**json.loads(scene_text())["windows"][0], "id": "w2"})
    scene = read_scene(scene_text(windows=rows))
    assert [(fault.code, fault.id) for fault in scene.set_aside] == [(code, "w1")]
    assert [window.id for window in scene.windows] == ["w2"]


def test_a_window_drawn_a_hand_inside_its_wall_stands_in_the_wall() -> None:
    on, inside = studied(), studied(windows=changed("windows", y=0.04))
    assert inside[GREAT_COLD].minutes == pytest.approx(on[GREAT_COLD].minutes, abs=1e-6)
