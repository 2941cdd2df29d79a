"""From a row of any export to a request: which column is what, and what is wrong with a row.

>>> mapping = parse_map("text=title+body,when=created")
>>> mapping["text"], mapping["when"]
(('title', 'body'), ('created',))
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import isnan
from typing import Any
from zoneinfo import ZoneInfo

from minben.commons.days import ContradictedError, Order, OtherOrderError, TwoWaysError, order_told
from minben.commons.digests import canonical_json, digest
from minben.commons.errors import TeachingError
from minben.needs.hotline.core.arrivals import Intake
from minben.needs.hotline.core.cells import moment, plain, supporters
from minben.needs.hotline.words import Channel

KEYS = (
    "id", "text", "when", "person", "place", "lat", "lon", "category", "unit", "due", "closed", "support", "channel",
    "reply",
)  # fmt: skip
# What is read as a day; and the one key whose words are no column but say how the file writes days.
DAYS = ("when", "due", "closed")
DATES = "dates"
_NOT_IN_ORDER: Mapping[Order, str] = {
    Order.DAY_FIRST: "time_not_day_first",
    Order.MONTH_FIRST: "time_not_month_first",
}

# What exports commonly call these columns; an exact name only, a guess must not mistake one column for another.
USUAL: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id",
        "编号",
        "工单编号",
        "诉求编号",
        "case_enquiry_id",
        "mail_id",
        "service_request_id",
        "unique key",
    ),
    "text": ("text", "内容", "诉求内容", "问题描述", "body", "description", "query"),
    "when": ("when", "时间", "来电时间", "受理时间", "提交时间", "created", "open_dt", "requested_datetime"),
    "person": ("person", "用户", "user", "来电人编号"),
    "place": ("place", "地点", "社区", "街道", "neighborhood"),
    "lat": ("lat", "纬度", "latitude"),
    "lon": ("lon", "long", "经度", "longitude"),
    "category": ("category", "类别", "诉求类别", "事项分类", "type", "service_name"),
    "unit": ("unit", "承办单位", "department", "agency_responsible"),
    "due": ("due", "到期时间", "办理时限", "target_dt", "expected_datetime"),
    "closed": ("closed", "办结时间", "closed_dt"),
    "support": ("support", "点赞数", "likes"),
    "channel": ("channel", "来源渠道"),
    "reply": ("reply", "答复", "答复内容"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot go in: the column, a reason code, a remedy code and the facts for the words."""

    column: str
    reason: str
    remedy: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How rows of one file become requests.

    Attributes
    ----------
    columns : mapping
        For each key the columns whose texts make it up.
    source : str
        The name under which the rows' own ids are known.
    zone : ZoneInfo
        Where a time without a zone is meant.
    now : datetime
        No request can have come later than this.
    turn : str
        The turn that brings the rows in.
    places : mapping
        Key of each place of the register by its name.
    orders : mapping
        What stands first in the days of a column whose year stands last.
    torn : frozenset
        The columns that hold days in both orders.
    """

    columns: Mapping[str, Sequence[str]]
    source: str
    zone: ZoneInfo
    now: datetime
    turn: str = ""
    places: Mapping[str, int] = field(default_factory=dict)
    orders: Mapping[str, Order] = field(default_factory=dict)
    torn: frozenset[str] = frozenset()

    def read(self, row: Mapping[str, Any]) -> tuple[Intake | None, list[Fault]]:
        """Make a request of one row, or say all that is wrong with it."""
        faults: list[Fault] = []
        text = "\n".join(part for column in self.columns["text"] if (part := plain(row.get(column))))
        if not text:
            faults.append(_fault(self._named("text"), "text_empty", "give_text"))
        when = self._moment(row, "when", faults, start=True)
        if when is None and not any(f.column == self._named("when") for f in faults):
            faults.append(_fault(self._named("when"), "when_empty", "give_when"))
        if when and when > self.now + timedelta(days=1):
            faults.append(_fault(self._named("when"), "when_ahead", "check_when", value=str(when.date())))
        due, closed = self._moment(row, "due", faults), self._closed(row, when, faults)
        lat, lon = self._degrees(row, "lat", 90, faults), self._degrees(row, "lon", 180, faults)
        if faults or when is None:
            return None, faults
        if lat == 0 and lon == 0:
            # Where exports put "unknown"; nobody's request comes from the Gulf of Guinea.
            lat = lon = None
        return self._intake(row, text, when, due=due, closed=closed, at=(lat, lon)), []

    def _closed(self, row: Mapping[str, Any], when: datetime | None, faults: list[Fault]) -> datetime | None:
        closed = self._moment(row, "closed", faults)
        code = ""
        if closed and closed > self.now + timedelta(days=1):
            # It would stand in a history before its day, and be kept for years beyond its time.
            code = "closed_ahead"
        elif when and closed and closed < when:
            code = "closed_before_when"
        if closed and code:
            faults.append(_fault(self._named("closed"), code, "check_closed", value=str(closed.date())))
        return closed

    def _intake(
        self,
        row: Mapping[str, Any],
        text: str,
        when: datetime,
        *,
        due: datetime | None,
        closed: datetime | None,
        at: tuple[float | None, float | None],
    ) -> Intake:
        reply, channel = self._text(row, "reply"), self._text(row, "channel")
        person, place = self._text(row, "person")[:160], self._text(row, "place")
        return Intake(
            text=text,
            received_at=when,
            channel=Channel.IMPORT.value,
            source=self.source,
            source_key=self._text(row, "id")[:160] or _row_key(text, when, person),
            person_key=person,
            place_id=self.places.get(place),
            address=place[:300],
            lat=at[0] if None not in at else None,
            lon=at[1] if None not in at else None,
            category=self._text(row, "category")[:80],
            unit=self._text(row, "unit")[:120],
            due_at=due,
            closed_at=closed,
            support=supporters(self._text(row, "support")),
            turn=self.turn,
            reply=reply,
            facts={"came_by": channel} if channel else {},
        )

    def _named(self, key: str) -> str:
        return "+".join(self.columns.get(key, (key,)))

    def _text(self, row: Mapping[str, Any], key: str) -> str:
        return " ".join(part for column in self.columns.get(key, ()) if (part := plain(row.get(column))))

    def _moment(
        self, row: Mapping[str, Any], key: str, faults: list[Fault], *, start: bool = False
    ) -> datetime | None:
        columns = self.columns.get(key)
        if not columns:
            return None
        raw = row.get(columns[0])
        if raw is None or raw == "":
            return None
        try:
            if columns[0] in self.torn and order_told(raw):
                raise ContradictedError
            return moment(raw, self.zone, day_starts=start, order=self.orders.get(columns[0]))
        except ValueError as error:
            faults.append(_time_fault(columns[0], plain(raw)[:40], error))
            return None

    def _degrees(self, row: Mapping[str, Any], key: str, limit: int, faults: list[Fault]) -> float | None:
        columns = self.columns.get(key)
        raw = row.get(columns[0]) if columns else None
        if columns is None or raw is None or raw == "":
            return None
        try:
            value = float(raw)
        except (TypeError, ValueError):
            value = float("inf")
        if isnan(value):
            return None
        if abs(value) > limit:
            faults.append(_fault(columns[0], "degrees_out_of_range", "check_degrees", value=plain(raw)[:40]))
            return None
        return value


def parse_map(text: str) -> dict[str, tuple[str, ...]]:
    """Read ``text=title+body,when=created`` into the columns of each key.

    Raises
    ------
    TeachingError
        ``map_unreadable`` or ``map_unknown_key``.
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key, sign, columns = part.partition("=")
        if not sign or not columns.strip():
            raise TeachingError("map_unreadable", part=part)
        found[key.strip()] = (*found.get(key.strip(), ()), *(column.strip() for column in columns.split("+")))
    return checked_map(found)


