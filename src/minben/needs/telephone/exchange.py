"""How commands reach the city's exchange: into a folder, to the console, or as signed HTTP; chosen by a setting."""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from minben.commons.clock import now
from minben.institutions.partners import actions as partners
from minben.needs.telephone.core.signing import sign

SECONDS = 3.0
"""A clerk waits for the answer with somebody on the line [s]."""
_LATER = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One command as the exchange is told it; ``id`` is the same on every try, so that it acts once."""

    id: str
    call: str
    command: str
    extension: str = ""
    to: str = ""
    text: str = ""
    reference: str = ""
    until: str = ""


class ExchangeAway(RuntimeError):
    """The exchange did not take a command. ``final`` when it never will: then the clerk does it by hand."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code, self.final = code, final


class Exchange(Protocol):
    """A way to tell the exchange something; raises :class:`ExchangeAway`."""

    def __call__(self, order: Order) -> None: ...


def tell(order: Order) -> None:
    """Tell the exchange one command the way this city has chosen.

    Raises
    ------
    ExchangeAway
        ``away``, ``refused`` (final), ``forbidden_address`` or ``no_key``.
    """
    chosen = settings.MINBEN_TELEPHONE_EXCHANGE
    way = _by_http if "://" in chosen else ADAPTERS.get(chosen, _unknown)
    way(order)


def keys() -> Mapping[str, tuple[bytes, ...]]:
    """Return the secrets of each exchange; two of one name while a key is being changed."""
    found: dict[str, tuple[bytes, ...]] = {}
    for pair in settings.MINBEN_TELEPHONE_KEYS.split(","):
        name, _colon, secret = pair.strip().partition(":")
        if name and len(secret) >= 16:
            found[name] = (*found.get(name, ()), secret.encode())
    return found


def _to_file(order: Order) -> None:
    """Write the command under its id: a second try writes the same file again, not a second one."""
    folder = Path(settings.MINBEN_HOME) / "telephone"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = folder / f"{order.id}.part"
        unfinished.write_text(_written(order), encoding="utf-8")
        unfinished.replace(folder / f"{order.id}.json")
    except OSError:
        raise ExchangeAway("away") from None


def _to_console(order: Order) -> None:
    # What is said of a person stays out of a terminal that anybody may look over.
    sys.stdout.write(f"telephone: {order.command} {order.call} {order.id}\n")


def _by_http(order: Order) -> None:
    body = _written(order).encode()
    name, own = next(iter(keys().items()), ("", ()))
    if not own:
        raise ExchangeAway("no_key", final=True)
    timestamp = int(now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": order.id,
        "Minben-Exchange": name,
        "Minben-Timestamp": str(timestamp),
        "Minben-Signature": sign(body, timestamp=timestamp, key=own[0]),
    }
    try:
        answer = partners.send(
            url=settings.MINBEN_TELEPHONE_EXCHANGE, body=body, headers=headers, seconds=SECONDS
        )
    except partners.CannotReach as trouble:
        inside = trouble.code == "address_inside"
        raise ExchangeAway("forbidden_address" if inside else "away", final=inside) from None
    if answer.status >= 300:
        refused = 400 <= answer.status < 500 and answer.status not in _LATER
        raise ExchangeAway("refused" if refused else "away", final=refused)


def _unknown(order: Order) -> None:
    raise ExchangeAway("no_exchange", final=True)


def _written(order: Order) -> str:
    told = {name: value for name, value in asdict(order).items() if value}
    return json.dumps(told, ensure_ascii=False)


ADAPTERS: Mapping[str, Exchange] = {"file": _to_file, "console": _to_console}
