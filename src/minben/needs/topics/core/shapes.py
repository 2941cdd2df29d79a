"""The plain shapes that go in and out: messages as columns, topics, what was discounted and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WAYS = ("ranked", "found", "counted")
"""How a list came about: ranked, put together but only counted, or plain counts; each has its words on the page."""

REASONS = ("same_person", "burst", "copied", "one_district", "new_accounts")
"""Why a message's voice may count for less; each has its words on the page."""
PARTS = ("voices", "duration", "support", "danger", "vulnerable", "unsolved", "reopened", "excess")
"""What hotness is made of, in the order in which it is shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Messages:
    """Messages as columns, each of shape (n,).

    Attributes
    ----------
    key
        Whatever the caller knows each by.
    at
        When it came [s since 1970-01-01T00:00Z].
    person
        Who wrote; -1 where unknown: then the message is a voice of its own.
    text
        What was said, the title first, parted from the rest by a line break if there is one.
    support
        How many others pressed "me too".
    place, area
        The community and the district, -1 where unknown.
    lat, lon
        Where it is [°]; NaN where unknown.
    urgent
        How dangerous it reads, from 0 to 1.
    vulnerable
        True where it tells of an old, ill, disabled, pregnant or poor person or of a small child.
    unsolved, reopened
        True while nobody confirmed a solution; true if it was closed and came back.
    category
        Its heading, -1 where unknown.
    """

    key: Ints
    at: Floats
    person: Ints
    text: list[str]
    support: Floats
    place: Ints
    area: Ints
    lat: Floats
    lon: Floats
    urgent: Floats
    vulnerable: Bools
    unsolved: Bools
    reopened: Bools
    category: Ints

    def __len__(self) -> int:
        """Return how many messages there are."""
        return len(self.text)

    def take(self, rows: Ints) -> "Messages":
        """Return the messages at some positions, in that order."""
        columns: dict[str, Any] = {
            name: [self.text[row] for row in rows.tolist()] if name == "text" else getattr(self, name)[rows]
            for name in self.__dataclass_fields__
        }
        return Messages(**columns)


def said(texts: Sequence[str], **columns: Any) -> Messages:
    """Make messages of texts alone; what is not given is unknown, or as harmless as can be.

    Examples
    --------
    >>> said(["路灯坏了", "路灯不亮"], person=np.array([7, 7])).person.tolist()
    [7, 7]
    """
    size = len(texts)
    unknown, none = np.full(size, -1, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    plain: dict[str, Any] = {
        "key": np.arange(size), "at": np.zeros(size), "person": unknown, "support": np.zeros(size),
        "place": unknown, "area": unknown, "lat": np.full(size, np.nan), "lon": np.full(size, np.nan),
        "urgent": np.zeros(size), "vulnerable": none, "unsolved": none, "reopened": none, "category": unknown,
    }  # fmt: skip
    return Messages(text=list(texts), **(plain | columns))


@dataclass(frozen=True, slots=True)
class Discount:
    """A message that counts for less, kept and shown with the reason.

    Attributes
    ----------
    member
        Its position among the messages.
    weight
        What remains of its voice, from 0 to 1.
    reason
        One of `REASONS`.
    """

    member: int
    weight: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One event, ranked.

    Attributes
    ----------
    rank
        1 is the most urgent.
    hotness
        The weighted sum of the parts [1].
    parts
        What each of `PARTS` adds to the hotness; their sum is the hotness.
    first, last
        When its first and its last message came [s since 1970-01-01T00:00Z].
    places
        The names of places its people use, the commonest first.
    title, keywords
        Of the messages' own words.
    voices
        How many people speak, after the discounts.
    members
        Positions among the messages, the most representative first.
    discounted
        Those of the members that count for less.
    """

    rank: int
    hotness: float
    parts: Mapping[str, float]
    first: float
    last: float
    places: tuple[str, ...]
    title: str
    keywords: tuple[str, ...]
    voices: float
    members: Ints
    discounted: tuple[Discount, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the hotness is worth; dated and sourced in ``parameters/hotness.yaml``.

    Attributes
    ----------
    parts
        The factor of each of `PARTS`.
    fewest
        With fewer voices than this, a message is no event.
    verified
        False while nobody could check the factors in their source; what was ranked with them says so.
    """

    parts: Mapping[str, float]
    fewest: int = 2
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """What is usual at this time of the year.

    Attributes
    ----------
    expected
        How many voices the same days brought in earlier years, by (category, area).
    """

    expected: Mapping[tuple[int, int], float] = field(default_factory=dict)
