"""Events as an exchange writes them: read, checked, each fault named by its place."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from minben.needs.telephone.core.moves import Heard
from minben.needs.telephone.words import By, Event

MOST = 1_000
"""Events in one body."""
AHEAD = timedelta(minutes=5)
"""How far an exchange's clock may be ahead of ours."""
BACK = timedelta(days=400)
"""How old an event may be: what an exchange kept while Minben was away, with room to spare."""

_NAME = re.compile(r"[\w.:@/+-]{1,80}", re.ASCII)
_NUMBER = re.compile(r"\+?[0-9*#]{1,24}")
_BY = frozenset(By)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one event: its place in the body, the field, a code that edges turn into words."""

    position: int
    field: str
    code: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """The good events of a body with their places, and what is wrong with the others."""

    events: tuple[tuple[int, Heard], ...]
    faults: tuple[Fault, ...]


class _Wrong(ValueError):
    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


def read(body: object, *, now: datetime) -> Read:
    """Read the events of a body: one event, a list of events, or an object whose ``events`` is that list.

    Parameters
    ----------
    body : object
        As JSON gives it.
    now : datetime
        Aware.

    Examples
    --------
    >>> from datetime import UTC
    >>> told = {"id": "1", "call": "a", "type": "ring", "at": "2026-03-11T10:00:00+08:00", "caller": "139 0000 0000"}
    >>> found = read(told, now=datetime(2026, 3, 11, 2, 0, tzinfo=UTC))
    >>> found.events[0][1].caller, found.faults
    ('13900000000', ())
    """
    listed = body.get("events", body) if isinstance(body, Mapping) else body
    told: Sequence[Any] = listed if isinstance(listed, list) else [listed]
    if not told:
        return Read((), (Fault(0, "events", "none"),))
    if len(told) > MOST:
        return Read((), (Fault(MOST, "events", "too_many"),))
    good: list[tuple[int, Heard]] = []
    faults: list[Fault] = []
    for position, one in enumerate(told):
        try:
            good.append((position, _heard(one, now)))
        except _Wrong as wrong:
            faults.append(Fault(position, wrong.field, wrong.code, _id_of(one)))
    return Read(tuple(good), tuple(faults))


def _heard(told: object, now: datetime) -> Heard:
    if not isinstance(told, Mapping):
        raise _Wrong("events", "no_object")
    return Heard(
        id=_needed(told, "id", _name),
        call=_needed(told, "call", _name),
        kind=_needed(told, "type", _kind),
        at=_moment(told, now),
        caller=_optional(told, "caller", _number),
        agent=_optional(told, "agent", _name),
        to=_optional(told, "to", _number),
        by=_optional(told, "by", _by),
        recording=_optional(told, "recording", _recording),
        reference=_optional(told, "reference", _name),
        sequence=_sequence(told),
    )


def _needed(told: Mapping[str, Any], field: str, check: Callable[[str, str], Any]) -> Any:
    if told.get(field) in (None, ""):
        raise _Wrong(field, "missing")
    return check(field, _text(told, field))


def _optional(told: Mapping[str, Any], field: str, check: Callable[[str, str], str]) -> str:
    return "" if told.get(field) in (None, "") else check(field, _text(told, field))


def _text(told: Mapping[str, Any], field: str) -> str:
    value = told[field]
    if not isinstance(value, str):
        raise _Wrong(field, "no_text")
    return value.strip()


def _name(field: str, text: str) -> str:
    if not _NAME.fullmatch(text):
        raise _Wrong(field, "no_name")
    return text


def _kind(field: str, text: str) -> Event:
    if text not in set(Event):
        raise _Wrong(field, "unknown_type")
    return Event(text)


def _number(field: str, text: str) -> str:
    plain = re.sub(r"[ ()-]", "", text)
    # A withheld number is a caller like any other.
    if plain.casefold() in ("anonymous", "withheld", "unknown"):
        return ""
    if not _NUMBER.fullmatch(plain):
        raise _Wrong(field, "no_number")
    return plain


def _by(field: str, text: str) -> str:
    if text not in _BY:
        raise _Wrong(field, "unknown_by")
    return text


def _recording(field: str, text: str) -> str:
    if len(text) > 300 or not text.isprintable():
        raise _Wrong(field, "too_long")
    return text


def _moment(told: Mapping[str, Any], now: datetime) -> datetime:
    text: str = _needed(told, "at", lambda _field, text: text)
    try:
        at = datetime.fromisoformat(text)
        ahead, back = at - now > AHEAD, now - at > BACK
    except (ValueError, TypeError, OverflowError):
        # A moment without its zone cannot be set beside ours either.
        raise _Wrong("at", "no_moment") from None
    if ahead or back:
        raise _Wrong("at", "ahead" if ahead else "too_old")
    return at


def _sequence(told: Mapping[str, Any]) -> int:
    value = told.get("sequence", 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise _Wrong("sequence", "no_count")
    return value


def _id_of(told: object) -> str:
    found = told.get("id") if isinstance(told, Mapping) else None
    return found[:80] if isinstance(found, str) and found.isprintable() else ""
