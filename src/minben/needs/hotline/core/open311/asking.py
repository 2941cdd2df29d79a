"""What a caller asks to see: filters, dates and pages of the list of requests and of the list of updates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from minben.needs.hotline.core.open311.refusing import Fault, Refused

SPAN = timedelta(days=90)
LIMIT = 1_000
STATUSES = ("open", "closed")
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
# A plus sign that nobody escaped arrives as a space.
_SPACED = re.compile(r" (\d\d:\d\d)$")
_DATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The requests or updates somebody wants; ``ids`` goes before everything else.

    Attributes
    ----------
    ids, services : tuple of str
        Public numbers and codes of services; empty for all.
    since, until : datetime
        The first and the last moment, both included.
    status : str
        "open", "closed", or empty for both.
    start, limit : int
        How many rows are passed over, and how many are wanted at most.
    """

    since: datetime
    until: datetime
    ids: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    status: str = ""
    start: int = 0
    limit: int = LIMIT


def read_asked(given: Mapping[str, str], *, at: datetime) -> Asked:
    """Read the arguments of a list; one that is empty counts as not given.

    Raises
    ------
    Refused
        With one fault for each argument that cannot be read.

    Examples
    --------
    >>> at = datetime(2026, 3, 11, tzinfo=UTC)
    >>> asked = read_asked({"status": "open", "start_date": "2026-03-01T00:00:00Z"}, at=at)
    >>> asked.status, asked.until == at, asked.limit
    ('open', True, 1000)
    """
    faults: list[Fault] = []
    since = _moment(given, "start_date", faults)
    until = _moment(given, "end_date", faults)
    status = _status(given.get("status", ""), faults)
    page = _number(given, "page", 1, faults)
    size = min(LIMIT, _number(given, "page_size", LIMIT, faults))
    since, until = _span(since, until, at)
    if until < since:
        faults.append(Fault("span_backwards"))
    elif until - since > SPAN:
        faults.append(Fault("span_long", {"days": SPAN.days}))
    ids = _listed(given.get("service_request_id", ""))
    if len(ids) > LIMIT:
        faults.append(Fault("too_many_ids", {"limit": LIMIT}))
    if faults:
        raise Refused(*faults)
    return Asked(
        since=since,
        until=until,
        ids=ids,
        services=_services(given.get("service_code", "")),
        status=status,
        start=(page - 1) * size,
        limit=size,
    )


def moment(text: str) -> datetime | None:
    """Read a date and time with its zone; None when it is not written so.

    Examples
    --------
    >>> moment("2010-05-24T00:00:00 08:00").isoformat(), moment("2010-05-24"), moment("2010-05-24T00:00:00")
    ('2010-05-24T00:00:00+08:00', None, None)
    """
    written = _SPACED.sub(r"+\1", text.strip())
    if not _DATED.fullmatch(written):
        return None
    try:
        read = datetime.fromisoformat(written)
        return read if _EARLIEST <= read <= _LATEST else None
    except (ValueError, OverflowError):
        return None


def _moment(given: Mapping[str, str], name: str, faults: list[Fault]) -> datetime | None:
    text = given.get(name, "").strip()
    read = moment(text) if text else None
    if text and read is None:
        faults.append(Fault("date_wrong", {"name": name, "value": text[:40]}))
    return read


def _span(since: datetime | None, until: datetime | None, at: datetime) -> tuple[datetime, datetime]:
    if since and until:
        return since, until
    if since:
        return since, max(since, min(at, since + SPAN))
    until = until or at
    return until - SPAN, until


def _status(text: str, faults: list[Fault]) -> str:
    wanted = {one.lower() for one in _listed(text)}
    if wanted - set(STATUSES):
        faults.append(Fault("status_wrong", {"value": text[:40]}))
    return wanted.pop() if len(wanted) == 1 else ""


def _number(given: Mapping[str, str], name: str, default: int, faults: list[Fault]) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        faults.append(Fault("number_wrong", {"name": name, "value": text[:40]}))
        return default
    return int(text)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for part in text.split(",") if (one := part.strip())))


def _services(text: str) -> tuple[str, ...]:
    # A city's own code may itself hold a comma: the whole counts as a code, too.
    return tuple(dict.fromkeys((*_listed(text), text.strip()))) if text.strip() else ()
