"""Purposes as dated data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from minben.commons.errors import TeachingError
from minben.commons.parameters import Entry, Parameters


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages of the city."""

    zh: str
    en: str

    def read(self, language: str) -> str:
        """Return the text in ``language``; anything but Chinese reads English.

        Examples
        --------
        >>> Words(zh="用途", en="purpose").read("zh-hans")
        '用途'
        """
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why personal data may be opened, by whom, and on which basis in law.

    Attributes
    ----------
    key : str
        What callers name, such as ``request.handle``.
    roles : frozenset[str]
        Roles of accounts that may read for it.
    needs_grant : bool
        A reader needs a grant on the record or on the person.
    consent : bool
        A grant for it needs the person's own consent.
    own : bool
        Only one's own data, never another's.
    break_glass : bool
        A reader without a grant may force the page open in an emergency, and is reviewed.
    unnamed : bool
        The public ledger keeps a salted digest of what was opened, and never says which record it was.
    since : date
        First day in force.
    verified : bool
        Whether somebody compared the basis with its source.
    """

    key: str
    name: Words
    basis_code: str
    basis: Words
    notice: Words
    roles: frozenset[str]
    needs_grant: bool
    consent: bool
    own: bool
    break_glass: bool
    since: date
    source: str
    verified: bool
    unnamed: bool = False

    @property
    def sorted_roles(self) -> list[str]:
        """The roles in a fixed order, for pages."""
        return sorted(self.roles)


def purposes_on(parameters: Parameters, day: date) -> tuple[Purpose, ...]:
    """Return the purposes in force on ``day``, in the order of the file.

    Raises
    ------
    TeachingError
        ``parameter_incomplete``: a purpose lacks a part; the error names both.
    """
    found = []
    for key in parameters.series:
        current = next((e for e in reversed(parameters.entries(key)) if e.covers(day)), None)
        if current is not None:
            found.append(_read(key, current, parameters.file))
    return tuple(found)


def _read(key: str, entry: Entry, file: str) -> Purpose:
    value: Mapping[str, Any] = entry.value
    try:
        return Purpose(
            key=key,
            name=_words(value["name"]),
            basis_code=value["basis"]["code"],
            basis=_words(value["basis"]),
            notice=_words(value["notice"]),
            roles=frozenset(value["roles"]),
            needs_grant=value.get("needs_grant", False),
            consent=value.get("consent", False),
            own=value.get("own", False),
            break_glass=value.get("break_glass", False),
            unnamed=value.get("unnamed", False),
            since=entry.since,
            source=entry.source,
            verified=entry.verified,
        )
    except KeyError as error:
        raise TeachingError("parameter_incomplete", file=file, key=key, field=error.args[0]) from error


def _words(part: Mapping[str, str]) -> Words:
    return Words(zh=part["zh"].strip(), en=part["en"].strip())
