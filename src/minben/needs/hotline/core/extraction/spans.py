"""What is found in a text: where it stands, what kind of fact it is, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = int | float | str | None


class Kind(StrEnum):
    """What a span tells."""

    PLACE = "place"
    SINCE = "since"
    WHEN = "when"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Span:
    """One fact in a text.

    Attributes
    ----------
    kind
        What it tells.
    start, end
        Where it stands [characters].
    value
        What it comes to; empty for a place. A ``since`` has ``duration`` [days], or ``date``, ``month``, ``day``,
        ``relative`` as a ``when`` has; that may also have ``every``, ``at``, ``from``, ``to``. A ``count`` has
        ``number`` (None where the words leave it open) and ``unit``.
    """

    kind: Kind
    start: int
    end: int
    value: Mapping[str, Value] = field(default_factory=dict)
