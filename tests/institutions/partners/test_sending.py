"""Calls go out safely: to whom they were meant, in their own time, and never inside."""

import socket

import pytest

from minben.institutions.partners.actions import CannotReach, check_address, send
from tests.institutions.partners.receiver import Machine


def refused(url: str, **more: object) -> str:
    with pytest.raises(CannotReach) as told:
        send(url=url, **more)  # type: ignore[arg-type]  # keywords of the tests
    return told.value.code


def test_a_partners_machine_is_told_and_its_answer_read(machine: Machine) -> None:
    machine.answers, machine.body, machine.headers = [202], b"thank you", {"X-Seen": "yes"}
    came = send(url=f"{machine.address}/hook?x=1", body=b"{}", headers={"Content-Type": "application/json"})
    assert (came.status, came.body, came.headers["x-seen"]) == (202, b"thank you", "yes")
    path, headers, body = machine.came[0]
    assert (path, body, headers["content-type"]) == ("/hook?x=1", b"{}", "application/json")
    assert headers["host"] == machine.address.removeprefix("http://")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1", "10.0.0.1"],
)
def test_without_the_setting_nothing_inside_is_called(host: str, settings: object) -> None:
    settings.MINBEN_REACH = ""  # type: ignore[attr-defined]  # pytest-django's settings
    assert refused(f"http://{host}:9/") in {"address_inside", "name_unknown"}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.city/", "address_scheme"),
        ("file:///etc/passwd", "address_unreadable"),
        ("gopher://127.0.0.1/", "address_scheme"),
        ("http://", "address_unreadable"),
        ("http://user:word@example.city/", "address_unreadable"),
        ("http://example.city\r\nHost: other/", "address_unreadable"),
        ("http://exa mple.city/", "address_unreadable"),
        ("http://[::1/", "address_unreadable"),
        ("http://example.city:99999/", "address_unreadable"),
        ("http://no-such-name.invalid/", "name_unknown"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, code: str) -> None:
    with pytest.raises(CannotReach) as told:
        check_address(url)
    assert told.value.code == code


def test_a_redirect_is_an_answer_and_is_not_followed(machine: Machine) -> None:
    machine.answers, machine.headers = [302], {"Location": f"{machine.address}/elsewhere"}
    assert send(url=machine.address).status == 302
    assert len(machine.came) == 1


def test_the_connection_goes_to_the_very_address_that_was_checked(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(machine.address.rpartition(":")[2])
    asked: list[str] = []
    answers = iter(["127.0.0.1", "203.0.113.9"])
    real = socket.getaddrinfo

    def resolve(host: str, *more: object, **rest: object) -> list[tuple[object, ...]]:
        if host != "changing.example.city":
            return real(host, *more, **rest)  # type: ignore[arg-type,return-value]  # the real one's own
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert send(url=f"http://changing.example.city:{port}/").status == 204
    assert asked == ["changing.example.city"]
    assert machine.came[0][1]["host"] == f"changing.example.city:{port}"


def test_one_address_inside_spoils_a_name(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    settings.MINBEN_REACH = ""  # type: ignore[attr-defined]  # pytest-django's settings
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    assert refused("http://two-faced.example.city/") == "address_inside"


def test_no_proxy_of_the_environment_is_used(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    assert send(url=machine.address).status == 204


def test_an_answer_that_drips_is_cut_off(machine: Machine) -> None:
    machine.answers, machine.body, machine.drip_s = [200], b"x" * 100, 0.1
    assert refused(machine.address, seconds=0.4) == "too_slow"


def test_an_answer_without_end_is_not_read_to_its_end(machine: Machine) -> None:
    machine.answers, machine.body = [200], b"x" * 2000
    assert refused(machine.address, largest=1000) == "answer_too_large"


def test_a_machine_that_is_away_is_named_as_such(settings: object) -> None:
    settings.MINBEN_REACH = "127.0.0.1"  # type: ignore[attr-defined]  # pytest-django's settings
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert refused(f"http://127.0.0.1:{taken.getsockname()[1]}/") == "no_connection"


def test_a_plain_machine_behind_https_is_not_trusted(machine: Machine) -> None:
    assert refused(machine.address.replace("http://", "https://")) in {"no_trust", "no_connection"}
