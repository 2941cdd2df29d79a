"""How well the check of answers tells whole answers from those with a gap, beside the length of the answer alone.

    python benchmarks/replying.py [--set FILE] [--replies] [--write]

Reads tests/needs/hotline/gold/replies.jsonl, two hundred answers written and labelled before the check was: none of it
is learnt from. Each figure is the chance that a whole answer stands above one with a gap (AUC). With --replies also the
real answers of replied_2816, marked by others for whether they explain: there length alone says nearly everything, so
that figure proves little. Writes results/replying.json when told to.
"""

import argparse
import csv
import gzip
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from minben.needs.hotline.background import shipped, taught_on
from minben.needs.hotline.core.replying.check import check
from minben.needs.hotline.core.replying.cues import patterns_on
from minben.needs.hotline.core.scores import auc

HERE = Path(__file__).resolve().parent
GOLD = HERE.parent / "tests" / "needs" / "hotline" / "gold" / "replies.jsonl"
DATA = Path(os.environ.get("MINBEN_DATA", HERE.parent.parent / "shared" / "data"))
DAY = date(2026, 3, 1)


def readiness(pairs: Sequence[tuple[str, str]], *, learned: bool = True) -> list[float]:
    """How sure the check is of each answer that nothing is missing."""
    patterns, background, taught = patterns_on(DAY), shipped(), taught_on(DAY) if learned else None
    return [
        check(message, reply, patterns=patterns, background=background, taught=taught).ready
        for message, reply in pairs
    ]


def of_gold(file: Path) -> dict[str, Any]:
    """All figures of a file of answers with `message`, `reply`, `good` and `form`."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    readiness([(rows[0]["message"], rows[0]["reply"])])  # what is read once is not counted
    begin = time.process_time()
    ready = readiness([(row["message"], row["reply"]) for row in rows])
    spent = time.process_time() - begin
    length = [float(len(row["reply"])) for row in rows]
    found: dict[str, Any] = {"answers": len(rows), "ms_each": 1_000 * spent / len(rows)}
    rules = readiness([(row["message"], row["reply"]) for row in rows], learned=False)
    for name, said in (("check", ready), ("rules_alone", rules), ("length_alone", length)):
        whole = [value for value, row in zip(said, rows, strict=True) if row["good"]]
        found[name] = {"all": auc(whole, [v for v, row in zip(said, rows, strict=True) if not row["good"]])}
        for form in sorted({row["form"] for row in rows if not row["good"]}):
            lacking = [value for value, row in zip(said, rows, strict=True) if row["form"] == form]
            found[name][form] = auc(whole, lacking)
    found["ratio"] = found["check"]["all"] / found["length_alone"]["all"]
    return found


def of_real() -> dict[str, Any]:
    """The answers of replied_2816 that were marked good or bad at explaining, by the check and by length."""
    csv.field_size_limit(10**9)
    with gzip.open(DATA / "messages" / "replied_2816.csv.gz", "rt", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    marked = [row for row in rows if row["explain_syu"].strip()]
    levels = sorted({float(row["explain_syu"]) for row in marked})
    ready = readiness([(f"{row['title']}\n{row['body']}", row["reply"]) for row in marked])
    top = [float(row["explain_syu"]) == levels[-1] for row in marked]
    found: dict[str, Any] = {"answers": len(marked), "levels": len(levels)}
    for name, said in (("check", ready), ("length_alone", [float(len(row["reply"])) for row in marked])):
        found[name] = auc(
            [v for v, best in zip(said, top, strict=True) if best],
            [v for v, best in zip(said, top, strict=True) if not best],
        )
    return found


def main() -> int:
    """Run, print and, when told to, write the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--set", type=Path, default=GOLD)
    options.add_argument("--replies", action="store_true")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    found = of_gold(given.set)
    if given.replies and DATA.is_dir():
        found["replied_2816"] = of_real()
    text = json.dumps(found, indent=1, ensure_ascii=False)
    if given.write:
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results" / "replying.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
