"""A street office sets up a block without a drawing; every household reads its own card, and nobody reads another's."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.institutions.sandbox.actions import TrialContext
from minben.participation.ballots.actions import Stage
from minben.participation.twin.models import Study
from tests.city import Town
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
    """Gao Ming tries the engine and lets it run."""
    told = register.declaration("twin.sunlight")
    assert told is not None
    assert told.trial is not None
    evidence = sandbox.record_evidence(name=told.name, result=told.trial(TrialContext(at=now())), at=now())
    terms = sandbox.Terms(expires=now() + timedelta(days=30), error_limit=told.error_limit)
    by = town.users["gao.ming"]
    sandbox.clear(
        name=told.name, version=told.running_version, by=by, evidence=evidence, terms=terms, at=now()
    )


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
