"""Receipts: what stands in the public record for a ballot, and whether a published list holds the same ballots.

When a ballot is cast, the ledger gets a commitment to it: a digest over what was said and a random number that only
the list will tell, later. So nobody reads a choice from the ledger while people vote, and nobody can change, leave out
or add a ballot afterwards without the list and the ledger disagreeing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minben.commons.digests import JSON, canonical_json, digest

__all__ = ["Checked", "Told", "checked", "commitment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a ballot commits to, each as the published list writes it.

    Attributes
    ----------
    decision : int
    dwelling, choice, by : str
    at : str
        ISO 8601 with its zone.
    nonce : str
        32 random bytes in hexadecimal: without them, three choices would soon be tried out.
    """

    decision: int
    dwelling: str
    choice: str
    by: str
    at: str
    nonce: str


def commitment(told: Told, algorithm: str = "sha256") -> str:
    """Return the digest that stands in the ledger for a ballot.

    Examples
    --------
    >>> told = Told(decision=1, dwelling="501", choice="for", by="1", at="2026-03-01T09:00+08:00", nonce="00")
    >>> commitment(told)[:15]
    'sha256:7e751d99'
    """
    named: dict[str, JSON] = {
        "at": told.at,
        "by": told.by,
        "choice": told.choice,
        "decision": told.decision,
        "dwelling": told.dwelling,
        "nonce": told.nonce,
    }
    return digest(canonical_json(named).encode(), algorithm)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of comparing a list with the ledger.

    Attributes
    ----------
    agreed : int
        Ballots that stand in both, alike.
    strange : tuple of int
        Rows of the list, from 1, that the ledger does not know so.
    missing : tuple of str
        Commitments of the ledger that no row of the list explains.
    """

    agreed: int
    strange: tuple[int, ...]
    missing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the list and the ledger tell of the same ballots."""
        return not self.strange and not self.missing


def checked(published: Mapping[str, Any], committed: Collection[str]) -> Checked:
    """Compare a published list with the commitments that the ledger holds for its decision.

    Parameters
    ----------
    published : mapping
        As the list is published: ``{"decision", "ballots": [{"dwelling", "choice", "by", "at", "nonce"}]}``.
    committed : collection of str
        Every commitment in the ledger about this decision.
    """
    left = list(committed)
    strange = []
    for number, row in enumerate(published["ballots"], 1):
        found = _found(published["decision"], row, left)
        if found:
            left.remove(found)
        else:
            strange.append(number)
    return Checked(len(published["ballots"]) - len(strange), tuple(strange), tuple(left))


def _found(decision: int, row: Mapping[str, Any], left: Sequence[str]) -> str:
    told = Told(
        decision=decision,
        nonce=str(row.get("nonce", "")),
        **{name: str(row.get(name, "")) for name in ("dwelling", "choice", "by", "at")},
    )
    # Each city's own digest is named with it, so a list from elsewhere is checked under that one.
    algorithms = {one.partition(":")[0] for one in left}
    return next((made for name in sorted(algorithms) if (made := commitment(told, name)) in left), "")
