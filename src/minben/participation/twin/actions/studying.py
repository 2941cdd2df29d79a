"""Studying a block: which places for a lift take how much sun from whom, by the cleared engine."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from minben.institutions.sandbox import actions as sandbox
from minben.participation.twin.actions.settingup import act
from minben.participation.twin.algorithms import SUNLIGHT, VERSION
from minben.participation.twin.core.blockstudy import study_block
from minben.participation.twin.core.facade import House, house_from
from minben.participation.twin.core.lifts import Lift, places
from minben.participation.twin.core.rules import Errors
from minben.participation.twin.core.scene import SceneRefused
from minben.participation.twin.law import catalogue, rule_of
from minben.participation.twin.models import Study, Version
from minben.participation.twin.refusals import TwinError

# More places than this nobody compares on one page.
MOST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStudy:
    """What to study.

    Attributes
    ----------
    rule : str
        Name of the rule on sunlight.
    shafts : sequence of str
        Shafts of the catalogue; each is tried on both sides at each stairwell.
    exactly : sequence of str or None
        Places whose cards are made, besides the suggested one; None for all.
    day : date
        The day whose rules and catalogue hold; its year is studied.
    fund_cents : int or None
        What may be shared among those who lose [cent].
    errors : Errors
        How well heights, sills and north are known.
    """

    rule: str
    shafts: Sequence[str]
    day: date
    exactly: Sequence[str] | None = None
    fund_cents: int | None = None
    errors: Errors = field(default_factory=Errors)


def study_lifts(*, block_id: int, new: NewStudy, by: int | None, at: datetime) -> int:
    """Study the newest version of a block; return the study's key.

    Raises
    ------
    TwinError
        ``no_house``; ``no_shaft``; ``too_many_places``; ``scene_refused``; ``not_cleared`` when no person has cleared
        the engine, or it broke off: then the light is measured by a surveyor, as it was before.
    """
    version = Version.objects.filter(block=block_id).order_by("-number").first()
    house = house_from(version.setup.get("house")) if version else None
    if version is None or house is None:
        raise TwinError("no_house")
    lifts = _lifts(house, new)
    result: dict[str, Any] | SceneRefused | None = None
    # Outside of a transaction: it takes seconds, in which nobody else must wait.
    with sandbox.guard(SUNLIGHT, version=VERSION, at=at, rows=False) as run:
        if run.cleared:
            result = _computed(version, house, lifts, new)
            run.count(items=len(result["windows"]) if isinstance(result, dict) else 0)
    if isinstance(result, SceneRefused):
        raise TwinError("scene_refused", result.faults)
    if result is None:
        raise TwinError("not_cleared", why=run.why_not)
    with transaction.atomic():
        made = Study.objects.create(
            version=version, rule=result["rules"], year=result["year"], digest=result["scene"], by_id=by,
            fund_cents=new.fund_cents, proposed=result["suggested"], algorithm=SUNLIGHT,
            algorithm_version=VERSION, result=result, at=at,
        )  # fmt: skip
        act("twin.studied", block_id, by, at, study=made.pk, scene=made.digest, rule=made.rule)
    return made.pk


@transaction.atomic
def propose(*, study_id: int, lift: str, by: int | None, at: datetime) -> None:
    """Say which place the owners are asked about; every card then opens at it.

    Raises
    ------
    TwinError
        ``no_cards``: the exact engine has not computed this place.
    """
    study = Study.objects.select_for_update().select_related("version").get(pk=study_id)
    if lift not in study.result["after"]:
        raise TwinError("no_cards")
    study.proposed = lift
    study.save(update_fields=["proposed"])
    act("twin.proposed", study.version.block_id, by, at, study=study_id, place=lift)


def _lifts(house: House, new: NewStudy) -> list[Lift]:
    chosen = [one for one in catalogue(new.day) if one.name in new.shafts]
    if not chosen:
        raise TwinError("no_shaft")
    lifts = places(house, chosen)
    if len(lifts) > MOST:
        raise TwinError("too_many_places", count=len(lifts), most=MOST)
    return lifts


def _computed(
    version: Version, house: House, lifts: list[Lift], new: NewStudy
) -> dict[str, Any] | SceneRefused:
    """The result, or what is wrong with the scene: that is no failure of the engine."""
    exactly = [one.key for one in lifts] if new.exactly is None else new.exactly
    try:
        return study_block(
            version.scene, house, lifts, rule_of(new.rule, new.day), new.day.year,
            errors=new.errors, exactly=exactly,
        )  # fmt: skip
    except SceneRefused as refused:
        return refused
