"""Blocks, their versions and their studies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from minben.participation.twin.core.facade import House, house_from
from minben.participation.twin.models import Block, Study, Version


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block; ``name`` is in the reader's language where it was written in it."""

    key: int
    name: str
    unit: int
    unit_name: str
    place_name: str
    decision: int | None
    shown_at: datetime | None
    version: int
    has_house: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What was known of a block at a time."""

    key: int
    number: int
    at: datetime
    step: str
    digest: str
    scene: Mapping[str, Any]
    house: House | None
    corrections: Mapping[str, Mapping[str, Any]]
    faults: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One study of a block; ``newest`` when what was studied is still what is known."""

    key: int
    block: int
    version: int
    newest: bool
    rule: str
    year: int
    at: datetime
    digest: str
    proposed: str
    fund_cents: int | None
    engine: str
    scene: Mapping[str, Any]
    house: str
    result: Mapping[str, Any]


def _row(block: Block) -> BlockRow:
    english = (get_language() or "").startswith("en")
    newest = block.versions.order_by("-number").first()
    return BlockRow(
        key=block.pk,
        name=(english and block.name_en) or block.name,
        unit=block.unit_id,
        unit_name=str(block.unit),
        place_name=str(block.place) if block.place else "",
        decision=block.decision_id,
        shown_at=block.shown_at,
        version=newest.number if newest else 0,
        has_house=bool(newest and newest.setup.get("house")),
    )


def blocks(*, units: Sequence[int] | None = None) -> list[BlockRow]:
    """Blocks, the newest first: those that everybody sees, or all that some units set up."""
    found = Block.objects.select_related("unit", "place").order_by("-pk")
    found = found.filter(shown_at__isnull=False) if units is None else found.filter(unit__in=units)
    return [_row(one) for one in found[:100]]


def block(key: int) -> BlockRow | None:
    """One block, also one that is not shown yet."""
    found = Block.objects.select_related("unit", "place").filter(pk=key).first()
    return _row(found) if found else None


def of_decision(decision: int) -> BlockRow | None:
    """The block that is set up for a decision, once everybody sees it."""
    found = Block.objects.select_related("unit", "place").filter(decision=decision, shown_at__isnull=False)
    return _row(found[0]) if found else None


def versions(block: int) -> list[VersionRow]:
    """Versions of a block, the newest first."""
    return [_version(one) for one in Version.objects.filter(block=block).order_by("-number")]


def _version(row: Version) -> VersionRow:
    return VersionRow(
        row.pk, row.number, row.at, row.words, row.digest, row.scene, house_from(row.setup.get("house")),
        row.setup.get("corrections", {}), row.setup.get("faults", []),
    )  # fmt: skip


def studies(block: int) -> list[StudyRow]:
    """Studies of a block, the newest first."""
    found = Study.objects.filter(version__block=block).select_related("version").order_by("-pk")
    newest = Version.objects.filter(block=block).order_by("-number").values_list("pk", flat=True).first()
    return [_study(one, newest) for one in found[:8]]


def study(key: int) -> StudyRow | None:
    """One study."""
    row = Study.objects.select_related("version").filter(pk=key).first()
    if row is None:
        return None
    newest = Version.objects.filter(block=row.version.block_id).order_by("-number")
    return _study(row, newest.values_list("pk", flat=True).first())


def _study(row: Study, newest: int | None) -> StudyRow:
    return StudyRow(
        row.pk, row.version.block_id, row.version.number, row.version_id == newest, row.rule, row.year, row.at,
        row.digest, row.proposed, row.fund_cents, f"{row.algorithm} {row.algorithm_version}",
        row.version.scene, row.version.setup["house"]["building"], row.result,
    )  # fmt: skip
