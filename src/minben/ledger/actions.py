"""What others may do: write acts, seal them, and stand a digest in for what nobody should read."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from minben.commons.digests import JSON, canonical_json, digest, salted
from minben.commons.errors import TeachingError
from minben.commons.rows import append_columns, insert_columns
from minben.ledger import keeping, sealing
from minben.ledger.core.documents import stamp
from minben.ledger.core.merkle import Tree
from minben.ledger.keys import installation_salt, own_public_keys, signer
from minben.ledger.models import Entry, Head, Salt
from minben.ledger.sealing import algorithm

__all__ = [
    "Act",
    "Head",
    "forget",
    "fresh_digest",
    "note",
    "own_public_keys",
    "plain_digest",
    "salted_digest",
    "salted_digests",
    "seal",
    "signer",
    "write",
]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done. No field may hold personal data.

    Attributes
    ----------
    what : str
        A code, ``"<feature>.<verb>"``, for example ``"orders.sent"``.
    who : str
        A key: ``"user:12"``, ``"algorithm:routing"``, ``"turn:3"``.
    subject : str
        A key of what it was done to: ``"request:71"``.
    at : datetime
        Aware; when it was done.
    algorithm, version : str
        What helped to decide, if anything did.
    purpose, basis : str
        For an access: why, and on what legal ground.
    detail : mapping
        Codes, keys, counts and digests; no decimal numbers.
    """

    what: str
    who: str
    subject: str
    at: datetime
    algorithm: str = ""
    version: str = ""
    purpose: str = ""
    basis: str = ""
    detail: Mapping[str, JSON] = field(default_factory=dict)


def write(acts: Sequence[Act]) -> list[int]:
    """Write acts inside the caller's transaction, or in one of their own.

    Parameters
    ----------
    acts : sequence of Act
        In the order they were done.

    Returns
    -------
    list of int
        The entries' ids, in the same order.

    Raises
    ------
    TeachingError
        ``time_not_aware`` or ``json_not_canonical``; then nothing was written.
    """
    columns = _columns(acts)
    with transaction.atomic(savepoint=False):
        return insert_columns(connection, Entry, columns, size=len(acts))


def note(acts: Sequence[Act]) -> None:
    """Write acts whose entries' ids nobody needs; an act of few rows may gather them with its own lines.

    Raises
    ------
    TeachingError
        See :func:`write`.
    """
    columns = _columns(acts)
    with transaction.atomic(savepoint=False):
        append_columns(connection, Entry, columns, size=len(acts))


def seal(*, at: datetime, limit: int = 10_000) -> Head | None:
    """Give waiting entries their places, and sign the root over all.

    Two sealers at once wait for one another; an entry committed late, with a lower id than one already
    sealed, takes the next free place. The new head is kept at home too, beside the database.

    Parameters
    ----------
    at : datetime
        Aware; stands in the head.
    limit : int
        At most so many entries, to keep each transaction short.

    Returns
    -------
    Head | None
        None when nothing was waiting.
    """
    with transaction.atomic():
        newest = sealing.seal(at=at, limit=limit)
        if newest is not None:
            # A home that cannot be written to must not stop the sealing.
            transaction.on_commit(partial(keeping.keep, newest), robust=True)
    return newest


def plain_digest(content: bytes) -> str:
    """Return the named digest of bytes that are no secret, under the algorithm of this installation."""
    return digest(content, algorithm())


def salted_digest(value: str, *, owner: str = "") -> str:
    """Return a digest that stands for a personal value in an act; see :func:`salted_digests`."""
    return salted_digests([(value, owner)])[0]


def salted_digests(values: Sequence[tuple[str, str]]) -> list[str]:
    """Return digests that stand for personal values in acts, with at most three queries for all.

    Parameters
    ----------
    values : sequence of (value, owner)
        A phone number or a person's own words, and the key of whose it is: the salt is then theirs, and
        :func:`forget` destroys it. Without an owner the installation's salt is used.

    Returns
    -------
    list of str
        The same for the same value and owner, until it is forgotten.
    """
    salts = _salts({owner for _value, owner in values if owner})
    salts[""] = installation_salt()
    return [salted(value, salts[owner], algorithm()) for value, owner in values]


def fresh_digest(value: str, *, owner: str) -> str:
    """Return a digest under a salt made now, for an owner that has none yet: one statement instead of three."""
    salt = secrets.token_bytes(32)
    append_columns(connection, Salt, {"owner": owner, "salt": salt}, size=1)
    return salted(value, salt, algorithm())


def forget(owners: Sequence[str]) -> int:
    """Destroy people's salts, so that no digest in the ledger can be tied to them any more.

    Returns
    -------
    int
        How many salts there were.
    """
    with transaction.atomic():
        parts = [owners[start : start + 500] for start in range(0, len(owners), 500)]
        return sum(Salt.objects.filter(owner__in=part).delete()[0] for part in parts)


def _columns(acts: Sequence[Act]) -> dict[str, object]:
    tree = Tree(algorithm())
    leaves = [_leaf(act) for act in acts]
    return {
        "leaf": leaves,
        "digest": [tree.leaf(leaf.encode()) for leaf in leaves],
        "what": [act.what for act in acts],
        "who": [act.who for act in acts],
        "subject": [act.subject for act in acts],
        "at": [act.at for act in acts],
        "position": None,
        "sealed_at": None,
    }


def _leaf(act: Act) -> str:
    if act.at.tzinfo is None:
        raise TeachingError("time_not_aware", moment=act.at.isoformat())
    named: dict[str, JSON] = {
        "algorithm": act.algorithm,
        "at": stamp(act.at),
        "basis": act.basis,
        "detail": dict(act.detail),
        "purpose": act.purpose,
        "subject": act.subject,
        "version": act.version,
        "what": act.what,
        "who": act.who,
    }
    return canonical_json({key: value for key, value in named.items() if value})


def _salts(owners: set[str]) -> dict[str, bytes]:
    found = _known_salts(owners)
    if missing := owners - found.keys():
        # Another process may make the same at this moment: one of the two stays, and both read it back.
        rows = [Salt(owner=owner, salt=secrets.token_bytes(32)) for owner in sorted(missing)]
        with transaction.atomic():
            Salt.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
        found |= _known_salts(missing)
    return found


def _known_salts(owners: set[str]) -> dict[str, bytes]:
    listed, found = sorted(owners), dict[str, bytes]()
    for start in range(0, len(listed), 500):
        rows = Salt.objects.filter(owner__in=listed[start : start + 500])
        found.update((owner, bytes(salt)) for owner, salt in rows.values_list("owner", "salt"))
    return found
