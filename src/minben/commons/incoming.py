"""JSON that comes from outside, read strictly: what two programs could read in two ways is refused, not guessed."""

import json
import re
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import TypeAlias

from minben.commons.errors import TeachingError

__all__ = ["Incoming", "plain_text", "read_json", "refuse_filters"]

Incoming: TypeAlias = "str | int | float | bool | list[Incoming] | dict[str, Incoming] | None"

DEEPEST = 20
_LONGEST_NUMBER = 18
# What no sentence needs and some program below would stumble over: control characters but tab and line ends, and
# halves of characters.
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Within quotation marks nothing nests; a text may end in the middle of a string, which the parser then says.
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)


def read_json(raw: bytes) -> Incoming:
    """Read a JSON text (RFC 8259) in UTF-8.

    Raises
    ------
    TeachingError
        ``json_not_utf8``, ``json_unreadable`` (with ``line`` and ``column``), ``json_too_deep``, ``json_key_twice``,
        ``json_number`` or ``json_characters``.

    Examples
    --------
    >>> read_json(b'{"text": "no heating"}')
    {'text': 'no heating'}
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TeachingError("json_not_utf8", place=error.start + 1) from None
    _check_depth(text)
    try:
        value: Incoming = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_whole, parse_float=_decimal
        )
    except json.JSONDecodeError as error:
        raise TeachingError("json_unreadable", line=error.lineno, column=error.colno) from None
    _check_characters(value)
    return value


def refuse_filters(names: Iterable[str]) -> None:
    """Refuse filters where there are none to choose: passed over, they would make a list look like what it is not.

    Raises
    ------
    TeachingError
        ``no_filters``.

    Examples
    --------
    >>> refuse_filters([])
    """
    if given := ", ".join(sorted(names)):
        raise TeachingError("no_filters", names=given[:80] if plain_text(given) else "?")


def plain_text(text: str) -> bool:
    """Tell whether a text holds only what can be written down, shown and stored.

    Examples
    --------
    >>> plain_text("没有暖气"), plain_text("a" + chr(0)), plain_text(chr(0xD83D))
    (True, False, False)
    """
    return _UNSPEAKABLE.search(text) is None


def _check_depth(text: str) -> None:
    depth = 0
    for sign in re.findall(r"[\[\]{}]", _STRINGS.sub("", text)):
        depth += 1 if sign in "[{" else -1
        if depth > DEEPEST:
            raise TeachingError("json_too_deep", most=DEEPEST)


def _once(pairs: Sequence[tuple[str, Incoming]]) -> dict[str, Incoming]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise TeachingError("json_key_twice", key=twice[:80] if plain_text(twice) else "?")
    return found


def _no_constant(_name: str) -> Incoming:
    raise TeachingError("json_number")


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise TeachingError("json_number")
    return int(digits)


def _decimal(digits: str) -> float:
    value = float(digits) if len(digits) <= 40 else float("inf")
    if not isfinite(value):
        raise TeachingError("json_number")
    return value


def _check_characters(value: Incoming) -> None:
    if isinstance(value, str):
        if not plain_text(value):
            raise TeachingError("json_characters")
    elif isinstance(value, list):
        for one in value:
            _check_characters(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            _check_characters(name)
            _check_characters(one)
