"""Where a row of an export lies: read from its own columns, and doubted where nobody can live."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from minben.needs.hotline.core.mapping import Reader, parse_map

READER = Reader(
    columns=parse_map("text=内容,when=时间,lat=纬度,lon=经度"),
    source="export",
    zone=ZoneInfo("Asia/Shanghai"),
    now=datetime(2026, 3, 11, tzinfo=UTC),
)
LAMP = {"内容": "路灯不亮", "时间": "2026-03-01 08:00"}


@pytest.mark.parametrize(
    ("lat", "lon", "point"),
    [
        ("30.5", "114.3", (30.5, 114.3)),
        (-33.9, 180, (-33.9, 180.0)),
        ("0", "0", (None, None)),
        ("30.5", "", (None, None)),
        ("nan", "114.3", (None, None)),
    ],
)
def test_a_lamp_lies_where_its_row_says_or_nowhere(
    lat: object, lon: object, point: tuple[float | None, float | None]
) -> None:
    found, faults = READER.read({**LAMP, "纬度": lat, "经度": lon})
    assert not faults
    assert found is not None
    assert (found.lat, found.lon) == point


def test_degrees_that_no_place_has_are_named_with_their_column() -> None:
    _, faults = READER.read({**LAMP, "纬度": "114.3", "经度": "东经"})
    assert [(one.column, one.reason) for one in faults] == [
        ("纬度", "degrees_out_of_range"),
        ("经度", "degrees_out_of_range"),
    ]
