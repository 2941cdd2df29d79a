"""Proofs as documents: JSON that a third party can check without this installation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from minben.commons import signatures
from minben.commons.digests import JSON, canonical_json
from minben.commons.errors import TeachingError
from minben.ledger.core.merkle import Tree, verify_consistency, verify_inclusion

__all__ = [
    "CONSISTENCY",
    "HEAD",
    "INCLUSION",
    "SignedHead",
    "check",
    "consistency_document",
    "head_message",
    "inclusion_document",
    "read_head",
    "stamp",
]

INCLUSION = "minben.ledger.inclusion.1"
CONSISTENCY = "minben.ledger.consistency.1"
HEAD = "minben.ledger.head.1"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A signed root over the first ``size`` entries; bytes raw, ``at`` aware."""

    size: int
    root: bytes
    at: datetime
    digest_algorithm: str
    signature: bytes
    signature_algorithm: str
    public_key: bytes

    def document(self) -> dict[str, JSON]:
        """Return the head as JSON."""
        return {
            "at": stamp(self.at),
            "digest_algorithm": self.digest_algorithm,
            "key_id": signatures.key_id(self.public_key),
            "kind": HEAD,
            "public_key": self.public_key.hex(),
            "root": self.root.hex(),
            "signature": self.signature.hex(),
            "signature_algorithm": self.signature_algorithm,
            "size": self.size,
        }

    def is_signed(self) -> bool:
        """Tell whether the signature was made over this head by the key it names."""
        message = head_message(
            size=self.size, root=self.root.hex(), at=stamp(self.at), algorithm=self.digest_algorithm
        )
        return signatures.verify(self.public_key, message, self.signature, self.signature_algorithm)


def stamp(moment: datetime) -> str:
    """Write an aware moment in UTC to the microsecond.

    Examples
    --------
    >>> stamp(datetime(2026, 3, 1, tzinfo=UTC))
    '2026-03-01T00:00:00.000000Z'
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def head_message(*, size: int, root: str, at: str, algorithm: str) -> bytes:
    """Return the bytes that are signed: canonical JSON, so that anyone can write them again.

    Parameters
    ----------
    size : int
        Entries under the root.
    root : str
        Hexadecimal.
    at : str
        From :func:`stamp`.
    algorithm : str
        Digest algorithm of the tree.
    """
    return canonical_json({"algorithm": algorithm, "at": at, "root": root, "size": size}).encode()


def inclusion_document(*, leaf: str, index: int, proof: list[bytes], head: SignedHead) -> dict[str, JSON]:
    """Return the document that proves an entry to be in the log under ``head``."""
    return {
        "head": head.document(),
        "index": index,
        "kind": INCLUSION,
        "leaf": leaf,
        "proof": [step.hex() for step in proof],
    }


def consistency_document(
    *, old_size: int, old_root: bytes, proof: list[bytes], head: SignedHead
) -> dict[str, JSON]:
    """Return the document that proves the log under ``head`` to have only grown since ``old_size``."""
    return {
        "head": head.document(),
        "kind": CONSISTENCY,
        "old_root": old_root.hex(),
        "old_size": old_size,
        "proof": [step.hex() for step in proof],
    }


def check(document: Mapping[str, Any], *, public_key: bytes | None = None) -> list[str]:
    """Check a proof or a head, with nothing but the document and, best, a key known from elsewhere.

    Parameters
    ----------
    document : mapping
        As the ledger hands it out.
    public_key : bytes | None
        The city's key as published; without it, the key inside the document is believed.

    Returns
    -------
    list of str
        Codes of what is wrong: ``"signature"``, ``"key"``, ``"inclusion"``, ``"consistency"``. Empty when all
        holds.

    Raises
    ------
    TeachingError
        ``proof_unreadable``: it is not such a document at all.
    """
    try:
        return _check(document, public_key)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        # A number without end, a moment before all time: whatever a stranger writes, it is no proof.
        if isinstance(error, TeachingError):
            raise
        raise TeachingError("proof_unreadable", detail=f"{type(error).__name__}: {error}.") from error


def _check(document: Mapping[str, Any], public_key: bytes | None) -> list[str]:
    kind = document["kind"]
    head = read_head(document if kind == HEAD else document["head"])
    tree, wrong = Tree(head.digest_algorithm), list[str]()
    if not head.is_signed():
        wrong.append("signature")
    if public_key is not None and public_key != head.public_key:
        wrong.append("key")
    if kind == HEAD:
        return wrong
    proof = [bytes.fromhex(step) for step in document["proof"]]
    if kind == INCLUSION:
        leaf = tree.leaf(document["leaf"].encode())
        if not verify_inclusion(leaf, document["index"], head.size, proof, head.root, tree=tree):
            wrong.append("inclusion")
    elif kind == CONSISTENCY:
        old_root = bytes.fromhex(document["old_root"])
        if not verify_consistency(document["old_size"], old_root, head.size, head.root, proof, tree=tree):
            wrong.append("consistency")
    else:
        raise ValueError(f"unknown kind {kind!r}")
    return wrong


def read_head(document: Mapping[str, Any]) -> SignedHead:
    """Read a head from its JSON.

    Raises
    ------
    KeyError, ValueError
        It is not a head.
    """
    return SignedHead(
        size=int(document["size"]),
        root=bytes.fromhex(document["root"]),
        at=datetime.fromisoformat(document["at"]),
        digest_algorithm=document["digest_algorithm"],
        signature=bytes.fromhex(document["signature"]),
        signature_algorithm=document["signature_algorithm"],
        public_key=bytes.fromhex(document["public_key"]),
    )
