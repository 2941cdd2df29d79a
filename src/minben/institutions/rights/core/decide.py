"""Whether a purpose covers a reading."""

from collections.abc import Collection
from dataclasses import dataclass

from minben.institutions.rights.core.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads.

    Parameters
    ----------
    key
        The account, such as ``user:5``; a command or a machine names itself, such as ``command:import``.
    role
        The role of the account.
    holders
        Keys under which grants may have been given: units worked in, communities cared for, one's person.
    label
        How the person concerned will see the reader: the unit and a shortened name.
    """

    key: str
    role: str
    holders: tuple[str, ...] = ()
    label: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Every key a grant to this reader may name."""
        return frozenset((self.key, *self.holders))


@dataclass(frozen=True, slots=True)
class Record:
    """One person's record on the page to be opened, and the fields the page shows."""

    record: str
    person: str = ""
    fields: tuple[str, ...] = ()


def why_refused(
    purpose: Purpose | None, reader: Reader, records: Collection[Record], *, granted: Collection[str]
) -> str | None:
    """Return the code of the reason to refuse, or ``None`` when the purpose covers every record.

    Parameters
    ----------
    granted
        Subjects (records or persons) on which the reader holds a grant for this purpose now.

    Examples
    --------
    >>> why_refused(None, Reader("user:5", "officer"), [], granted=())
    'unknown_purpose'
    """
    if purpose is None:
        return "unknown_purpose"
    if reader.role not in purpose.roles:
        return "wrong_role"
    if purpose.own and any(not record.person or record.person not in reader.keys for record in records):
        return "not_own"
    if purpose.needs_grant and lacking(records, granted):
        return "no_consent" if purpose.consent else "no_grant"
    return None


def lacking(records: Collection[Record], granted: Collection[str]) -> list[Record]:
    """Return the records no grant stands for, neither on the record nor on its person."""
    known = set(granted)
    return [r for r in records if r.record not in known and (not r.person or r.person not in known)]