def checked_map(found: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Check the keys of a mapping, as read from ``--map`` or from YAML (a column, or a list of columns).

    Raises
    ------
    TeachingError
        ``map_unreadable``, ``map_unknown_key`` or ``map_order_unknown``.
    """
    known = (*KEYS, DATES)
    unknown = [key for key in found if key not in known]
    if unknown:
        raise TeachingError("map_unknown_key", key=unknown[0], known=", ".join(known))
    complete = {key: _columns(key, columns) for key, columns in found.items()}
    told_order(complete)
    return complete


def day_columns(columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the columns of a fitted mapping that are read as days."""
    return tuple(dict.fromkeys(columns[key][0] for key in DAYS if columns.get(key)))


def told_order(columns: Mapping[str, Sequence[str]]) -> Order | None:
    """Return the order of days that a mapping tells, if it tells one.

    >>> told_order(parse_map("when=created,dates=day_first"))
    <Order.DAY_FIRST: 'day_first'>

    Raises
    ------
    TeachingError
        ``map_order_unknown``.
    """
    said = columns.get(DATES)
    if not said:
        return None
    try:
        return Order("+".join(said).lower())
    except ValueError:
        raise TeachingError("map_order_unknown", said="+".join(said), known=", ".join(Order)) from None


def _columns(key: str, found: Any) -> tuple[str, ...]:
    columns = found.split("+") if isinstance(found, str) else found
    if not isinstance(columns, list | tuple) or not columns:
        raise TeachingError("map_unreadable", part=f"{key}: {found}")
    return tuple(str(column).strip() for column in columns)


def fitted(given: Mapping[str, Sequence[str]], columns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Complete what was mapped by hand with what exports usually call the rest.

    Raises
    ------
    TeachingError
        ``map_unknown_column`` when a mapped column is not in the file; ``map_incomplete`` when nothing tells which
        column holds the words or the time.
    """
    there = list(columns)
    usual = {name.lower(): name for name in there}
    for key, names in given.items():
        for name in names if key != DATES else ():
            if name not in there:
                raise TeachingError(
                    "map_unknown_column", key=key, column=name, columns=", ".join(map(str, there))
                )
    complete = {key: tuple(names) for key, names in given.items()}
    taken = {name for names in complete.values() for name in names}
    for key, names in USUAL.items():
        match = next((usual[n] for n in names if n in usual and usual[n] not in taken), None)
        if key not in complete and match:
            complete[key] = (match,)
    for key in ("text", "when"):
        if key not in complete:
            raise TeachingError("map_incomplete", key=key, columns=", ".join(map(str, there)))
    return complete


def _row_key(text: str, when: datetime, person: str) -> str:
    """A row without an id of its own is known again by what it says, when, and from whom."""
    return digest(canonical_json([text, when.isoformat(), person]).encode())


def _time_fault(column: str, value: str, error: ValueError) -> Fault:
    if isinstance(error, TwoWaysError):
        both = {order.value: f"{day:%Y-%m-%d}" for order, day in error.found.items()}
        return _fault(column, "time_two_ways", "write_year_first", value=value, **both)
    if isinstance(error, OtherOrderError):
        return _fault(column, _NOT_IN_ORDER[error.order], "write_year_first", value=value)
    if isinstance(error, ContradictedError):
        return _fault(column, "time_contradicted", "write_year_first", value=value)
    return _fault(column, "time_unreadable", "write_time", value=value)


def _fault(column: str, reason: str, remedy: str, **facts: str | int) -> Fault:
    return Fault(column, reason, remedy, facts)
