"""How waiting entries get their places, and where the hashes of complete subtrees are kept.

Only every eighth level of the tree is stored (:class:`~minben.ledger.models.Node`): a row per 256 entries
instead of two rows per entry. What lies between is computed from at most 256 rows per stored level.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import connection
from django.db.models import Max, Q

from minben.commons.errors import TeachingError
from minben.ledger.core.documents import head_message, stamp
from minben.ledger.core.merkle import Subtree, Tree, plan_root
from minben.ledger.keys import signer
from minben.ledger.models import Entry, Head, Log, Node

__all__ = ["STEP", "algorithm", "roots_of", "seal", "sealed_size"]

STEP = 8
WIDTH = 1 << STEP

_GIVE_PLACES = """
    UPDATE ledger_entry SET position = waiting.place, sealed_at = %s
    FROM (
        SELECT id, %s + row_number() OVER (ORDER BY id) AS place
        FROM (SELECT id FROM ledger_entry WHERE position IS NULL ORDER BY id LIMIT %s) AS oldest
    ) AS waiting
    WHERE ledger_entry.id = waiting.id
"""


def seal(*, at: datetime, limit: int) -> Head | None:
    """Seal up to ``limit`` entries; see :func:`minben.ledger.actions.seal`."""
    log = _locked_log()
    tree, old = Tree(log.algorithm), sealed_size()
    signed = Head.objects.aggregate(size=Max("size"))["size"] or 0
    if signed != old:
        # To sign on would cover up what happened; acts are still written, and wait.
        raise TeachingError("ledger_damaged", signed=signed, found=old)
    # The places are given first and read back: an entry that commits meanwhile waits for the next turn.
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_GIVE_PLACES, [moment, old - 1, limit])
        size = old + cursor.rowcount
    if size == old:
        return None
    _keep_nodes(tree, old, size)
    root = tree.join(roots_of(tree, plan_root(size)))
    return _sign(at, size, root, tree)


def sealed_size() -> int:
    """How many entries have a place."""
    last = Entry.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def algorithm() -> str:
    """The digest algorithm of this installation's log (``MINBEN_DIGEST``), fixed for the life of the log."""
    return str(settings.MINBEN_DIGEST)


def roots_of(tree: Tree, wanted: Iterable[Subtree]) -> list[bytes]:
    """Return the hash of each complete subtree, with one query per stored level."""
    asked = list(wanted)
    ranges: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for subtree in asked:
        ranges[subtree.level // STEP].add(_children(subtree))
    rows = {level: _rows(level, spans) for level, spans in ranges.items()}
    found = []
    for subtree in asked:
        first, end = _children(subtree)
        known = rows[subtree.level // STEP]
        found.append(tree.complete([known[place] for place in range(first, end)]))
    return found


def _locked_log() -> Log:
    Log.objects.get_or_create(pk=1, defaults={"algorithm": algorithm()})
    log = Log.objects.select_for_update().get(pk=1)
    if log.algorithm != algorithm():
        raise TeachingError("ledger_algorithm_changed", kept=log.algorithm, asked=algorithm())
    return log


def _children(subtree: Subtree) -> tuple[int, int]:
    above = subtree.level % STEP
    return subtree.place << above, (subtree.place + 1) << above


def _rows(level: int, spans: set[tuple[int, int]]) -> dict[int, bytes]:
    if level == 0:
        chosen = reduce(or_, (Q(position__gte=first, position__lt=end) for first, end in spans))
        entries = Entry.objects.filter(chosen).values_list("position", "digest")
        return {place: bytes(digest) for place, digest in entries if place is not None}
    chosen = reduce(or_, (Q(place__gte=first, place__lt=end) for first, end in spans))
    nodes = Node.objects.filter(chosen, level=level).values_list("place", "digest")
    return {place: bytes(digest) for place, digest in nodes}


def _keep_nodes(tree: Tree, old: int, size: int) -> None:
    level = 0
    while size >> STEP:
        first, end = old >> STEP, size >> STEP
        known = _rows(level, {(first << STEP, end << STEP)}) if end > first else {}
        Node.objects.bulk_create(
            Node(
                level=level + 1,
                place=place,
                digest=tree.complete([known[below] for below in range(place << STEP, (place + 1) << STEP)]),
            )
            for place in range(first, end)
        )
        level, old, size = level + 1, first, end


def _sign(at: datetime, size: int, root: bytes, tree: Tree) -> Head:
    key = signer()
    message = head_message(size=size, root=root.hex(), at=stamp(at), algorithm=tree.algorithm)
    return Head.objects.create(
        size=size,
        root=root,
        digest_algorithm=tree.algorithm,
        signature=key.sign(message),
        signature_algorithm=key.algorithm,
        key_id=key.key_id,
        public_key=key.public,
        at=at,
    )
