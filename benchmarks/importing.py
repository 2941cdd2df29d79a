"""How fast exports come in, and how much memory that takes: a real one of 41,827 rows, a generated one of a million.

    python benchmarks/importing.py [--million 1000000] [--rounds 5] [--only boston|million]

Each goes once round by `minben turn` on SQLite (read, understood, grouped, routed, history, ledger, topics, summary),
beside the bare writing of two rows a request with Django's own ``bulk_create`` in the same run, which does none of
that and whose reading of the file is not counted. Boston's rows in alternating rounds, medians; the million once: its
`rounds` says so. CPU seconds and peak memory are those of the whole process, its start included. Boston's rows are not
ours to hand on: they lie in the folder named by MINBEN_DATA, else ../shared/data; where they are absent the result says
so. Writes results/importing.json.
"""

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "importing.json"
DATA = Path(os.environ.get("MINBEN_DATA", HERE.parent.parent / "shared" / "data"))
BOSTON = DATA / "boston311" / "requests_2011_jul_oct.parquet"
GOAL_PER_S = 2_000

PEER = """
import sys, time
import django
django.setup()
from minben.conf.database import prepare
prepare()
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from django.db import transaction
from minben.commons.tables import rows
from minben.needs.hotline.models import Entry, Request
path, key, text, when = sys.argv[1:]
zone, count, took = ZoneInfo("Asia/Shanghai"), 0, 0.0
def moment(told):
    told = told if isinstance(told, datetime) else datetime.fromisoformat(told)
    return told if told.tzinfo else told.replace(tzinfo=zone)
for batch in rows(Path(path), batch=2000):
    some = [(str(row[key]), str(row[text]), moment(row[when])) for row in batch.rows]
    begin = time.perf_counter()
    with transaction.atomic():
        made = Request.objects.bulk_create(
            Request(code=f"X{count + n}", source="peer", source_key=one, channel="import", text=words,
                    masked=words, received_at=at)
            for n, (one, words, at) in enumerate(some)
        )
        Entry.objects.bulk_create(
            Entry(request=one, at=one.received_at, step="received", actor="record") for one in made
        )
    took += time.perf_counter() - begin
    count += len(some)
print('{"per_s": %f, "imported": %d}' % (count / took, count))
"""
# The process that is measured is the only child of one that does nothing else.
ALONE = """
import json, resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], check=True, stdout=subprocess.PIPE, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
told = json.loads(ended.stdout.splitlines()[-1])
print(json.dumps(told | {"peak_mb": used.ru_maxrss / 1024, "cpu_s": used.ru_utime + used.ru_stime}))
"""


@dataclass(frozen=True)
class Export:
    """A file, the column names of key, words and moment, and how a turn is told of them."""

    path: Path
    columns: tuple[str, str, str]
    told: tuple[str, ...] = ()


def write_million(path: Path, rows: int) -> None:
    """Write an export of two years of a city that exists nowhere; the same rows each time."""
    from minben.ground.registers.core.city import imagine
    from minben.needs.hotline.sample_texts import write_requests

    rng = Random(7)
    city = imagine(rng, people=20_000)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "when", "person", "category", "lat", "lon"])
        for n, one in enumerate(write_requests(rng, n=rows, city=city, start=date(2024, 1, 1), days=730)):
            when = one.received_at.strftime("%Y-%m-%d %H:%M:%S")
            writer.writerow([n, one.text, when, one.person, one.true_category, one.lat or "", one.lon or ""])


def ours(export: Export) -> dict[str, Any]:
    """One turn on a fresh database."""
    return _run(["-m", "minben", "turn", "--requests", str(export.path), *export.told, "--json"])


def peer(export: Export) -> dict[str, Any]:
    """Bare ``bulk_create`` on a fresh database."""
    return _run(["-c", PEER, str(export.path), *export.columns])


def _run(arguments: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "MINBEN_HOME": home, "DJANGO_SETTINGS_MODULE": "minben.conf.settings", "DATABASE_URL": "",
        }  # fmt: skip
        ended = subprocess.run(
            [sys.executable, "-c", ALONE, sys.executable, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def measure(export: Export, rounds: int) -> dict[str, Any]:
    """Both in turn; the medians of the rounds."""
    pairs = []
    for n in range(rounds):
        pairs.append((ours(export), peer(export)))
        sys.stderr.write(
            f"{export.path.name}, round {n + 1}: {pairs[-1][0]['per_s']:.0f} requests a second\n"
        )

    def median(figure: str, side: int) -> float:
        return statistics.median(pair[side][figure] for pair in pairs)

    return {
        "rows": pairs[0][0]["imported"],
        "rounds": rounds,
        "turn_per_s": round(median("per_s", 0)),
        "goal_per_s": GOAL_PER_S,
        "bulk_create_two_rows_per_s": round(median("per_s", 1)),
        "ratio": round(statistics.median(mine["per_s"] / other["per_s"] for mine, other in pairs), 3),
        "turn_cpu_s": round(median("cpu_s", 0), 1),
        "bulk_create_cpu_s": round(median("cpu_s", 1), 1),
        "cpu_ratio": round(statistics.median(mine["cpu_s"] / other["cpu_s"] for mine, other in pairs), 2),
        "peak_mb": round(median("peak_mb", 0)),
        "load_average": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    """Measure, print and keep the figures; what is not measured this time stays as it was."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--million", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--only", choices=("boston", "million"))
    chosen = options.parse_args()
    found: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    if chosen.only != "million":
        boston = Export(BOSTON, ("case_enquiry_id", "case_title", "open_dt"), ("--map", "text=case_title"))
        absent = f"not measured: {BOSTON.name} is absent; set MINBEN_DATA to the folder of the shared data"
        found["boston"] = measure(boston, chosen.rounds) if BOSTON.exists() else absent
    if chosen.only != "boston":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "million.csv"
            write_million(path, chosen.million)
            found["million"] = measure(Export(path, ("id", "text", "when")), 1)
    text = json.dumps(found, indent=1)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
