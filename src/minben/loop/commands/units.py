"""``--units``: units and the dispatch catalogue for one turn, from a folder of sheets, one workbook, or one sheet."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from minben.commons.errors import TeachingError
from minben.commons.tables import BadRow, formats, rows
from minben.commons.tables.filled import Column, sheet_in, text_of
from minben.commons.tables.filled import Sheet as Form
from minben.ground.registers import actions as registers
from minben.ground.registers import queries as register
from minben.loop import city
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries

# What the sheets are called, as the templates name them and as an office would.
_NAMES = {
    "places": "places", "地点": "places", "units": "units", "单位": "units", "承办单位": "units",
    "roles": "roles", "角色": "roles", "calendar": "calendar", "日历": "calendar",
    "categories": "categories", "类别": "categories", "诉求类别": "categories", "answers": "answers", "答复": "answers",
    "catalogue": "catalogue", "派单目录": "catalogue", "crews": "crews", "班组": "crews",
}  # fmt: skip
_CATEGORY = Column("category", "诉求类别", "Category", "")
_UNIT = Column("unit", "承办单位", "Unit", "")


def bring_units(path: Path, *, at: datetime) -> tuple[tuple[str, BadRow], ...]:
    """Bring units and catalogue in; return the rows set aside, each with the name of its file.

    What a catalogue names and no sheet beside it lists is made on the way: a bare export brings its own headings too.

    Raises
    ------
    TeachingError
        ``units_missing``, ``units_unclear`` or ``units_empty``; or as a sheet that cannot be read raises.
    """
    if not path.exists():
        raise TeachingError("units_missing", file=str(path))
    with _as_folder(path) as folder:
        _make_named(folder, at)
        founded = city.found(folder, at=at)
    if not founded.counts:
        raise TeachingError("units_empty", file=str(path), known=_known())
    return founded.bad


@contextmanager
def _as_folder(path: Path) -> Iterator[Path]:
    """See any of the three as a folder whose files are named like the templates."""
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if not (path.suffix.lower() == ".xlsx" and _split(path, folder)):
            _take_alone(path, folder)
        yield folder


def _split(path: Path, folder: Path) -> bool:
    """Write each known sheet of a workbook into a file of its own; False when none is called like a template."""
    from openpyxl import Workbook, load_workbook  # slow to open

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise TeachingError("table_broken", file=path.name, row=1, detail=str(error)) from error
    try:
        named = {
            name: sheet for sheet in book.worksheets if (name := _NAMES.get(sheet.title.strip().casefold()))
        }
        for name, sheet in named.items():
            sheet.reset_dimensions()
            alone = Workbook()
            for cells in sheet.iter_rows(values_only=True):
                alone.worksheets[0].append(list(cells))
            alone.save(folder / f"{name}.xlsx")
    finally:
        book.close()
    return bool(named)


def _take_alone(path: Path, folder: Path) -> None:
    stem = path.name.split(".")[0].casefold()
    name = next((_NAMES[called] for called in _NAMES if stem.startswith(called)), "")
    ending = next((ending for ending in formats() if path.name.lower().endswith(ending)), "")
    if not name or not ending:
        raise TeachingError("units_unclear", file=path.name, known=_known())
    shutil.copyfile(path, folder / f"{name}{ending}")


def _make_named(folder: Path, at: datetime) -> None:
    """Make the headings and units that a catalogue names, unless the folder lists them itself."""
    catalogue = _file(folder, "catalogue")
    if catalogue is None:
        return
    found = {column.key: _cells(catalogue, column) for column in (_CATEGORY, _UNIT)}
    if _file(folder, "categories") is None:
        listed = {text for row in queries.categories() for text in (row.code, row.name, row.name_en)}
        fresh = [name for name in found["category"] if name not in listed]
        if fresh:
            hotline.add_categories(
                rows=[hotline.NewCategory(code=name[:80], name=name[:120]) for name in fresh], at=at
            )
    if _file(folder, "units") is None:
        listed = {text for row in register.units() for text in (row.code, row.name, row.name_en)}
        kind = registers.UnitKind.DEPARTMENT
        new = [registers.NewUnit(name[:64], kind, name[:120]) for name in found["unit"] if name not in listed]
        if new:
            registers.enrol_units(rows=new, at=at, by="console")


def _file(folder: Path, name: str) -> Path | None:
    return sheet_in(folder, Form(name, (), ()))


def _cells(path: Path, column: Column) -> Sequence[str]:
    """The different texts of one column, in order; none when the file has no such column."""
    texts: dict[str, None] = {}
    for batch in rows(path):
        name = next((one for one in batch.columns if column.is_called(one)), None)
        texts |= {text_of(row.get(name)): None for row in batch.rows if name}
    return [text for text in texts if text]


def _known() -> str:
    return ", ".join(dict.fromkeys(_NAMES.values()))
