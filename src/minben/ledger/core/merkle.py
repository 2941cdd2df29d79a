"""Merkle trees of RFC 6962: roots, inclusion and consistency proofs, and their verification.

A tree is never held as a whole. Proofs are first planned as ranges of leaves; each range splits into
*complete* subtrees (:class:`Subtree`), whose hashes the caller looks up where it keeps them, many at a time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from minben.commons.digests import hasher

__all__ = [
    "Frontier",
    "Hash",
    "Subtree",
    "Tree",
    "plan_consistency",
    "plan_inclusion",
    "plan_root",
    "subtrees",
    "verify_consistency",
    "verify_inclusion",
]

Hash = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Subtree:
    """A complete subtree: the ``2 ** level`` leaves from ``place * 2 ** level`` on."""

    level: int
    place: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The hashing of one log, by the name of its digest algorithm.

    Examples
    --------
    >>> Tree("sha256").root([]).hex()[:16]
    'e3b0c44298fc1c14'
    """

    algorithm: str = "sha256"

    @property
    def _hash(self) -> Hash:
        return hasher(self.algorithm)

    def leaf(self, content: bytes) -> bytes:
        """Return the hash of a leaf: the digest of 0x00 and its content."""
        return self._hash(b"\x00" + content)

    def leaves(self, contents: Sequence[bytes]) -> list[bytes]:
        """Return the hashes of many leaves."""
        digest = self._hash
        return [digest(b"\x00" + content) for content in contents]

    def node(self, left: bytes, right: bytes) -> bytes:
        """Return the hash of an inner node: the digest of 0x01 and both children."""
        return self._hash(b"\x01" + left + right)

    def complete(self, hashes: Sequence[bytes]) -> bytes:
        """Return the root over a power of two of equal subtrees.

        Raises
        ------
        ValueError
            The number is not a power of two.
        """
        if not hashes or len(hashes) & (len(hashes) - 1):
            raise ValueError("a complete subtree has a power of two of children")
        digest, row = self._hash, list(hashes)
        while len(row) > 1:
            row = [digest(b"\x01" + row[i] + row[i + 1]) for i in range(0, len(row), 2)]
        return row[0]

    def join(self, peaks: Sequence[bytes]) -> bytes:
        """Return the root over complete subtrees of falling size, left to right."""
        if not peaks:
            return self._hash(b"")
        joined = peaks[-1]
        for peak in reversed(peaks[:-1]):
            joined = self.node(peak, joined)
        return joined

    def root(self, leaves: Sequence[bytes]) -> bytes:
        """Return the root over leaf hashes; of none, the digest of nothing.

        Parameters
        ----------
        leaves : sequence of bytes
            From :meth:`leaf`.
        """
        peaks = subtrees(0, len(leaves))
        return self.join(
            [self.complete(leaves[p.place << p.level : (p.place + 1) << p.level]) for p in peaks]
        )


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: all that is needed to go on, a hash per level at most.

    Parameters
    ----------
    tree : Tree
    report : int
        Every so many levels, finished subtrees are handed to the caller by :meth:`push`.

    Examples
    --------
    >>> tree, frontier = Tree(), Frontier(Tree())
    >>> leaves = tree.leaves([b"a", b"b", b"c"])
    >>> for leaf in leaves:
    ...     _ = frontier.push(leaf)
    >>> frontier.root() == tree.root(leaves)
    True
    """

    tree: Tree
    report: int = 8
    size: int = 0
    _peaks: list[bytes] = field(default_factory=list)

    def push(self, leaf: bytes) -> list[tuple[Subtree, bytes]]:
        """Add a leaf's hash; return the subtrees it finished at each ``report``-th level."""
        finished = list[tuple[Subtree, bytes]]()
        digest = self.tree._hash
        place, level, found = self.size, 0, leaf
        while place & 1:
            place, level = place >> 1, level + 1
            found = digest(b"\x01" + self._peaks.pop() + found)
            if level % self.report == 0:
                finished.append((Subtree(level, place), found))
        self._peaks.append(found)
        self.size += 1
        return finished

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        return self.tree.join(self._peaks)


def subtrees(start: int, end: int) -> list[Subtree]:
    """Split the leaves ``start <= i < end`` into complete subtrees, left to right.

    Raises
    ------
    ValueError
        ``start`` is not where a subtree of this size can begin in RFC 6962.

    Examples
    --------
    >>> subtrees(0, 7)
    [Subtree(level=2, place=0), Subtree(level=1, place=2), Subtree(level=0, place=6)]
    """
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start % (1 << level):
            raise ValueError("the range is not a node of the tree")
        found.append(Subtree(level, start >> level))
        start += 1 << level
    return found


def plan_root(size: int) -> list[Subtree]:
    """Return the complete subtrees whose hashes, joined, are the root of the first ``size`` leaves."""
    return subtrees(0, size)


def plan_inclusion(index: int, size: int) -> list[list[Subtree]]:
    """Return the ranges whose joined hashes prove that leaf ``index`` is in the first ``size`` leaves.

    Parameters
    ----------
    index : int
        From 0, below ``size``.

    Returns
    -------
    list of list of Subtree
        One list per element of the proof, nearest the leaf first (RFC 6962, 2.1.1).

    Raises
    ------
    ValueError
        ``index`` is not a leaf of the tree.
    """
    if not 0 <= index < size:
        raise ValueError("there is no such leaf")
    start, end, path = 0, size, list[list[Subtree]]()
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtrees(middle, end))
            end = middle
        else:
            path.append(subtrees(start, middle))
            start = middle
    return path[::-1]


def plan_consistency(old: int, size: int) -> list[list[Subtree]]:
    """Return the ranges whose joined hashes prove the first ``old`` of ``size`` leaves unchanged.

    Returns
    -------
    list of list of Subtree
        In the order of RFC 6962, 2.1.2; empty when ``old`` is 0 or equals ``size``.

    Raises
    ------
    ValueError
        ``old`` is not between 0 and ``size``.
    """
    if not 0 <= old <= size:
        raise ValueError("the older tree cannot be larger")
    if old in (0, size):
        return []
    start, end, path, whole = 0, size, list[list[Subtree]](), True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(subtrees(middle, end))
            end = middle
        else:
            path.append(subtrees(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(subtrees(start, end))
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes, *, tree: Tree
) -> bool:
    """Tell whether a proof leads from a leaf's hash to the root (RFC 9162, 2.1.3.2).

    Parameters
    ----------
    leaf : bytes
        Hash of the leaf.
    index, size : int
        Place of the leaf, and size of the tree of ``root``.

    Examples
    --------
    >>> tree = Tree()
    >>> a, b = tree.leaves([b"a", b"b"])
    >>> verify_inclusion(a, 0, 2, [b], tree.root([a, b]), tree=tree)
    True
    """
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = tree.node(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = tree.node(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes], *, tree: Tree
) -> bool:
    """Tell whether a proof shows that the newer tree only added to the older one (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= size:
        return False
    if old in (0, size):
        expected = tree.join([]) if old == 0 else root
        return not proof and old_root == expected
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    return bool(path) and _climb(old - 1, size - 1, path, tree) == (old_root, root)


def _climb(place: int, last: int, path: Sequence[bytes], tree: Tree) -> tuple[bytes, bytes] | None:
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            older, newer = tree.node(sibling, older), tree.node(sibling, newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = tree.node(newer, sibling)
        place, last = place >> 1, last >> 1
    return (older, newer) if last == 0 else None


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)
