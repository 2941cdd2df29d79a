"""The candidates that needs/topics finds; nothing else of it is read here."""

from datetime import date

from minben.needs.topics import queries as topics
from minben.needs.topics.queries import Candidate

__all__ = ["Candidate", "candidate", "candidates", "members_of"]

# A month's list is far shorter.
_ALL = 10_000


def candidates(*, month: date | None = None, limit: int = 20) -> list[Candidate]:
    """Return the candidates of a month, the hottest first; none where no month was looked through yet."""
    return topics.candidates(month=month, limit=limit)


def candidate(key: int) -> Candidate | None:
    """Return one candidate, if its month's list still holds it."""
    row = topics.topic(key=key)
    found = topics.candidates(month=row.month, limit=_ALL) if row else []
    return next((one for one in found if one.key == key), None)


def members_of(topic: int | None) -> list[int]:
    """Return the requests of a topic, discounted ones left out."""
    return [] if topic is None else topics.members(topic=topic)
