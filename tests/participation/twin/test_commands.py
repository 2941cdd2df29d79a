"""A street office studies a block at the terminal, and is told what is wrong."""

import json
from pathlib import Path

import pytest

from tests.commands import Terminal, at_hand
from tests.participation.twin.core.blocks import scene_text

RULE = "cn-gb50180-great-cold-2h"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_lift_is_studied_before_and_after(terminal: Terminal, tmp_path: Path) -> None:
    told = json.loads(scene_text())
    told["buildings"].append(
        {
            "id": "lift",
            "footprint": [[0.2, -2], [2.2, -2], [2.2, -0.01], [0.2, -0.01]],
            "base": 0,
            "height": 20,
        }
    )
    before = written(tmp_path / "before.json", scene_text())
    after = written(tmp_path / "after.json", json.dumps(told))
    asked = ("--rules", RULE, "--day", "2026-01-20", "--out")
    ran = terminal.run("twin", "study", before, *asked, str(tmp_path / "b.json"))
    assert ran.returncode == 0, ran.stderr
    assert "Nobody has checked" in ran.stdout
    # A study needs no database and leaves nothing behind.
    assert not terminal.database.exists()
    assert at_hand("twin", "study", after, *asked, str(tmp_path / "a.json")).returncode == 0
    studies = (str(tmp_path / f"{name}.json") for name in "ba")
    ran = at_hand("twin", "compare", *studies, "--out", str(tmp_path / "c.json"))
    assert ran.returncode == 0, ran.stderr
    assert "w1" in ran.stdout
    change = json.loads((tmp_path / "c.json").read_text("utf-8"))["windows"]["w1"]["2026-01-20"]
    assert change["change"] < 0


def test_windows_that_cannot_be_computed_are_named_and_the_exit_status_says_so(tmp_path: Path) -> None:
    rows = json.loads(scene_text())["windows"]
    rows[0]["azimuth"] = 0
    scene = written(tmp_path / "scene.json", scene_text(windows=rows))
    ran = at_hand("twin", "study", scene, "--rules", RULE, "--out", str(tmp_path / "out.json"))
    assert ran.returncode == 1
    assert "Window w1 looks into building north" in ran.stderr
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["set_aside"][0]["id"] == "w1"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--rules", "no-such-rule"], "There is no rule"),
        (["--rules", RULE, "--day", "20 January"], "is no day"),
        (["--rules", RULE, "--day", "2101-01-20"], "from 1950 to 2100"),
        (["--rules", RULE, "--north-error", "inf"], "less than or equal to 180"),
    ],
)
def test_a_slip_at_the_terminal_is_told_without_a_trace(tmp_path: Path, words: list[str], said: str) -> None:
    scene = written(tmp_path / "scene.json", scene_text())
    ran = at_hand("twin", "study", scene, *words, "--out", str(tmp_path / "out.json"))
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_footprints_in_degrees_become_metres_around_their_middle(tmp_path: Path) -> None:
    ring = [[120.6, 31.3], [120.6001, 31.3], [120.6001, 31.3001], [120.6, 31.3001], [120.6, 31.3]]
    features = [
        {
            "type": "Feature",
            "properties": {"Floor": 6},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        },
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}},
    ]
    file = written(tmp_path / "map.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    ran = at_hand("twin", "import", file, "--out", str(tmp_path / "scene.json"))
    assert ran.returncode == 1
    assert "b2 has no height (–)." in ran.stderr
    (one,) = json.loads((tmp_path / "scene.json").read_text("utf-8"))["buildings"]
    assert one["height"] == 18.0
    width = max(x for x, _ in one["footprint"]) - min(x for x, _ in one["footprint"])
    depth = max(y for _, y in one["footprint"]) - min(y for _, y in one["footprint"])
    # One ten-thousandth of a degree at 31.3° north: 9.52 m across, 11.09 m along.
    assert width == pytest.approx(9.52, abs=0.01)
    assert depth == pytest.approx(11.09, abs=0.01)


@pytest.mark.parametrize(
    "ring",
    [
        [[345_000, 3_466_000], [345_010, 3_466_000], [345_010, 3_466_010]],
        [[31.3, 120.6], [31.4, 120.6], [31.4, 120.7]],
    ],
)
def test_a_map_in_metres_or_turned_about_is_not_taken_for_degrees(
    tmp_path: Path, ring: list[list[float]]
) -> None:
    house = {"type": "Feature", "id": "house-7", "properties": {"Floor": 6}}
    told = {
        "type": "FeatureCollection",
        "features": [{**house, "geometry": {"type": "Polygon", "coordinates": [ring]}}],
    }
    file = written(tmp_path / "map.geojson", json.dumps(told))
    ran = at_hand("twin", "import", file, "--out", str(tmp_path / "scene.json"))
    assert ran.returncode == 2
    assert "house-7" in ran.stderr
    assert "EPSG:4326" in ran.stderr
    assert not (tmp_path / "scene.json").exists()


def test_an_import_to_a_place_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path / "city.json", json.dumps({"type": "CityJSON"}))
    out = ("--out", str(tmp_path / "scene.json"), "--lat", "200", "--lon", "120", "--timezone", "Mars")
    ran = at_hand("twin", "import", file, *out)
    assert ran.returncode == 2
    assert "“Mars” is no time zone" in ran.stderr
    assert "where it lies" in ran.stderr


def test_studies_that_cannot_be_compared_are_told_without_a_trace(tmp_path: Path) -> None:
    day = {"minutes": 10.0, "intervals": [], "band": [9, 11], "verdict": "fail", "blockers": []}
    study = {"scene": "s", "rules": "r", "windows": {"w1": {"2026-01-20": day}}}
    good = written(tmp_path / "good.json", json.dumps(study))
    for windows, said in (
        ({"w1": {"2026-01-20": None}}, "is no result of a study"),
        ([["w1"]], "is no result of a study"),
        ({"w1": {"2026-12-22": day}}, "no day in common"),
    ):
        other = written(tmp_path / "other.json", json.dumps({**study, "windows": windows}))
        ran = at_hand("twin", "compare", good, other)
        assert ran.returncode == 2
        assert said in ran.stderr
