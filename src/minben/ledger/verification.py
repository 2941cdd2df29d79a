"""Reading the whole log from the database for :mod:`minben.ledger.core.audit`, a few rows at a time."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from minben.ledger.core.audit import Finding, Row, audit, audit_waiting
from minben.ledger.core.documents import SignedHead
from minben.ledger.core.merkle import Subtree, Tree, plan_root
from minben.ledger.models import Entry, Head, Node
from minben.ledger.sealing import STEP, algorithm, roots_of, sealed_size

__all__ = ["contains", "findings", "signed_head"]

_COLUMNS = ("id", "position", "leaf", "digest", "what", "who", "subject", "at", "sealed_at")
_AT_ONCE = 2000


def findings(*, public_keys: Collection[bytes] = ()) -> Iterator[Finding]:
    """Recompute everything and yield what is not as it was written, sealed and signed.

    Parameters
    ----------
    public_keys : collection of bytes
        Keys that may have signed; empty accepts any. A head of another key is a finding ``key``.
    """
    # Read before the newest head: an entry sealed meanwhile must not look like one without a signature.
    sealed = sealed_size()
    newest = Head.objects.order_by("-size").values_list("size", flat=True).first() or 0
    tree = Tree(algorithm())
    rows = Entry.objects.filter(position__lt=max(sealed, newest)).order_by("position")
    heads = Head.objects.filter(size__lte=newest).order_by("size")
    for head in heads.iterator(_AT_ONCE):
        if public_keys and bytes(head.public_key) not in public_keys:
            yield Finding("key", {"size": head.size, "key": head.key_id})
    signed = (signed_head(head) for head in heads.iterator(_AT_ONCE))
    yield from audit(_rows(rows), signed, _stored, tree=tree)
    yield from audit_waiting(_rows(Entry.objects.filter(position=None).order_by("id")), tree=tree)


def contains(head: SignedHead) -> bool:
    """Tell whether the log still begins with what a head saved elsewhere was signed over."""
    if head.size > sealed_size():
        return False
    tree = Tree(head.digest_algorithm)
    try:
        return tree.join(roots_of(tree, plan_root(head.size))) == head.root
    except KeyError:
        return False  # a place that must hold an entry is empty


def signed_head(head: Head) -> SignedHead:
    """Return a stored head in the form that can be checked."""
    return SignedHead(
        size=head.size,
        root=bytes(head.root),
        at=head.at,
        digest_algorithm=head.digest_algorithm,
        signature=bytes(head.signature),
        signature_algorithm=head.signature_algorithm,
        public_key=bytes(head.public_key),
    )


def _rows(found: QuerySet[Entry]) -> Iterator[Row]:
    for key, position, leaf, digest, *rest in found.values_list(*_COLUMNS).iterator(_AT_ONCE):
        yield Row(key, -1 if position is None else position, leaf, bytes(digest), *rest)


def _stored(subtree: Subtree) -> bytes | None:
    found = Node.objects.filter(level=subtree.level // STEP, place=subtree.place)
    digest = found.values_list("digest", flat=True).first()
    return None if digest is None else bytes(digest)
