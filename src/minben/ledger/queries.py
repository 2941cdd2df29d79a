"""What anyone may read of the ledger: heads, entries without personal data, and proofs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet

from minben.commons.digests import JSON
from minben.commons.errors import TeachingError
from minben.ledger.appending import Appended
from minben.ledger.columns import known_words, one_of
from minben.ledger.core.documents import SignedHead, consistency_document, inclusion_document
from minben.ledger.core.merkle import Subtree, Tree, plan_consistency, plan_inclusion, plan_root
from minben.ledger.models import Entry, Head
from minben.ledger.sealing import roots_of, sealed_size
from minben.ledger.verification import signed_head

__all__ = [
    "Appended",
    "EntryRow",
    "SignedHead",
    "backlog_age",
    "consistency",
    "count",
    "entries_about",
    "entry",
    "head_at",
    "inclusion",
    "known_words",
    "latest_head",
    "one_of",
    "recent",
]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One act as anyone may see it; ``position`` is None until it is sealed."""

    id: int
    what: str
    who: str
    subject: str
    at: datetime
    leaf: str
    position: int | None
    sealed_at: datetime | None


_COLUMNS = ("id", "what", "who", "subject", "at", "leaf", "position", "sealed_at")


def latest_head() -> SignedHead | None:
    """Return the newest signed head; None before the first seal."""
    return _signed(Head.objects.order_by("-size").first())


def head_at(size: int) -> SignedHead | None:
    """Return the head that was signed at exactly this size, if there is one."""
    return _signed(Head.objects.filter(size=size).first())


def entry(entry_id: int) -> EntryRow | None:
    """Return one entry by its id."""
    rows = _rows(Entry.objects.filter(pk=entry_id))
    return rows[0] if rows else None


def recent(limit: int = 50) -> list[EntryRow]:
    """Return the newest entries, newest first."""
    return _rows(Entry.objects.order_by("-id")[:limit])


def entries_about(subject: str, *, limit: int = 200) -> list[EntryRow]:
    """Return the newest entries about a subject, oldest of them first."""
    return _rows(Entry.objects.filter(subject=subject).order_by("-id")[:limit])[::-1]


def count() -> int:
    """Return how many entries are sealed."""
    return sealed_size()


def backlog_age(*, at: datetime) -> timedelta:
    """Return how long the oldest unsealed entry has waited; zero when none waits."""
    oldest = Entry.objects.filter(position=None).aggregate(oldest=Min("at"))["oldest"]
    return max(at - oldest, timedelta(0)) if oldest else timedelta(0)


def inclusion(entry_id: int) -> dict[str, JSON]:
    """Return the proof that an entry is in the log, as a document anyone can check.

    Raises
    ------
    TeachingError
        ``ledger_empty``, or ``ledger_entry_missing`` when it does not exist or is not sealed.
    """
    head, row = _head(), entry(entry_id)
    if row is None or row.position is None or row.position >= head.size:
        raise TeachingError("ledger_entry_missing", entry=entry_id)
    proof = _proof(Tree(head.digest_algorithm), plan_inclusion(row.position, head.size))
    return inclusion_document(leaf=row.leaf, index=row.position, proof=proof, head=head)


def consistency(old_size: int) -> dict[str, JSON]:
    """Return the proof that the log only grew since it had ``old_size`` entries.

    Raises
    ------
    TeachingError
        ``ledger_empty`` or ``ledger_size_unknown``.
    """
    head = _head()
    if not 0 <= old_size <= head.size:
        raise TeachingError("ledger_size_unknown", size=old_size, known=head.size)
    tree = Tree(head.digest_algorithm)
    old_root = tree.join(roots_of(tree, plan_root(old_size)))
    proof = _proof(tree, plan_consistency(old_size, head.size))
    return consistency_document(old_size=old_size, old_root=old_root, proof=proof, head=head)


def _head() -> SignedHead:
    head = latest_head()
    if head is None:
        raise TeachingError("ledger_empty")
    return head


def _proof(tree: Tree, plan: list[list[Subtree]]) -> list[bytes]:
    found = iter(roots_of(tree, [subtree for step in plan for subtree in step]))
    return [tree.join([next(found) for _subtree in step]) for step in plan]


def _signed(head: Head | None) -> SignedHead | None:
    return None if head is None else signed_head(head)


def _rows(found: QuerySet[Entry]) -> list[EntryRow]:
    return [EntryRow(*values) for values in found.values_list(*_COLUMNS)]
