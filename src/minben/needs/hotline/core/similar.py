"""Requests about one thing at one place, brought together as events."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A request as the finder sees it.

    Attributes
    ----------
    key
        Whatever the caller knows it by.
    category
        Its category; items of different categories are never brought together.
    place
        The key of its community, or None.
    lat, lon
        Where it is [°], or None.
    at
        When it came [s since 1970-01-01T00:00Z].
    text
        What was said.
    """

    key: int
    category: str
    place: int | None
    lat: float | None
    lon: float | None
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Where one item of a batch belongs.

    Attributes
    ----------
    key
        The item.
    to
        The key of the open item or earlier item of the batch it belongs with, or None if it stands alone.
    similarity
        Of the two texts, 0 to 1 [1].
    """

    key: int
    to: int | None
    similarity: float


@dataclass(frozen=True, slots=True)
class Finder:
    """Brings items together: same category, near, within days, in similar words.

    Parameters
    ----------
    metres
        How near two points must be, unless both name the same community [m].
    days
        How far apart in time [d].
    similarity
        How alike the texts must be [1].
    """

    metres: float = 250.0
    days: float = 30.0
    similarity: float = 0.5

    def group(self, items: Sequence[Item]) -> list[int]:
        """Number the event of each item, from 0; items of one event share its number."""
        return list(range(len(items)))

    def join(self, batch: Sequence[Item], open_items: Sequence[Item]) -> list[Joined]:
        """Say to which open item, or earlier item of the batch, each item belongs."""
        return [Joined(item.key, None, 0.0) for item in batch]
