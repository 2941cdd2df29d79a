"""A file of requests read into columns; no database is needed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.timezone import localdate
from numpy.typing import NDArray

from minben.commons.tables import BadRow, Days, columns, rows, settle
from minben.needs.hotline import queries as hotline
from minben.needs.hotline.actions import Intake
from minben.needs.hotline.core.lexicon import Reading, load_lexicon, read
from minben.needs.hotline.core.mapping import Fault, Reader, day_columns, fitted, told_order
from minben.needs.topics.core.shapes import Ints, Messages

URGENT: Mapping[str, float] = {"urgent": 1.0, "soon": 0.5}


@dataclass(frozen=True, slots=True)
class Export:
    """The messages of a file, their own keys there, the rows set aside, how many were there already, and its days."""

    messages: Messages
    keys: list[str]
    bad: list[BadRow]
    again: int = 0
    days: Days = field(default_factory=Days)


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
    fitting = fitted(given, columns(path))
    days = settle(path, day_columns(fitting), told=told_order(fitting))
    reader = Reader(columns=fitting, source=path.name, zone=zone, now=at, orders=days.orders, torn=days.torn)
    told, bad = _Told(day=localdate(at), has_keys="id" in reader.columns), list[BadRow]()
    for batch in rows(path):
        bad += batch.bad
        intakes: list[Intake] = []
        for number, row in zip(batch.numbers, batch.rows, strict=True):
            intake, faults = reader.read(row)
            if intake is not None:
                intakes.append(intake)
            bad += [_bad(number, fault) for fault in faults]
        told.add(intakes)
        progress(len(told.keys))
    return Export(told.messages(closes="closed" in reader.columns), told.keys, bad, told.again, days)


def _bad(number: int, fault: Fault) -> BadRow:
    one = _Aside(fault.reason, fault.remedy, dict(fault.facts))
    reason, remedy = hotline.reason_in_words(one), hotline.remedy_in_words(one)
    return BadRow(number, fault.column, reason, remedy, "", fault.reason)


class _Told:
    """What a file told so far, as columns: of a million rows no row is kept whole."""

    def __init__(self, *, day: date, has_keys: bool) -> None:
        """Begin with nothing; `day` says which words are in force, `has_keys` whether rows have ids of their own."""
        self.keys: list[str] = []
        self.again = 0
        self._has_keys = has_keys
        self._seen: set[int] = set()
        self._day = day
        self._texts: list[str] = []
        self._plain: list[NDArray[np.float64]] = []
        self._heeded: list[NDArray[np.float64]] = []
        self._people, self._areas, self._categories = _Words(), _Words(), _Words()

    def add(self, intakes: Sequence[Intake]) -> None:
        """Take in some rows; one that an export holds again, with its id and its words, is one message."""
        intakes = [one for one in intakes if self._fresh(one)] if self._has_keys else intakes
        texts = [intake.text for intake in intakes]
        read_ = read(texts, load_lexicon(), at_day=self._day)
        self.keys += [intake.source_key for intake in intakes]
        self._texts += texts
        self._people.add([intake.person_key for intake in intakes])
        self._areas.add([intake.address for intake in intakes])
        self._categories.add([intake.category for intake in intakes])
        plain = [
            (one.received_at.timestamp(), one.support, one.lat, one.lon, one.closed_at is None)
            for one in intakes
        ]
        heeded = [(_danger(one), bool(one.vulnerable)) for one in read_]
        self._plain.append(np.array(plain, dtype=np.float64).reshape(-1, 5))
        self._heeded.append(np.array(heeded, dtype=np.float64).reshape(-1, 2))

    def _fresh(self, one: Intake) -> bool:
        mark = hash((one.source_key, one.text))
        fresh = mark not in self._seen
        self._seen.add(mark)
        self.again += not fresh
        return fresh

    def messages(self, *, closes: bool) -> Messages:
        """Lay all out; a place of the file is a district, for nobody says how small it is.

        ``closes``: whether the file says when something was closed; where it never does, not all is open.
        """
        size = len(self._texts)
        at, support, lat, lon, still = np.concatenate([np.zeros((0, 5)), *self._plain]).T
        urgent, vulnerable = np.concatenate([np.zeros((0, 2)), *self._heeded]).T
        return Messages(
            key=np.arange(size),
            at=at,
            person=self._people.numbered(),
            text=self._texts,
            support=support,
            place=np.full(size, -1, dtype=np.int64),
            area=self._areas.numbered(),
            lat=lat,
            lon=lon,
            urgent=urgent,
            vulnerable=vulnerable > 0,
            unsolved=(still > 0) & closes,
            reopened=np.zeros(size, dtype=np.bool_),
            category=self._categories.numbered(),
        )


class _Words:
    """Words of a column, each kept once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: dict[str, int] = {}
        self._rows: list[Ints] = []

    def add(self, words: Sequence[str]) -> None:
        """Take in the words of some rows, blank where there is none."""
        numbers = self._numbers
        self._rows.append(
            np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)
        )

    def numbered(self) -> Ints:
        """Number the words of all rows from 0 in the order of the alphabet; -1 for none."""
        places = {word: place for place, word in enumerate(sorted(self._numbers.keys() - {""}))}
        table = np.array([places.get(word, -1) for word in self._numbers], dtype=np.int64)
        numbers: Ints = table[np.concatenate([np.zeros(0, dtype=np.int64), *self._rows])]
        return numbers


def _danger(told: Reading) -> float:
    return 1.0 if told.alerts else URGENT.get(told.urgency.value, 0.0)
