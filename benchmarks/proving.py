"""How fast the ledger writes, seals, proves and verifies, beside plain rows and a plain tree of hashes.

    python benchmarks/proving.py [--entries 20000] [--rounds 5]

Peers from the same run: Django's ``bulk_create`` of rows with the same columns for the appends, and a tree of SHA-256
over the same leaves, made level by level with hashlib alone, for the sealing. SQLite; alternating rounds, medians.
Writes results/proving.json.
"""

import argparse
import hashlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from city import HERE

RESULTS = HERE / "results" / "proving.json"


def timed(work: Callable[[], object], items: int) -> float:
    """Items a second."""
    begin = time.perf_counter()
    work()
    return items / (time.perf_counter() - begin)


def plain_tree(leaves: list[bytes]) -> bytes:
    """The root of a tree of hashes, with nothing kept."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)
        ]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def measure(entries: int, rounds: int) -> dict[str, Any]:
    """Measure on a database that holds nothing else."""
    from django.db import transaction

    from minben.commons.clock import now
    from minben.conf.database import prepare
    from minben.ledger import actions as ledger
    from minben.ledger import queries
    from minben.ledger.models import Entry
    from minben.ledger.verification import findings

    prepare()
    at = now()
    acts = [
        ledger.Act("measured.done", "machine", f"measured:{n}", at, detail={"n": n}) for n in range(entries)
    ]
    append, bare, seal, tree = [], [], [], []
    for _ in range(rounds):
        append.append(timed(lambda: ledger.write(acts), entries))
        leaves = [row.leaf.encode() for row in Entry.objects.filter(position=None).only("leaf")]
        seal.append(timed(lambda: _sealed(ledger, at), entries))
        tree.append(timed(partial(plain_tree, leaves), entries))
        with transaction.atomic():
            rows = [Entry(leaf="{}", digest=b"0" * 32, what="x", who="y", subject="z", at=at) for _ in acts]
            bare.append(timed(partial(Entry.objects.bulk_create, rows, batch_size=2_000), entries))
            transaction.set_rollback(True)
    size = Entry.objects.count()
    keys = list(Entry.objects.order_by("?").values_list("pk", flat=True)[:200])
    prove = statistics.median(
        timed(lambda: [queries.inclusion(key) for key in keys], len(keys)) for _ in range(rounds)
    )
    verify = timed(lambda: list(findings()), size)
    mine, other = statistics.median(append), statistics.median(bare)
    return {
        "entries": size,
        "append_per_s": round(mine),
        "bulk_create_per_s": round(other),
        "append_ratio": round(mine / other, 3),
        "seal_per_s": round(statistics.median(seal)),
        "plain_tree_per_s": round(statistics.median(tree)),
        "proofs_per_s": round(prove),
        "verify_per_s": round(verify),
        "load_average": round(os.getloadavg()[0], 1),
    }


def _sealed(ledger: Any, at: Any) -> None:
    while ledger.seal(at=at):
        pass


def main() -> None:
    """Measure, print and keep the figures."""
    import tempfile

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "MINBEN_HOME": home,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "minben.conf.settings",
        }
        import django

        django.setup()
        found = measure(chosen.entries, chosen.rounds)
    text = json.dumps(found, indent=1)
    Path(RESULTS).write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
