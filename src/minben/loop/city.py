"""Founding a real city: every feature's spreadsheets, in the order in which one needs the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from minben.commons.tables import BadRow
from minben.commons.tables.filled import examples_in
from minben.dispatch.orders import sheets as orders
from minben.ground.registers import sheets as registers
from minben.needs.hotline import sheets as hotline


@dataclass(frozen=True, slots=True)
class Founded:
    """What a folder held: rows per sheet, the rows set aside with their file, and the templates' own examples."""

    counts: Mapping[str, int]
    bad: tuple[tuple[str, BadRow], ...]
    examples: Mapping[str, int]


def write_templates(folder: Path) -> list[Path]:
    """Write every spreadsheet that a city fills in, with examples and notes."""
    return [
        *registers.write_templates(folder),
        *hotline.write_templates(folder),
        *orders.write_templates(folder),
    ]


def found(folder: Path, *, at: datetime) -> Founded:
    """Bring places, units, people's roles, calendar, headings, answers, catalogue and crews; all or nothing breaks.

    A sheet that is not there is passed over, a bad row is set aside, the same folder again changes nothing.
    """
    with transaction.atomic():
        ground = registers.enrol_city(folder, at=at, by="city")
        needs = hotline.bring_sheets(folder, at=at)
        dispatch = orders.bring_sheets(folder, at=at, by="city")
    sheets = (*registers.SHEETS, *hotline.SHEETS, *orders.SHEETS)
    return Founded(
        {**ground.counts, **needs.counts, **dispatch.counts},
        (*ground.bad, *needs.bad, *dispatch.bad),
        examples_in(folder, sheets),
    )
