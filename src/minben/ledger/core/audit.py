"""Going through a whole log, row by row, to find and name what was changed, removed or moved."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from minben.ledger.core.documents import SignedHead, stamp
from minben.ledger.core.merkle import Frontier, Subtree, Tree

__all__ = ["Finding", "Row", "audit", "audit_waiting"]

StoredNode = Callable[[Subtree], bytes | None]


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the database holds it; ``position`` counts from 0, and is -1 while it waits."""

    id: int
    position: int
    leaf: str
    digest: bytes
    what: str
    who: str
    subject: str
    at: datetime
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed.

    Attributes
    ----------
    code : str
        ``changed`` (an entry's text is not what was written), ``column`` (what helps to find an entry
        contradicts it), ``missing`` (places without entry), ``moved`` (an entry is not where it was sealed),
        ``among`` (one or more of a range were changed together with their digests), ``node`` (a stored hash
        of a subtree), ``signature`` (a head), ``unsigned`` (entries beyond the newest head).
    params : mapping
        Numbers and names that say where.
    """

    code: str
    params: Mapping[str, int | str]


@dataclass(slots=True)
class _Walk:
    heads: Iterator[SignedHead]
    stored_node: StoredNode
    frontier: Frontier
    head: SignedHead | None = None
    trusted: bool = True
    signed: int = 0
    fitting: int = 0
    last_id: int = -1
    whole: bool = True
    named: int = -1

    def next_head(self) -> Iterator[Finding]:
        self.signed = self.head.size if self.head else 0
        self.head = next(self.heads, None)
        self.last_id = -1
        self.trusted = self.head is None or self.head.is_signed()
        if self.head and not self.trusted:
            yield Finding("signature", {"size": self.head.size})


def audit(
    rows: Iterable[Row], heads: Iterable[SignedHead], stored_node: StoredNode, *, tree: Tree
) -> Iterator[Finding]:
    """Recompute a log from its entries and compare it with all that was stored and signed.

    Memory does not grow with the log. Once a place is empty or a root differs, later roots cannot be
    computed; later rows are still checked one by one.

    Parameters
    ----------
    rows : iterable of Row
        Sealed entries in order of their places.
    heads : iterable of SignedHead
        All, smallest first.
    stored_node : callable
        Gives the stored hash of a subtree, or None.
    tree : Tree
        The hashing of the log.

    Yields
    ------
    Finding
        In order of place.
    """
    walk = _Walk(iter(heads), stored_node, Frontier(tree))
    yield from walk.next_head()
    place = 0
    for row in rows:
        if row.position != place:
            yield from _gap(walk, place, row)
            place = row.position
        yield from _check_text(row, walk, tree)
        yield from _check_place(row, walk)
        yield from _grow(row, walk)
        place += 1
    yield from _check_end(walk, place)


def audit_waiting(rows: Iterable[Row], *, tree: Tree) -> Iterator[Finding]:
    """Check entries that are not sealed yet: only their own digests stand for them."""
    for row in rows:
        if tree.leaf(row.leaf.encode()) != row.digest:
            yield Finding("changed", {"position": -1, "id": row.id})


def _gap(walk: _Walk, place: int, row: Row) -> Iterator[Finding]:
    walk.whole = False
    walk.named = row.position
    if row.position > place:
        yield Finding("missing", {"first": place, "last": row.position - 1})
    else:
        yield Finding("moved", {"position": row.position, "id": row.id})
    while walk.head and walk.head.size <= row.position:
        yield from walk.next_head()


def _check_text(row: Row, walk: _Walk, tree: Tree) -> Iterator[Finding]:
    where: dict[str, int | str] = {"position": row.position, "id": row.id}
    if tree.leaf(row.leaf.encode()) != row.digest:
        walk.named = row.position
        yield Finding("changed", where)
        return
    told = json.loads(row.leaf)
    columns = {"what": row.what, "who": row.who, "subject": row.subject, "at": stamp(row.at)}
    for name, value in columns.items():
        if told.get(name, "") != value:
            yield Finding("column", where | {"column": name})


def _check_place(row: Row, walk: _Walk) -> Iterator[Finding]:
    where: dict[str, int | str] = {"position": row.position, "id": row.id}
    # Within one sealing the ids rise with the places, and all carry the moment of their head.
    if row.id <= walk.last_id or (walk.head and row.sealed_at != walk.head.at):
        walk.named = row.position
        yield Finding("moved", where)
    walk.last_id = row.id


def _grow(row: Row, walk: _Walk) -> Iterator[Finding]:
    if walk.whole:
        for subtree, digest in walk.frontier.push(row.digest):
            if walk.stored_node(subtree) != digest:
                yield Finding("node", {"level": subtree.level, "place": subtree.place})
    if walk.head is None or row.position + 1 < walk.head.size:
        return
    # A head that nobody signed is named already, and says nothing about the entries.
    if walk.whole and walk.trusted:
        if walk.frontier.root() == walk.head.root:
            walk.fitting = walk.head.size
        else:
            walk.whole = False
            if walk.named < walk.fitting:
                yield Finding("among", {"first": walk.fitting, "last": walk.head.size - 1})
    yield from walk.next_head()


def _check_end(walk: _Walk, place: int) -> Iterator[Finding]:
    size = place
    while walk.head:
        size = walk.head.size
        yield from walk.next_head()
    if size > place:
        yield Finding("missing", {"first": place, "last": size - 1})
    elif place > walk.signed:
        yield Finding("unsigned", {"first": walk.signed, "last": place - 1})
