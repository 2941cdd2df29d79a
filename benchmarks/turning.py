"""How fast a file goes once round the loop, and how much memory that takes.

Two claims, each beside its measure from the same run:

- requests a second through `minben turn` on SQLite (read, understand, group, route, history, ledger, summary), beside
  the bare writing of two rows a request with Django's own ``bulk_create``, which does none of that;
- peak memory for eight times the rows, beside that for the rows once.

Five alternating rounds, medians. Writes ``benchmarks/results/turning.json``.
"""

import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from random import Random

ROWS, ROUNDS = 8_000, 5
RESULTS = Path(__file__).parent / "results" / "turning.json"
GOAL_PER_S = 2_000

PEER = """
import sys, time
import django
django.setup()
from minben.conf.database import prepare
prepare()
import csv
from datetime import datetime
from zoneinfo import ZoneInfo
from django.db import transaction
from minben.needs.hotline.models import Entry, Request
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
begin = time.perf_counter()
zone = ZoneInfo("Asia/Shanghai")
for first in range(0, len(rows), 2000):
    with transaction.atomic():
        made = Request.objects.bulk_create(
            Request(code=f"X{first + n}", source="peer", source_key=row["id"], channel="import", text=row["text"],
                    masked=row["text"], received_at=datetime.fromisoformat(row["when"]).replace(tzinfo=zone))
            for n, row in enumerate(rows[first:first + 2000])
        )
        Entry.objects.bulk_create(
            Entry(request=one, at=one.received_at, step="received", actor="record") for one in made
        )
print(len(rows) / (time.perf_counter() - begin))
"""


def write_export(path: Path, rows: int) -> None:
    """Write an export of invented requests with their categories."""
    from minben.ground.registers.core.city import imagine
    from minben.needs.hotline.sample_texts import write_requests

    rng = Random(7)
    city = imagine(rng, people=2_000)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "when", "person", "category", "lat", "lon"])
        for n, one in enumerate(write_requests(rng, n=rows, city=city, start=date(2025, 1, 1))):
            when = one.received_at.strftime("%Y-%m-%d %H:%M:%S")
            writer.writerow([n, one.text, when, one.person, one.true_category, one.lat or "", one.lon or ""])


def ours(path: Path) -> float:
    """Requests a second of one turn on a fresh database."""
    return float(json.loads(_run(path, ["-m", "minben", "turn", "--requests", str(path), "--json"]))["per_s"])


def peer(path: Path) -> float:
    """Requests a second of bare ``bulk_create`` on a fresh database."""
    return float(_run(path, ["-c", PEER, str(path)]))


def _run(path: Path, arguments: list[str]) -> str:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "MINBEN_HOME": home, "DJANGO_SETTINGS_MODULE": "minben.conf.settings", "DATABASE_URL": "",
        }  # fmt: skip
        ended = subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True
        )
    return ended.stdout.splitlines()[-1]


def peak_mb(path: Path) -> float:
    """Peak memory of one turn [MB], measured in a process that does nothing else."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    turn = [sys.executable, "-m", "minben", "turn", "--requests", str(path), "--json"]
    return int(_run(path, ["-c", script, *turn])) / 1024


def main() -> None:
    """Measure, print and keep the figures."""
    with tempfile.TemporaryDirectory() as folder:
        once, eight = Path(folder) / "once.csv", Path(folder) / "eight.csv"
        write_export(once, ROWS)
        write_export(eight, 8 * ROWS)
        rounds = [(ours(once), peer(once)) for _ in range(ROUNDS)]
        memory_once, memory_eight = peak_mb(once), peak_mb(eight)
    mine, other = (statistics.median(column) for column in zip(*rounds, strict=True))
    figures = {
        "rows": ROWS,
        "rounds": ROUNDS,
        "turn_per_s": round(mine),
        "goal_per_s": GOAL_PER_S,
        "bulk_create_two_rows_per_s": round(other),
        "ratio": round(mine / other, 3),
        "peak_mb": round(memory_once),
        "peak_mb_eight_times": round(memory_eight),
        "memory_ratio": round(memory_eight / memory_once, 3),
        "cpu_s": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
