"""The candidates that needs/topics finds, as the agenda needs them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol


class Candidate(Protocol):
    """What many people ask for; see ``needs/topics``."""

    @property
    def key(self) -> int: ...
    @property
    def rank(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def keywords(self) -> tuple[str, ...]: ...
    @property
    def places(self) -> tuple[str, ...]: ...
    @property
    def category(self) -> str: ...
    @property
    def voices(self) -> int: ...
    @property
    def members(self) -> int: ...
    @property
    def discounted(self) -> int: ...
    @property
    def first(self) -> datetime: ...
    @property
    def last(self) -> datetime: ...
    @property
    def hotness(self) -> float: ...
    @property
    def parts(self) -> Mapping[str, float]: ...


class Source(Protocol):
    """Where candidates come from: the door of ``needs/topics``."""

    def candidates(self, *, month: date | None = None, limit: int = 20) -> Sequence[Candidate]:
        """Return the hottest topics of a month, or of now."""
        ...

    def members(self, *, topic: int) -> Sequence[int]:
        """Return the requests' keys, discounted ones left out."""
        ...


sources: list[Source] = []
_MOST = 200


def candidates(*, month: date | None = None, limit: int = 20) -> list[Candidate]:
    """Return the candidates of a month, the hottest first; none when nobody looks for topics yet."""
    return [one for source in sources for one in source.candidates(month=month, limit=limit)]


def candidate(key: int, *, month: date | None = None) -> Candidate | None:
    """Return one candidate, if it still is one."""
    return next((one for one in candidates(month=month, limit=_MOST) if one.key == key), None)


def members_of(topic: int | None) -> list[int]:
    """Return the requests of a topic, discounted ones left out."""
    return [] if topic is None else [key for source in sources for key in source.members(topic=topic)]
