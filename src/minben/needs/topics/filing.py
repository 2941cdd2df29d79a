"""A file of requests read into columns, and topics written to files; no database is needed."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.timezone import localdate

from minben.commons.tables import BadRow, columns, rows
from minben.needs.hotline import queries as hotline
from minben.needs.hotline.actions import Intake
from minben.needs.hotline.core.lexicon import Reading, load_lexicon, read
from minben.needs.hotline.core.mapping import Fault, Reader, fitted
from minben.needs.topics.core.shapes import Ints, Messages, Topic

URGENT: Mapping[str, float] = {"urgent": 1.0, "soon": 0.5}
HEAD = ("rank", "hotness", "first", "last", "places", "title", "keywords", "voices", "members")


@dataclass(frozen=True, slots=True)
class Export:
    """The messages of a file, their own keys there, and the rows set aside."""

    messages: Messages
    keys: list[str]
    bad: list[BadRow]


@dataclass(frozen=True, slots=True)
class _Aside:
    reason: str
    remedy: str
    facts: dict[str, Any]


def read_file(
    path: Path,
    given: Mapping[str, Sequence[str]],
    *,
    zone: ZoneInfo,
    at: datetime,
    progress: Callable[[int], None],
) -> Export:
    """Read a file as the import would; rows that cannot be read are set aside with their reason.

    Raises
    ------
    TeachingError
        When the file or its mapping cannot be read at all.
    """
    reader = Reader(columns=fitted(given, columns(path)), source=path.name, zone=zone, now=at)
    intakes: list[Intake] = []
    bad: list[BadRow] = []
    for batch in rows(path):
        bad += batch.bad
        for number, row in zip(batch.numbers, batch.rows, strict=True):
            intake, faults = reader.read(row)
            if intake is not None:
                intakes.append(intake)
            bad += [_bad(number, fault) for fault in faults]
        progress(len(intakes))
    return Export(
        _messages(intakes, reader.columns, localdate(at)), [intake.source_key for intake in intakes], bad
    )


def _bad(number: int, fault: Fault) -> BadRow:
    one = _Aside(fault.reason, fault.remedy, dict(fault.facts))
    reason, remedy = hotline.reason_in_words(one), hotline.remedy_in_words(one)
    return BadRow(number, fault.column, reason, remedy, "", fault.reason)


def _messages(intakes: Sequence[Intake], mapped: Mapping[str, Sequence[str]], day: date) -> Messages:
    """Turn intakes into columns; a place of the file is a district, for nobody says how small it is."""
    told = read([intake.text for intake in intakes], load_lexicon(), at_day=day)
    size = len(intakes)
    nowhere = np.full(size, np.nan)
    return Messages(
        key=np.arange(size),
        at=np.array([intake.received_at.timestamp() for intake in intakes], dtype=np.float64),
        person=_numbered([intake.person_key for intake in intakes]),
        text=[intake.text for intake in intakes],
        support=np.array([intake.support for intake in intakes], dtype=np.float64),
        place=np.full(size, -1, dtype=np.int64),
        area=_numbered([intake.address for intake in intakes]),
        lat=np.array([intake.lat for intake in intakes], dtype=np.float64) if size else nowhere,
        lon=np.array([intake.lon for intake in intakes], dtype=np.float64) if size else nowhere,
        urgent=np.array([_danger(one) for one in told], dtype=np.float64),
        vulnerable=np.array([bool(one.vulnerable) for one in told], dtype=np.bool_),
        # An export that never says when anything was closed does not say that all is open.
        unsolved=np.array(
            [("closed" in mapped) and intake.closed_at is None for intake in intakes], np.bool_
        ),
        reopened=np.zeros(size, dtype=np.bool_),
        category=_numbered([intake.category for intake in intakes]),
    )


def _danger(told: Reading) -> float:
    return 1.0 if told.alerts else URGENT.get(told.urgency.value, 0.0)


def _numbered(words: Sequence[str]) -> Ints:
    """Number words from 0 in the order of the alphabet; -1 for none."""
    numbers = {word: number for number, word in enumerate(sorted(set(words) - {""}))}
    return np.array([numbers.get(word, -1) for word in words], dtype=np.int64)


def write_topics(path: Path, topics: Sequence[Topic], *, zone: ZoneInfo) -> None:
    """Write one line for each topic; ``first`` and ``last`` are local days."""
    with _writer(path, HEAD) as put:
        for one in topics:
            first, last = (datetime.fromtimestamp(at, zone).date() for at in (one.first, one.last))
            words = (_harmless(" ".join(one.places)), _harmless(one.title), _harmless(" ".join(one.keywords)))
            put((one.rank, f"{one.hotness:.3f}", first, last, *words, f"{one.voices:.1f}", len(one.members)))


def write_members(path: Path, topics: Sequence[Topic], keys: Sequence[str]) -> None:
    """Write the key of every member of each topic, the most representative first."""
    with _writer(path, ("rank", "id")) as put:
        for one in topics:
            for member in one.members.tolist():
                put((one.rank, _harmless(keys[member])))


def write_discounted(path: Path, topics: Sequence[Topic], keys: Sequence[str]) -> None:
    """Write which members count for less, how much they still count, and why."""
    with _writer(path, ("rank", "id", "weight", "reason")) as put:
        for one in topics:
            for cut in one.discounted:
                put((one.rank, _harmless(keys[cut.member]), f"{cut.weight:.3f}", cut.reason))


@contextmanager
def _writer(path: Path, head: Sequence[str]) -> Iterator[Callable[[Sequence[object]], Any]]:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        yield writer.writerow


def _harmless(words: str) -> str:
    """Keep a spreadsheet from running the words of strangers as a formula."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words
