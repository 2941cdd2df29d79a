"""Calls to another city's endpoint: addresses, forms, and what its answers mean for us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

MAX_TRIES = 10
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)
# What a server says when another try may help.
_LATER = frozenset({408, 409, 425, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A request as it goes to another city; the contact is blank unless the person agreed."""

    service: str
    words: str
    lat: float | None = None
    lon: float | None = None
    address: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""


def address(endpoint: str, path: str, **asked: str) -> str:
    """Return the address of one call; arguments that are blank are left out.

    >>> address("https://a.example/v2/", "services.xml", jurisdiction_id="a b")
    'https://a.example/v2/services.xml?jurisdiction_id=a+b'
    """
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{endpoint.rstrip('/')}/{quote(path)}" + (f"?{query}" if query else "")


def form_of(letter: Letter, *, jurisdiction: str, key: str) -> bytes:
    """Write a request as the form that the standard wants.

    >>> form_of(Letter(service="road", words="坑", lat=30.5, lon=120.0), jurisdiction="", key="k").decode()
    'api_key=k&service_code=road&description=%E5%9D%91&lat=30.5&long=120.0'
    """
    fields: Mapping[str, object] = {
        "api_key": key,
        "jurisdiction_id": jurisdiction,
        "service_code": letter.service,
        "description": letter.words,
        "lat": letter.lat,
        "long": letter.lon,
        "address_string": letter.address,
        "first_name": letter.name,
        "phone": letter.phone,
        "email": letter.email,
    }
    return urlencode({name: value for name, value in fields.items() if value not in (None, "")}).encode()


def is_final(status: int) -> bool:
    """Tell whether a refusal stays one, however often it is tried.

    >>> is_final(404), is_final(429), is_final(503)
    (True, False, False)
    """
    return 400 <= status < 500 and status not in _LATER


def pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries in vain: a minute, then twice as long each time, at most 6 h.

    >>> [int(pause(n).total_seconds()) for n in (1, 2, 9, 50)]
    [60, 120, 15360, 21600]
    """
    doubled: int = 2 ** min(max(0, tries - 1), 20)
    return min(_FIRST * doubled, _LONGEST)


def window(
    known: datetime, now: datetime, *, overlap: timedelta, longest: timedelta
) -> tuple[datetime, datetime]:
    """Return the span to ask for: a little before what is known, up to now, no longer than is allowed.

    >>> at = datetime(2026, 3, 11)
    >>> window(at, at, overlap=timedelta(hours=1), longest=timedelta(days=90))[0]
    datetime.datetime(2026, 3, 10, 23, 0)
    """
    return max(known - overlap, now - longest), now
