"""Whoever names an address that Minben shall call does not get to call the city's own machines with it."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from minben.institutions.partners.actions import CannotReach, check_address, send

INSIDE = [
    "http://127.0.0.1/", "http://127.1/", "http://0/", "http://0.0.0.0/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.1.:80/", "http://127.000.000.001/", "http://[::1]/",
    "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:10.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[::127.0.0.1]/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/", "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://localhost/",
    "http://localhost.:8000/", "http://LOCALHOST/", "http://[::1%25lo]/",
]  # fmt: skip
STRANGE = [
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://127.0.0.1/", "//127.0.0.1/", "javascript:nasty()", "",
    "http://", "http:///etc", "http://user:secret@example.org/", "http://example.org@127.0.0.1/", "http://127.0.0.1#@example.org/",
    "http://example.org\\@127.0.0.1/", "http://exa mple.org/", "http://example.org/\r\nHost: 127.0.0.1", "http://example.org:0/",
    "http://example.org:99999/", "http://１２７.０.０.１/", "http://①②⑦.⓪.⓪.①/", "http://[::1", "http://\x00/",
]  # fmt: skip


@pytest.fixture
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here may open a connection: to have refused after calling is to have called."""

    def called(*_words: object, **_more: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", called)
    monkeypatch.setattr(socket.socket, "connect", called)


@pytest.mark.usefixtures("no_way_out")
@pytest.mark.parametrize("url", [*INSIDE, *STRANGE], ids=repr)
def test_no_spelling_of_an_address_inside_is_called(url: str) -> None:
    with pytest.raises(CannotReach):
        check_address(url)
    with pytest.raises(CannotReach):
        send(url=url, seconds=2)


def resolved(*addresses: str) -> list[tuple[Any, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]


@pytest.mark.usefixtures("no_way_out")
def test_a_name_with_one_address_inside_is_not_called_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_w, **_m: resolved("93.184.216.34", "127.0.0.1"))
    with pytest.raises(CannotReach):
        send(url="http://two-faced.example/", seconds=2)


def test_a_name_that_changes_its_mind_after_it_was_checked_gains_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers, called = iter([resolved("93.184.216.34"), resolved("127.0.0.1"), resolved("127.0.0.1")]), []

    def connect(address: tuple[str, int], *_words: object, **_more: object) -> socket.socket:
        called.append(address[0])
        raise OSError("no route")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_w, **_m: next(answers))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(CannotReach):
        send(url="http://rebinding.example/", seconds=2)
    assert set(called) <= {"93.184.216.34"}


class Redirecting(BaseHTTPRequestHandler):
    seen: list[str] = []

    def do_GET(self) -> None:
        type(self).seen.append(self.path)
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/inside")  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def redirecting() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Redirecting)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_redirect_leads_nowhere(redirecting: int, settings: Any) -> None:
    settings.MINBEN_REACH = "127.0.0.1"
    answer = send(url=f"http://127.0.0.1:{redirecting}/hook", method="GET", seconds=5)
    assert (answer.status, Redirecting.seen) == (302, ["/hook"])


def test_a_host_that_is_allowed_opens_no_other_name(redirecting: int, settings: Any) -> None:
    settings.MINBEN_REACH = "hooks.example.city"
    with pytest.raises(CannotReach):
        send(url=f"http://127.0.0.1:{redirecting}/hook", method="GET", seconds=5)
