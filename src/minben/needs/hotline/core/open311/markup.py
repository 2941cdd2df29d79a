"""Documents of Open311 in both of its forms, XML and JSON, from the same plain rows.

JSON follows the mapping that the standard prescribes: a list at the root stands without its name, and a list inside
a row stands under its own name without the names of its rows.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from xml.etree import ElementTree as ET

Value: TypeAlias = "str | int | float | bool | Sequence[Value] | Mapping[str, Value] | None"

ROWS: Mapping[str, str] = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "media_urls": "media_url",
}
"""What each row of a list is called in XML."""

# What no XML 1.0 document may hold, and half characters, which no encoding can write.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Remove what neither form can carry: control characters and halves of characters.

    Examples
    --------
    >>> plain("no\\x00 heat\\ud800\\n here")
    'no heat\\n here'
    """
    return _FORBIDDEN.sub("", text)


def to_xml(root: str, content: Value) -> bytes:
    """Write a document as XML.

    Parameters
    ----------
    root : str
        The name of the outermost element; where it names a list, ``content`` is its rows.
    content : Value
        Rows of plain values, lists of `ROWS` and further rows.

    Examples
    --------
    >>> to_xml("errors", [{"code": 404, "description": None}]).decode().splitlines()[1]
    '<errors><error><code>404</code><description /></error></errors>'
    """
    written: bytes = ET.tostring(_element(root, content), encoding="utf-8", xml_declaration=True)
    return written


def to_json(content: Value) -> bytes:
    """Write a document as JSON.

    Examples
    --------
    >>> to_json([{"code": 404, "description": None}])
    b'[{"code": 404, "description": null}]'
    """
    return json.dumps(_cleaned(content), ensure_ascii=False).encode()


def _element(name: str, content: Value) -> ET.Element:
    element = ET.Element(name)
    if isinstance(content, Mapping):
        element.extend(_element(key, value) for key, value in content.items())
    elif isinstance(content, str):
        element.text = plain(content)
    elif isinstance(content, Sequence):
        element.extend(_element(ROWS[name], row) for row in content)
    elif content is not None:
        element.text = str(content).lower() if isinstance(content, bool) else str(content)
    return element


def _cleaned(content: Value) -> Value:
    if isinstance(content, str):
        return plain(content)
    if isinstance(content, Mapping):
        return {key: _cleaned(value) for key, value in content.items()}
    return [_cleaned(one) for one in content] if isinstance(content, Sequence) else content
