"""The spreadsheet of who has a say: one row a dwelling."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.commons.tables import BadRow, filled
from minben.participation.ballots.actions import NewDwelling

MOST = 5_000
"""Dwellings of one decision."""
_YES = {"是", "免", "yes", "y", "1", "true"}
OWNERS = filled.Sheet(
    "owners",
    (
        filled.Column(
            "dwelling", "房号", "Dwelling", gettext_lazy("As people call it, such as 1-502."), True
        ),
        filled.Column("floor", "楼层", "Floor", gettext_lazy("A whole number."), True),
        filled.Column(
            "area", "建筑面积", "Area", gettext_lazy("Square metres as the deed says, such as 63.20."), True
        ),
        filled.Column(
            "owners",
            "业主",
            "Owners",
            gettext_lazy(
                "Names as the deed says, with 、 or ; between. One name in two rows is one person:"
                " tell namesakes apart by a number, 王芳2."
            ),
            True,
        ),
        filled.Column(
            "exempt", "免出资", "Exempt", gettext_lazy("是 (yes) for who pays nothing; may stay empty.")
        ),
    ),
    (("1-502", 5, "63.20", "陈桂英、陈建国", ""),),
    pass_examples_over=True,
)


def write_template(folder: Path) -> Path:
    """Write the template into a folder."""
    return filled.write_templates(folder, [OWNERS])[0]


def read_owners(path: Path) -> tuple[list[NewDwelling], tuple[BadRow, ...]]:
    """Read who has a say; rows that cannot be read are returned with reason and remedy.

    Raises
    ------
    TeachingError
        When it cannot be read as a table, or a needed column is absent.
    """
    good, bad = filled.read_sheet(path, OWNERS, _dwelling, _empty)
    return [one.row for one in good[:MOST]], tuple(bad)


def _empty(column: filled.Column) -> filled.WrongCellError:
    return filled.WrongCellError(column.key, _("The cell is empty."), _("Fill it in: %s") % column.note)


def _dwelling(cells: Mapping[str, str]) -> NewDwelling:
    names = [name.strip()[:80] for name in cells["owners"].replace("；", "、").replace(";", "、").split("、")]
    owners = tuple(dict.fromkeys(name for name in names if name))
    if not owners:
        raise filled.WrongCellError("owners", _("Here is no name."), _("Write at least one owner."))
    return NewDwelling(
        cells["dwelling"][:40], _floor(cells), _area(cells), owners, cells["exempt"].lower() in _YES
    )


def _floor(cells: Mapping[str, str]) -> int:
    try:
        floor = int(Decimal(cells["floor"]))
    except (InvalidOperation, ValueError, OverflowError):
        floor = 1_000
    if not -9 <= floor <= 200:
        raise filled.WrongCellError("floor", _("This is no floor."), _("Write a whole number, such as 5."))
    return floor


def _area(cells: Mapping[str, str]) -> Decimal:
    try:
        area = Decimal(cells["area"])
        fits = area.is_finite() and 0 < area < 1_000_000 and area == area.quantize(Decimal("0.01"))
    except InvalidOperation:
        fits = False
    if not fits:
        remedy = _("Write square metres with two decimals at most, such as 63.20.")
        raise filled.WrongCellError("area", _("This is no area."), remedy)
    return area
