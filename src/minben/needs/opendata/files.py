"""A release as files: rows of codes with their names, as CSV and as Parquet."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

import pyarrow as pa
import pyarrow.parquet as pq

from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline
from minben.needs.opendata.core.classes import ANY, Class
from minben.needs.opendata.gathering import Gathered

COLUMNS = (
    "month", "week", "category", "category_name", "category_name_en", "place", "place_kind", "place_name",
    "place_name_en", "channel", "kind", "requests",
)  # fmt: skip
"""Names of the columns, in order; an empty cell is not told."""

Row = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a release: its ending, its media type, and how it is written."""

    ending: str
    media_type: str
    write: Callable[[Sequence[Row]], bytes]


def named(rows: Sequence[Class], month: date, gathered: Gathered) -> list[Row]:
    """Give codes and names to the keys of rows."""
    categories = {row.key: (row.code, row.name, row.name_en) for row in hotline.categories(ended=True)}
    places = {row.key: (row.code, row.kind, row.name, row.name_en) for row in registers.gazetteer()}
    return [
        (
            f"{month:%Y-%m}",
            date.fromordinal(row.week).isoformat() if row.week != ANY else "",
            *categories.get(row.category, ("", "", "")),
            *places.get(row.place, ("", "", "", "")),
            gathered.channels[row.channel] if row.channel != ANY else "",
            gathered.kinds[row.kind] if row.kind != ANY else "",
            row.requests,
        )
        for row in rows
    ]


def _csv(rows: Sequence[Row]) -> bytes:
    text = StringIO(newline="")
    sheet = csv.writer(text, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    sheet.writerows(rows)
    # Spreadsheets take UTF-8 for UTF-8 only with this mark.
    return text.getvalue().encode("utf-8-sig")


def _parquet(rows: Sequence[Row]) -> bytes:
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    arrays = [
        pa.array(column, pa.int64() if name == "requests" else pa.string()) for name, column in _both(columns)
    ]
    held = BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, names=list(COLUMNS)), held, compression="zstd")
    return held.getvalue()


def _both(columns: Sequence[Sequence[str | int]]) -> list[tuple[str, Sequence[str | int]]]:
    return list(zip(COLUMNS, columns, strict=True))


FORMS: Mapping[str, Form] = {
    "csv": Form("csv", "text/csv", _csv),
    "parquet": Form("parquet", "application/vnd.apache.parquet", _parquet),
}
