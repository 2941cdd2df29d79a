"""Setting up a block in a few steps, each of which keeps a version: the site, the house, single windows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from minben.commons.digests import JSON
from minben.ledger import actions as ledger
from minben.participation.ballots import actions as ballots
from minben.participation.ballots import queries as decisions
from minben.participation.twin.core.facade import House, house_from, scene_of
from minben.participation.twin.core.scene import Fault, SceneRefused, read_scene
from minben.participation.twin.models import Block, Study, Version
from minben.participation.twin.refusals import TwinError

CARDS = "/blocks/card/"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBlock:
    """A block to set up: what it is called, and whose it is.

    Attributes
    ----------
    unit_id, place_id, decision_id : int
        Who sets it up, where it lies, and the owners' decision it is for.
    """

    name: str
    unit_id: int
    name_en: str = ""
    place_id: int | None = None
    decision_id: int | None = None


def record_key(block_id: int) -> str:
    """The key of a block for the ledger."""
    return f"twin.block:{block_id}"


def act(what: str, block_id: int, by: int | None, at: datetime, **detail: JSON) -> None:
    """Write an act on a block into the ledger."""
    who = f"user:{by}" if by else "sample"
    ledger.write([ledger.Act(what, who, record_key(block_id), at, detail=detail)])


@transaction.atomic
def begin(*, new: NewBlock, by: int | None, at: datetime) -> int:
    """Begin a block; return its key.

    Raises
    ------
    TwinError
        ``decision_taken``: another block is set up for that decision.
    """
    _refuse_taken(new.decision_id)
    block = Block.objects.create(
        name=new.name, name_en=new.name_en, unit_id=new.unit_id, place_id=new.place_id,
        decision_id=new.decision_id, made_at=at, made_by_id=by,
    )  # fmt: skip
    act("twin.begun", block.pk, by, at)
    return block.pk


def _refuse_taken(decision_id: int | None, block_id: int = 0) -> None:
    if decision_id and Block.objects.filter(decision=decision_id).exclude(pk=block_id).exists():
        raise TwinError("decision_taken")


@transaction.atomic
def link(*, block_id: int, decision_id: int, by: int | None, at: datetime) -> None:
    """Say for which decision of the owners a block is set up.

    Raises
    ------
    TwinError
        ``decision_taken``, or ``no_such_decision``.
    """
    _refuse_taken(decision_id, block_id)
    if decisions.decision(decision_id) is None:
        raise TwinError("no_such_decision")
    block = Block.objects.select_for_update().get(pk=block_id)
    block.decision_id = decision_id
    block.save(update_fields=["decision"])
    act("twin.linked", block_id, by, at, decision=decision_id)
    _tell(block)


def place_site(
    *, block_id: int, site: Mapping[str, Any], faults: Sequence[Fault], by: int | None, at: datetime
) -> int:
    """Keep the buildings of a site as a new version; what was said of the house stays if its footprint is still there.

    Parameters
    ----------
    site : mapping
        A scene without windows.
    faults : sequence of Fault
        What had to be left out of the file.

    Raises
    ------
    TwinError
        ``scene_refused`` with its faults.
    """
    old = _newest(block_id)
    house = old.setup.get("house") if old else None
    kept = house and house["building"] in {one["id"] for one in site["buildings"]}
    setup = {
        "site": dict(site),
        "faults": [{"code": f.code, "thing": f.thing, "id": f.id, **f.facts} for f in faults],
        "house": house if kept else None,
        "corrections": old.setup.get("corrections", {}) if old and kept else {},
    }
    return _keep(block_id, setup, "site", by, at)


def describe(*, block_id: int, house: House, by: int | None, at: datetime) -> int:
    """Say how a house is built; its windows follow. Windows that were corrected stay so.

    Raises
    ------
    TwinError
        ``no_site``, ``no_such_building`` or ``scene_refused``.
    """
    old = _newest(block_id)
    if old is None:
        raise TwinError("no_site")
    if house.building not in {one["id"] for one in old.setup["site"]["buildings"]}:
        raise TwinError("no_such_building")
    return _keep(block_id, {**old.setup, "house": asdict(house)}, "house", by, at)


def correct(
    *, block_id: int, corrections: Mapping[str, Mapping[str, Any]], by: int | None, at: datetime
) -> int:
    """Correct single windows; an empty correction puts the pattern back.

    Raises
    ------
    TwinError
        ``no_house``, or ``scene_refused``.
    """
    old = _newest(block_id)
    if old is None or not old.setup.get("house"):
        raise TwinError("no_house")
    merged = {**old.setup.get("corrections", {}), **corrections}
    kept = {key: dict(one) for key, one in merged.items() if one}
    return _keep(block_id, {**old.setup, "corrections": kept}, "windows", by, at)


def show(*, block_id: int, by: int | None, at: datetime) -> None:
    """Show a block to everybody, and tell the decision it is for.

    Raises
    ------
    TwinError
        ``no_study``: there is nothing to show yet.
    """
    with transaction.atomic():
        block = Block.objects.select_for_update().get(pk=block_id)
        if not Study.objects.filter(version__block=block).exists():
            raise TwinError("no_study")
        if block.shown_at is None:
            block.shown_at = at
            block.save(update_fields=["shown_at"])
            act("twin.shown", block_id, by, at)
        _tell(block)


def _tell(block: Block) -> None:
    if block.decision_id and block.shown_at:
        ballots.lay_beside(
            decision_id=block.decision_id, kind="sunlight", address=f"/blocks/{block.pk}/", own_address=CARDS
        )


def _newest(block_id: int) -> Version | None:
    return Version.objects.filter(block=block_id).order_by("-number").first()


@transaction.atomic
def _keep(block_id: int, setup: dict[str, Any], step: str, by: int | None, at: datetime) -> int:
    # Whoever keeps a version at the same time waits here, and gets the next number.
    block = Block.objects.select_for_update().get(pk=block_id)
    house = house_from(setup.get("house"))
    scene = scene_of(setup["site"], house, setup["corrections"]) if house else setup["site"]
    try:
        digest = read_scene(json.dumps(scene)).digest
    except SceneRefused as refused:
        raise TwinError("scene_refused", refused.faults) from refused
    old = _newest(block_id)
    number = old.number + 1 if old else 1
    made = Version.objects.create(
        block=block, number=number, setup=setup, scene=scene, digest=digest, words=step, at=at, by_id=by
    )
    act("twin.versioned", block_id, by, at, version=number, scene=digest)
    return made.pk
