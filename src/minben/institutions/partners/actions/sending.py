"""The one way out: an HTTP call to another organisation that cannot be turned against the city's own network."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from minben.commons.errors import TeachingError
from minben.commons.reach import Reach, why_not

_CONNECT_S = 5.0


class CannotReach(TeachingError):
    """The call did not come about.

    ``code``: ``address_unreadable``, ``address_scheme``, ``address_inside`` (it leads into the city's own network),
    ``name_unknown``, ``no_connection``, ``no_trust`` (the certificate), ``too_slow``, ``answer_unreadable`` or
    ``answer_too_large``.
    """


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def send(
    *,
    url: str,
    method: str = "POST",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    seconds: float = 10.0,
    largest: int = 1_000_000,
) -> Answer:
    """Call another organisation's machine over http or https.

    The name is resolved here, every address it stands for is checked, and the connection goes to the very address
    that was checked: a name that changes its mind in between gains nothing. Addresses inside (loopback, private,
    link-local, shared, multicast, unspecified, or wrapped in IPv6) are refused unless ``MINBEN_REACH`` names them.
    A redirect is an answer like any other and is not followed; no proxy of the environment is used.

    Parameters
    ----------
    seconds
        For the whole call once the name is resolved, however slowly the other side drips [s].
    largest
        Bytes of the answer that are read.

    Returns
    -------
    Answer
        Whatever status it has.

    Raises
    ------
    CannotReach
        Nothing came back that could be read.
    """
    parts = _parts(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _checked_address(str(parts.hostname), port)
    connection = _Straight(address, parts, port) if parts.scheme == "http" else _Sealed(address, parts, port)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _within(seconds, connection):
        connection.request(
            method, target, body=body or None, headers={"Connection": "close", **(headers or {})}
        )
        came = connection.getresponse()
        content = came.read(largest + 1)
        if len(content) > largest:
            raise CannotReach("answer_too_large", most=largest)
        return Answer(came.status, {name.lower(): value for name, value in came.getheaders()}, content)


def check_address(url: str) -> None:
    """Refuse an address that could never be called, before anybody relies on it.

    Raises
    ------
    CannotReach
        ``address_unreadable``, ``address_scheme``, ``address_inside`` or ``name_unknown``.
    """
    parts = _parts(url)
    _checked_address(str(parts.hostname), parts.port or 443)


def _parts(url: str) -> SplitResult:
    plain = url.isascii() and url.isprintable() and " " not in url
    try:
        parts = urlsplit(url)
        readable = plain and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        readable = False
    if not readable:
        raise CannotReach("address_unreadable")
    if parts.scheme not in ("http", "https"):
        raise CannotReach("address_scheme")
    return parts


def _checked_address(host: str, port: int) -> str:
    """Resolve a name; one forbidden address among its addresses spoils all of them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CannotReach("name_unknown", host=host) from None
    addresses = [str(one[4][0]) for one in found]
    reach = Reach.read(settings.MINBEN_REACH)
    if not addresses or any(why_not(each, host=host, reach=reach) for each in addresses):
        raise CannotReach("address_inside", host=host)
    return addresses[0]


class _Straight(HTTPConnection):
    """A connection to an address that was checked, under the name that was asked for."""

    def __init__(self, address: str, parts: SplitResult, port: int) -> None:
        super().__init__(str(parts.hostname), port, timeout=_CONNECT_S)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _Sealed(HTTPSConnection):
    """The same over TLS: the certificate must be that of the name."""

    def __init__(self, address: str, parts: SplitResult, port: int) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(str(parts.hostname), port, timeout=_CONNECT_S, context=self.trust)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)


class _Watch:
    """Cuts a call off when its time is over, whoever holds its socket by then."""

    def __init__(self, seconds: float) -> None:
        self.late = False
        self.held: socket.socket | None = None
        self.timer = threading.Timer(seconds, self.cut)
        self.timer.daemon = True

    def cut(self) -> None:
        self.late = True
        if self.held is not None:
            # Closing alone would not wake a reader that waits.
            with suppress(OSError):
                self.held.shutdown(socket.SHUT_RDWR)


@contextmanager
def _within(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Connect; end the call in time, and turn what goes wrong into a code."""
    watch = _Watch(seconds)
    watch.timer.start()
    try:
        connection.connect()
        watch.held = connection.sock
        yield
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, CannotReach):
            raise
        raise CannotReach("too_slow" if watch.late else _code_of(error)) from None
    finally:
        watch.timer.cancel()
        connection.close()
    if watch.late:
        raise CannotReach("too_slow")


def _code_of(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "no_trust"
    if isinstance(error, TimeoutError):
        return "too_slow"
    return "no_connection" if isinstance(error, OSError) else "answer_unreadable"
