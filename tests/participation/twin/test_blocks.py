"""A street office sets up a block without a drawing; every household reads its own card, and nobody reads another's."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minben.commons.clock import now
from minben.commons.statistics import share
from minben.conf.packaged import PlotlyFinder
from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.institutions.sandbox.actions import TrialContext
from minben.ledger.models import Entry as Act
from minben.participation.ballots.actions import Stage
from minben.participation.twin import queries
from minben.participation.twin.actions import thin_drafts
from minben.participation.twin.models import Block, Study, Version
from tests.city import NOW, Town
from tests.participation.ballots.street import Street, street

__all__ = ["street"]

HOUSES = "7; 6F; 0,0 30,0 30,11 0,11\n5; 18.5; 0,-30 30,-30 30,-19 0,-19"
SITE = {"typed": HOUSES, "lat": "31.3", "lon": "121.4", "north": "0", "storey_m": "3"}
HOUSE = {
    "building": "7", "storeys": "6", "storey_m": "3", "ground_m": "0.3", "roof_m": "0.5", "stairwells": "1",
    "per_floor": "2", "stair_side": "back", "stair_m": "2.6", "front": "living bedroom", "back": "kitchen",
    "sill_m": "0.9", "width_m": "1.5",
}  # fmt: skip
STUDY = {
    "rule": "cn-gb50180-great-cold-2h", "shafts": ["slim-glass", "standard-solid"], "height_m": "0.3",
    "sill_m": "0.05", "north_deg": "0.5", "fund": "20000",
}  # fmt: skip


def clear(town: Town) -> None:
    """Gao Ming lets the engine run on evidence of a trial."""
    told = register.declaration("twin.sunlight")
    assert told is not None
    measures = (sandbox.Measure("outside_band", share(0, 100)),)
    result = sandbox.TrialResult(told.running_version, 100, "sha256:0", measures)
    evidence = sandbox.record_evidence(name=told.name, result=result, at=now())
    terms = sandbox.Terms(expires=now() + timedelta(days=30), error_limit=told.error_limit)
    by, version = town.users["gao.ming"], told.running_version
    sandbox.clear(name=told.name, version=version, by=by, evidence=evidence, terms=terms, at=now())


def set_up(street: Street) -> int:
    """He Jing sets the block up by its forms, up to the last step before it is computed."""
    desk = street.town.browser("he.jing")
    began = desk.post(
        "/blocks/new/", {"name": "柳荫路七号楼", "unit": street.decision.unit_id, "decision": street.key}
    )
    key = int(began["Location"].split("/")[2])
    assert desk.post(f"/blocks/{key}/site/", SITE).status_code == 302
    assert desk.post(f"/blocks/{key}/house/", HOUSE).status_code == 302
    return key


def words(answer: Any) -> str:
    return str(answer.content.decode())


def opened(code: str) -> str:
    answer = Client(headers={"accept-language": "en"}).get(f"/blocks/card/{code}")
    assert answer.status_code == 200
    return words(answer)


@pytest.fixture
def studied(street: Street) -> tuple[Street, int]:
    clear(street.town)
    key = set_up(street)
    desk = street.town.browser("he.jing")
    assert desk.post(f"/blocks/{key}/compute/", STUDY).status_code == 302
    assert desk.post(f"/blocks/{key}/show/").status_code == 302
    return street, key


def test_from_an_empty_desk_to_grandma_chens_card(studied: tuple[Street, int]) -> None:
    street, key = studied
    # Her letter's code opens it: both days, the clock, her share; without a phone the office prints it.
    card = opened(f"{street.owner(1).code}/")
    told = (
        "Dwelling 101",
        "Great Cold",
        "Winter solstice",
        "this day decides",
        "Your share",
        "Noise",
        "Looking in",
    )
    assert [one for one in told if one not in card] == []
    in_front = opened(f"{street.owner(2).code}/?lift=front-1-standard-solid")
    assert "Lost:" in in_front
    assert "the lift" in in_front
    printed = words(
        street.town.browser("he.jing").get(f"/blocks/{key}/studies/{Study.objects.get().pk}/cards/")
    )
    assert printed.count("<article") == 12
    # The decision and the block lead to each other.
    street.move(Stage.NOTICE, now())
    assert f'href="/blocks/{key}/"' in street.page()
    assert f'href="/decisions/{street.key}/"' in words(Client().get(f"/blocks/{key}/"))


def test_neighbours_see_sums_of_five_and_a_row_only_while_every_owner_who_spoke_wants_it(
    studied: tuple[Street, int],
) -> None:
    street, key = studied
    study = f"/blocks/{key}/studies/{Study.objects.get().pk}/"
    sums = words(Client().get(study))
    # Two dwellings a floor: three floors go together, and no dwelling's number is on the page.
    assert "1–3" in sums
    assert "4–6" in sums
    assert ">101<" not in sums
    _turns_by_floors_together(study)
    code = street.owner(1).code
    for said, seen in (("yes", True), ("no", False), ("yes", True)):
        Client().post(f"/blocks/card/{code}/say/", {"dwelling": "101", "shown": said})
        assert (">101<" in words(Client().get(study))) is seen
    # Nobody speaks for a dwelling that is not theirs, and staff for none.
    Client().post(f"/blocks/card/{code}/say/", {"dwelling": "102", "shown": "yes"})
    worker, other = street.town.browser("he.jing"), street.owner(2).code
    worker.post(f"/blocks/card/{other}/say/", {"dwelling": "102", "shown": "yes"})
    assert queries.shown_dwellings(key) == {"101"}
    assert "日照按高出楼面 0.9 米处计算" in words(Client().get(study))
    # The list by dwelling is for the unit that organises it.
    assert ">101<" in words(worker.get(f"{study}households/"))
    Block.objects.update(unit_id=street.town.units["urban"])
    assert worker.get(f"{study}households/").status_code == 403
    assert Client().get(f"{study}households/").status_code == 302


def _turns_by_floors_together(study: str) -> None:
    """The picture to turn is told in the same sums, and its program comes from the installed package."""
    page = words(Client(headers={"accept-language": "en"}).get(f"{study}picture/"))
    told = json.loads(page.split('<script id="round-data" type="application/json">')[1].split("</script>")[0])
    assert [len(day["steps"]) for day in told["days"]] == [25, 25, 1]
    noon = told["days"][0]["steps"][12]
    assert "12:00: of" in noon["say"]
    assert noon["sun"][2] > 0.4
    sums = told["rows"]["day"]
    # Six floors in two groups, each with two sides; every pane belongs to a sum of at least five windows.
    assert set(sums) == {0, 1, 2, 3} == set(range(len(noon["shades"])))
    assert min(sums.count(number) for number in set(sums)) >= 5
    assert set(told["panes"]["of"]) == set(range(len(sums)))
    assert "lift" in told["marks"]
    assert find("plotly/plotly.min.js").endswith("plotly.min.js")
    assert [name for name, _storage in PlotlyFinder().list([])] == ["plotly.min.js"]


def test_errors_teach_and_nothing_typed_is_lost(street: Street) -> None:
    key = set_up(street)
    desk = street.town.browser("he.jing")
    wrong = "7; six; 0,0 48,0 48,11 0,11\n8; 18; 100,0 120,0 120,11"
    answer = desk.post(f"/blocks/{key}/site/", {**SITE, "typed": "8; 18; 0,0 10,10 10,0 0,10"})
    assert answer.status_code == 400
    assert "The footprint of building 8 crosses itself" in words(answer)
    assert "8; 18; 0,0 10,10" in words(desk.get(f"/blocks/{key}/site/"))
    told = words(desk.post(f"/blocks/{key}/site/", {**SITE, "typed": wrong}, follow=True))
    assert "Building 7 has no height (six)." in told
    # The house is gone from the site, so it must be described again; every version is kept.
    assert not queries.versions(key)[0].house
    assert Version.objects.filter(block=key).count() == 3
    # A file with a bad sign in it, an empty one, one that is none: told, never a fault of the house.
    for raw in (
        b"",
        b"\x00",
        b'{"type": "CityJSON"}',
        b'{"type": "FeatureCollection", "features": [1]}',
        b"[]",
    ):
        sent = {**SITE, "typed": "", "file": SimpleUploadedFile("x.json", raw)}
        assert desk.post(f"/blocks/{key}/site/", sent).status_code == 400, raw


def test_a_file_of_footprints_is_taken_in_with_its_faults(street: Street) -> None:
    key = set_up(street)

    def feature(x: float, **properties: object) -> dict[str, object]:
        ring = [[x, 31.3], [x + 0.0004, 31.3], [x + 0.0004, 31.3001], [x, 31.3001], [x, 31.3]]
        return {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }

    told = {"type": "FeatureCollection", "features": [feature(121.4, floors=6), feature(121.401)]}
    sent = {**SITE, "typed": "", "file": SimpleUploadedFile("x.geojson", json.dumps(told).encode())}
    page = words(street.town.browser("he.jing").post(f"/blocks/{key}/site/", sent, follow=True))
    assert "1 houses are taken in." in page
    assert "Building b2 has no height" in page


def test_without_a_clearance_nothing_is_computed_and_people_measure(street: Street) -> None:
    key = set_up(street)
    desk = street.town.browser("he.jing")
    answer = desk.post(f"/blocks/{key}/compute/", STUDY)
    assert answer.status_code == 400
    assert "A surveyor can measure as before" in words(answer)
    assert not Study.objects.exists()
    assert Client().get(f"/blocks/{key}/").status_code == 404
    again = desk.get(f"/blocks/{key}/compute/").context["form"]
    assert again["rule"].value() == STUDY["rule"], "what was typed stands there when one comes back"


def test_a_corrected_window_makes_a_version_and_can_be_put_back(street: Street) -> None:
    key = set_up(street)
    desk = street.town.browser("he.jing")
    whole = len(queries.versions(key)[0].scene["windows"])
    for told, left in (({"missing": "on"}, whole - 1), ({}, whole)):
        desk.post(f"/blocks/{key}/windows/", {"window": "101-b1", **told})
        assert len(queries.versions(key)[0].scene["windows"]) == left
    numbers = [one.number for one in queries.versions(key)]
    assert numbers == [4, 3, 2, 1]


def test_the_register_shows_how_often_the_truth_lay_outside_of_the_band_by_floor_and_side() -> None:
    told = register.declaration("twin.sunlight")
    assert told is not None
    assert told.trial is not None
    result = told.trial(TrialContext(at=NOW))
    found = {(one.metric, one.group): one.estimate for one in result.measures}
    assert {group for _metric, group in found} == {
        "all", "floor:low", "floor:middle", "floor:high", "side:front", "side:back",
    }  # fmt: skip
    assert found["outside_band", "all"].value <= told.error_limit
    assert found["false_pass", "all"].value == 0
    assert found["outside_band", "all"].n == result.rows


def test_drafts_go_after_their_time_and_what_was_shown_stays(studied: tuple[Street, int]) -> None:
    _street, key = studied
    block, study = Block.objects.get(), Study.objects.get()
    later = study.at + timedelta(days=400)
    # It was computed once more: the same again, under another key.
    again = Study.objects.values().get()
    del again["id"]
    Study.objects.create(**again)
    count = Version.objects.count()
    assert thin_drafts(at=later) == 0, "owners may have decided by it"
    block.shown_at = None
    block.save()
    assert thin_drafts(at=study.at + timedelta(days=300)) == 0, "not yet"
    assert thin_drafts(at=later) > 0
    assert (Study.objects.count(), Study.objects.get().version.block_id) == (1, key)
    newest = queries.versions(key)[0]
    assert newest.key == Study.objects.get().version_id
    assert Version.objects.count() == 1 < count
    assert thin_drafts(at=later) == 0
    assert Act.objects.filter(what="twin.thinned").count() == 1
