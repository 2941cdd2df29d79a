"""What the line may not take: told with the reason and the right door, decided by the person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from minben.commons.parameters import Entry, load
from minben.needs.hotline.core.phrases import fold_batch


@dataclass(frozen=True, slots=True)
class Boundary:
    """One thing the line may not take, in the reader's language, with where the rule stands."""

    key: str
    name: str
    reason: str
    door: str
    phone: str
    source: str
    since: date
    verified: bool


def suggested(text: str, *, day: date) -> list[Boundary]:
    """Name the boundaries that the words of a text suggest on a day; often none."""
    said = fold_batch([text]).text
    return [_boundary(key, entry) for key, entry in _in_force(day) if _speaks_of(said, entry.value)]


def known(*, day: date) -> list[Boundary]:
    """Name all boundaries in force on a day, for the clerk who decides."""
    return [_boundary(key, entry) for key, entry in _in_force(day)]


def _in_force(day: date) -> Iterator[tuple[str, Entry]]:
    for key, entries in load("minben.needs.hotline", "boundaries").series.items():
        latest = next((entry for entry in reversed(entries) if entry.since <= day), None)
        if latest is not None and latest.covers(day):
            yield key, latest


def _speaks_of(said: str, value: dict[str, Any]) -> bool:
    if any(word in said for word in value["unless"]):
        return False
    return any(word in said for word in value["words"])


def _boundary(key: str, entry: Entry) -> Boundary:
    tongue = "en" if (get_language() or "").startswith("en") else "zh"
    value = entry.value
    return Boundary(
        key=key,
        name=value["name"][tongue],
        reason=value["reason"][tongue],
        door=value["door"][tongue],
        phone=value["phone"],
        source=entry.source,
        since=entry.since,
        verified=entry.verified,
    )
