"""What another city's endpoint answered, read from XML or JSON into plain rows; nothing in it is trusted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Safe

from minben.needs.hotline.core.open311.asking import moment
from minben.needs.hotline.core.open311.markup import ROWS, plain

Row = Mapping[str, Any]
MOST = 5_000
"""Rows that are looked at in one answer."""


class Unreadable(ValueError):
    """An answer that is no document of Open311."""

    code = "answer_unreadable"


@dataclass(frozen=True, slots=True)
class ServiceTold:
    """A service as the other city names it."""

    code: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class UpdateTold:
    """An update as the other city tells it; ``closed`` is its own word, not that of the person."""

    key: str
    request: str
    closed: bool
    words: str
    at: datetime | None


def rows_of(body: bytes, *, lists: str) -> list[Row]:
    """Return the rows of a document that is a list.

    Parameters
    ----------
    body : bytes
        XML or JSON; which of them is seen by its first character.
    lists : str
        The name of the root in XML, such as ``services``.

    Raises
    ------
    Unreadable
        When it is neither, or not such a list.

    Examples
    --------
    >>> rows_of(b'<errors><error><code>403</code></error></errors>', lists="errors")
    [{'code': '403'}]
    >>> rows_of(b'[{"code": 403}]', lists="errors")
    [{'code': 403}]
    """
    found = read(body)
    if isinstance(found, Mapping) and lists in found:
        found = found[lists]
    if not isinstance(found, list):
        raise Unreadable(lists)
    return [row for row in found[:MOST] if isinstance(row, Mapping)]


def read(body: bytes) -> Any:
    """Read a document; lists inside rows are lists, empty elements are None.

    Raises
    ------
    Unreadable
        When it is neither XML nor JSON, or holds entities.
    """
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        if text[:1] == b"<":
            root = Safe.fromstring(text, forbid_dtd=True)
            return {root.tag: _content(root)}
        return json.loads(text)
    except (DefusedXmlException, SyntaxError, ValueError, RecursionError, LookupError) as error:
        raise Unreadable(type(error).__name__) from None


def services_of(body: bytes) -> list[ServiceTold]:
    """Return the services that another city offers."""
    rows = rows_of(body, lists="services")
    found = [ServiceTold(said(r, "service_code"), said(r, "service_name"), said(r, "group")) for r in rows]
    return [one for one in found if one.code]


def number_of(body: bytes) -> tuple[str, str]:
    """Return the number and the token of a request that was handed in; one of them is blank.

    Raises
    ------
    Unreadable
        When the answer names neither.
    """
    for row in rows_of(body, lists="service_requests"):
        number, token = said(row, "service_request_id"), said(row, "token")
        if number or token:
            return number, token
    raise Unreadable("service_request_id")


def updates_of(body: bytes) -> list[UpdateTold]:
    """Return the updates of a list, in the order told."""
    rows = rows_of(body, lists="service_request_updates")
    found = [
        UpdateTold(
            said(row, "update_id"),
            said(row, "service_request_id"),
            said(row, "status").lower() in CLOSED,
            said(row, "description"),
            moment(said(row, "updated_datetime")),
        )
        for row in rows
    ]
    return [one for one in found if one.key and one.request]


def status_told(row: Row) -> UpdateTold:
    """Make an update of a request as it stands, for endpoints that tell no updates; the same state, the same key.

    >>> status_told({"service_request_id": "7", "status": "open", "status_notes": "Under way"}).words
    'Under way'
    """
    number, status, notes = (
        said(row, "service_request_id"),
        said(row, "status").lower(),
        said(row, "status_notes"),
    )
    when = said(row, "updated_datetime")
    return UpdateTold(f"{number}@{when}:{status}"[:120], number, status in CLOSED, notes, moment(when))


def faults_of(body: bytes) -> str:
    """Return in one line what an endpoint said was wrong; blank when it did not say."""
    try:
        rows = rows_of(body, lists="errors")
    except Unreadable:
        return ""
    return "; ".join(words for row in rows if (words := said(row, "description")))[:300]


CLOSED = frozenset({
    "closed", "fixed", "fixed - council", "no_further_action", "not_councils_responsibility", "duplicate", "cancelled",
})  # fmt: skip
"""Words by which endpoints say that nothing more will happen."""


def said(row: Row, name: str, limit: int = 4_000) -> str:
    """Return one value as text, without what no text may hold; blank when it is none.

    >>> said({"a": 7}, "a"), said({"a": None}, "a"), said({"a": ["x"]}, "a")
    ('7', '', '')
    """
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return plain(str(value)).strip()[:limit]


def _content(element: Element) -> Any:
    if element.tag in ROWS:
        return [_content(child) for child in element]
    if len(element):
        return {child.tag: _content(child) for child in element}
    return element.text.strip() if element.text and element.text.strip() else None
