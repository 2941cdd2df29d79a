"""Figures set by law or by the city as one file tells them: dated, sourced, versioned YAML.

A file ``parameters/<name>.yaml`` of a feature maps each key to a list of entries::

    first_answer:
      - from: 2024-01-01
        until: 2025-12-31     # optional: the last day in force
        source: "…"
        verified: true        # false: nobody could check the figure in its source
        value: {amount: 1, unit: working_days}

A later entry ends an earlier one, so ``until`` is needed only for a gap.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from types import MappingProxyType
from typing import Any, TypeGuard, TypeVar

import yaml

from minben.commons.errors import TeachingError

__all__ = ["Entry", "Parameters", "from_yaml", "parse"]

Made = TypeVar("Made")
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Entry:
    """One value with its time in force and its source.

    Attributes
    ----------
    value : Any
        What YAML holds; the reading feature checks its shape.
    since : date
        First day in force.
    until : date | None
        Last day in force; None while open.
    source : str
        The act, notice or study that sets the value.
    verified : bool
        False while nobody could check the figure in its source; results that used it must say so.
    """

    value: Any
    since: date
    until: date | None
    source: str
    verified: bool

    def covers(self, day: date) -> bool:
        """Tell whether the entry is in force on ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The keys of one file, each with its entries in order of date.

    Examples
    --------
    >>> text = "limit:\\n- {from: 2024-01-01, source: notice 7, verified: true, value: 5}"
    >>> parse(text, file="limits").at("limit", date(2026, 1, 1)).value
    5
    """

    file: str
    series: Mapping[str, tuple[Entry, ...]]

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Return every entry of a key, oldest first.

        Raises
        ------
        TeachingError
            ``parameter_unknown``: the file has no such key.
        """
        if key not in self.series:
            raise TeachingError("parameter_unknown", file=self.file, key=key, known=", ".join(self.series))
        return self.series[key]

    def at(self, key: str, day: date) -> Entry:
        """Return the entry of ``key`` in force on ``day``.

        Raises
        ------
        TeachingError
            ``parameter_unknown`` or ``parameter_not_in_force``.
        """
        for entry in reversed(self.entries(key)):
            if entry.since <= day:
                if entry.covers(day):
                    return entry
                break
        periods = "; ".join(f"{e.since} – {e.until or '…'}" for e in self.series[key])
        raise TeachingError("parameter_not_in_force", file=self.file, key=key, day=day, periods=periods)

    def made(self, key: str, day: date, make: Callable[[str, Entry], Made]) -> Made:
        """Return what ``make`` makes of a key and its entry in force on ``day``.

        Raises
        ------
        TeachingError
            As :meth:`at`; or ``parameter_incomplete``: a part is missing or is none of its kind.
        """
        entry = self.at(key, day)
        try:
            return make(key, entry)
        except (KeyError, TypeError, ValueError) as error:
            raise TeachingError(
                "parameter_incomplete", file=self.file, key=key, field=str(error.args[0])
            ) from error


def from_yaml(text: str) -> Any:
    """Read plain YAML; in C where that was built, ten times as fast.

    >>> from_yaml("heating: [5, 7]")
    {'heating': [5, 7]}
    """
    return yaml.load(text, Loader=_Loader)  # noqa: S506 — a safe loader


def parse(text: str, *, file: str) -> Parameters:
    """Read parameters from YAML text.

    Parameters
    ----------
    text : str
        In the form shown at the top of this module.
    file : str
        What to call it in errors.

    Raises
    ------
    TeachingError
        ``parameters_unreadable``, ``parameters_closed``, ``parameter_incomplete`` or ``parameter_overlap``.
    """
    try:
        raw = from_yaml(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise TeachingError("parameters_unreadable", file=file, line=line, column=column) from error
    except (yaml.YAMLError, ValueError) as error:
        # A sign that no text has, or a thirtieth of February: YAML names no line for these.
        raise TeachingError("parameters_closed", file=file, why=str(error).splitlines()[0]) from error
    if not isinstance(raw, dict):
        raise TeachingError("parameters_unreadable", file=file, line=1, column=1)
    series = {str(key): _series(rows, key=str(key), file=file) for key, rows in raw.items()}
    return Parameters(file=file, series=MappingProxyType(series))


def _series(rows: object, *, key: str, file: str) -> tuple[Entry, ...]:
    if not isinstance(rows, list) or not rows:
        raise TeachingError("parameter_incomplete", file=file, key=key, field="from")
    entries = sorted((_entry(row, key=key, file=file) for row in rows), key=lambda entry: entry.since)
    for earlier, later in pairwise(entries):
        if earlier.since == later.since:
            raise TeachingError("parameter_overlap", file=file, key=key, day=later.since)
    return tuple(entries)


def _entry(row: object, *, key: str, file: str) -> Entry:
    def wrong(field: str) -> TeachingError:
        return TeachingError("parameter_incomplete", file=file, key=key, field=field)

    if not isinstance(row, dict):
        raise wrong("from")
    since, until = row.get("from"), row.get("until")
    if not _is_day(since):
        raise wrong("from")
    if until is not None and not (_is_day(until) and until >= since):
        raise wrong("until")
    if not isinstance(row.get("source"), str) or not row["source"].strip():
        raise wrong("source")
    if not isinstance(row.get("verified"), bool):
        raise wrong("verified")
    if "value" not in row:
        raise wrong("value")
    return Entry(row["value"], since, until, row["source"], row["verified"])


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)
