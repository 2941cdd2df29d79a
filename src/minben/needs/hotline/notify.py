"""How messages leave the house: to the console, into a folder, or by SMTP; chosen by ``MINBEN_NOTIFY``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.mail import EmailMessage, get_connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; ``key`` is the same on every try, so that whoever gets it twice sees that it is one."""

    key: str
    how: str
    to: str
    subject: str
    words: str


class CannotSend(RuntimeError):
    """A message that this city has no way to send; ``code`` says why, and a clerk takes over."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def send(message: Message) -> None:
    """Send one message the way this city has chosen.

    Raises
    ------
    CannotSend
        ``no_address``, ``no_gateway`` or ``unknown_adapter``.
    OSError
        When the network, the mail server or the disk fails; it is tried again later.
    """
    if not message.to:
        raise CannotSend("no_address")
    ADAPTERS.get(settings.MINBEN_NOTIFY, _unknown)(message)


def _to_console(message: Message) -> None:
    _mail(message, "django.core.mail.backends.console.EmailBackend")


def _to_file(message: Message) -> None:
    """Write the message under its key: a second try writes the same file again, not a second one."""
    folder = Path(settings.MINBEN_HOME) / "messages"
    folder.mkdir(parents=True, exist_ok=True)
    head = f"To: {message.to}\nBy: {message.how}\nSubject: {message.subject}\nId: {message.key}\n"
    whole = f"{head}\n{message.words}\n"
    unfinished = folder / f"{message.key}.part"
    unfinished.write_text(whole, encoding="utf-8")
    unfinished.replace(folder / f"{message.key}.txt")


def forget_copies(*, before: datetime) -> int:
    """Delete the copies of messages that left through a folder before a moment; return how many there were."""
    folder = Path(settings.MINBEN_HOME) / "messages"
    old = [path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _by_smtp(message: Message) -> None:
    if message.how != "email":
        # Text messages need the city's own gateway; without one a clerk calls instead.
        raise CannotSend("no_gateway")
    _mail(message, None)


def _mail(message: Message, backend: str | None) -> None:
    EmailMessage(
        subject=message.subject,
        body=message.words,
        to=[message.to],
        headers={"Message-ID": f"<{message.key}@minben>", "X-Minben-Id": message.key},
        connection=get_connection(backend),
    ).send()


def _unknown(_message: Message) -> NoReturn:
    raise CannotSend("unknown_adapter")


ADAPTERS: Mapping[str, Callable[[Message], None]] = {
    "console": _to_console,
    "file": _to_file,
    "smtp": _by_smtp,
}
