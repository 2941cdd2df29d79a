"""A letter goes through a real mail server, spoken to in its own language."""

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from minben.commons.clock import now
from minben.conf.mail import mail_settings
from minben.needs.hotline import tasks
from tests.needs.hotline.page_city import City, city
from tests.needs.hotline.test_notify import owed

__all__ = ["city"]


class Postmaster(socketserver.StreamRequestHandler):
    """A mail server of a few words; what it was given lies in ``letters`` of its server."""

    def handle(self) -> None:
        self.say("220 post office")
        for line in self.rfile:
            word = line.decode().strip().upper()
            if word == "DATA":
                self.say("354 go on")
                self.server.letters.append(self.letter())  # type: ignore[attr-defined]  # set by the fixture
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 goodbye")
                return
            else:
                self.say("250 post office")

    def letter(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def post_office() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postmaster) as server:
        server.daemon_threads = True
        server.letters = []  # type: ignore[attr-defined]  # read by the test
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def test_a_letter_arrives_at_the_mail_server_the_city_named(
    city: City, settings: Any, post_office: socketserver.ThreadingTCPServer
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in mail_settings(f"smtp://127.0.0.1:{post_office.server_address[1]}").items():
        setattr(settings, name, value)
    settings.DEFAULT_FROM_EMAIL = "12345@linjiang.example"
    settings.MINBEN_NOTIFY = "smtp"
    notice = owed(city, "email", email="li.wei@example.org")
    assert tasks.send_due(at=now()) == tasks.Sent(1, 0)
    [letter] = post_office.letters  # type: ignore[attr-defined]  # set by the fixture
    assert "To: li.wei@example.org" in letter
    assert "From: 12345@linjiang.example" in letter
    assert f"X-Minben-Id: MB-{notice.pk}" in letter


def test_a_mail_server_that_is_not_there_is_tried_again_later(city: City, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name, value in mail_settings("smtp://127.0.0.1:9").items():
        setattr(settings, name, value)
    settings.MINBEN_NOTIFY = "smtp"
    notice = owed(city, "email", email="li.wei@example.org")
    assert tasks.send_due(at=now()) == tasks.Sent(0, 1)
    notice.refresh_from_db()
    assert (notice.trouble, notice.sent_at) == ("later", None)


@pytest.mark.parametrize("address", ["mail.city.example", "http://mail.city.example", "smtp://"])
def test_an_address_that_is_none_says_how_it_is_written(address: str) -> None:
    with pytest.raises(ValueError, match="smtp://mail"):
        mail_settings(address)
