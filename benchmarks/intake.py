"""How fast one request after another comes in over HTTP, beside an endpoint that only writes two rows.

    python benchmarks/intake.py [--requests 300] [--rounds 5] [--sqlite-only]

Both are endpoints of django-ninja under the same gunicorn (gthread, one process, eight threads), same settings, same
tables; four clients send at once. Ours understands the words, looks for similar requests, routes with a deadline,
writes histories, a grant and the leaves of the ledger, in one transaction. Alternating rounds, medians. Then the JSON
API as partners call it, with token, rate limit and Idempotency-Key. Beside requests a second stands what one request
costs the server's own process [CPU ms], without the clients and without PostgreSQL. Writes results/intake.json.
"""

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from city import a_city, a_postgres

from minben.ground.registers.core.city import imagine
from minben.needs.hotline.sample_texts import write_requests

PORT, CLIENTS, GOAL, SEED = 8799, 4, 0.5, 20260101
RESULTS = Path(__file__).parent / "results" / "intake.json"
TOKEN = """
import django
django.setup()
from minben.commons.clock import now
from minben.institutions.partners import actions as partners
partners.enrol_partners(rows=[partners.NewPartner("measured", "计时", "计时")], at=now())
new = partners.NewToken(partner="measured", name="measured", scopes=["requests:write"], per_minute=100_000)
print(partners.issue_token(new=new, at=now()).token)
"""
numbers = count()


def words() -> list[str]:
    """What people of the sample city say, about as many things in as many places."""
    rng = Random(11)
    city = imagine(Random(SEED), people=500)
    return [one.text for one in write_requests(rng, n=5_000, city=city, start=date(2026, 1, 1))]


SAID = words()


@dataclass(frozen=True)
class Speed:
    """Requests a second, what one of them costs the server [CPU ms], and which share of them was routed."""

    per_s: float
    cpu_ms: float
    routed: float


def cpu_s(process: int) -> float:
    """Processor time that a process and those it started have used so far [s]."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    times = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK") + sum(cpu_s(int(child)) for child in children)


@contextmanager
def served(environment: dict[str, str], settings: str) -> Iterator[int]:
    """Serve with gunicorn until the block ends; give the number of its process."""
    command = [
        sys.executable, "-m", "gunicorn", "minben.conf.wsgi", "--bind", f"127.0.0.1:{PORT}", "--worker-class",
        "gthread", "--threads", "8", "--workers", "1", "--log-level", "error",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment | {"DJANGO_SETTINGS_MODULE": settings})
    try:
        for _ in range(300):
            try:
                HTTPConnection("127.0.0.1", PORT, timeout=1).connect()
                break
            except OSError:
                time.sleep(0.1)
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def rate(path: str, requests: int, headers: dict[str, str], server: int) -> Speed:
    """Send so many requests to one address."""
    routed: list[int] = []

    def client(_number: int) -> None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
        for _ in range(requests // CLIENTS):
            n = next(numbers)
            key = f"{n:06}{secrets.token_hex(5)}"
            said = {"text": SAID[n % len(SAID)]} | ({} if path.startswith("/api") else {"key": key})
            sent = {"Content-Type": "application/json", "Idempotency-Key": key, **headers}
            connection.request("POST", path, json.dumps(said), sent)
            answer = connection.getresponse()
            told = answer.read()
            if answer.status not in (200, 201):
                raise SystemExit(f"{path}: {answer.status} {told[:300]!r}")
            routed.append(json.loads(told).get("handed_over", 0))

    begin, used = time.perf_counter(), cpu_s(server)
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(CLIENTS)))
    per_s = len(routed) / (time.perf_counter() - begin)
    return Speed(per_s, (cpu_s(server) - used) * 1000 / len(routed), sum(routed) / len(routed))


def measure(environment: dict[str, str], requests: int, rounds: int) -> dict[str, Any]:
    """Both endpoints in turn, then the API."""
    with served(environment, "bare_settings") as server:
        for path in ("/bare", "/intake"):
            rate(path, 40, {}, server)
        pairs = [
            (rate("/intake", requests, {}, server), rate("/bare", requests, {}, server))
            for _ in range(rounds)
        ]
    token = subprocess.run(
        [sys.executable, "-c", TOKEN], env=environment, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    bearer = {"Authorization": f"Bearer {token}"}
    with served(environment, "minben.conf.settings") as server:
        rate("/api/v1/requests", 40, bearer, server)
        api = middle([rate("/api/v1/requests", requests, bearer, server) for _ in range(rounds)])
    ours, bare = (middle(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(mine.per_s / other.per_s for mine, other in pairs)
    return {
        "intake_per_s": round(ours.per_s, 1),
        "bare_two_rows_per_s": round(bare.per_s, 1),
        "ratio": round(ratio, 3),
        "goal": GOAL,
        "api_per_s": round(api.per_s, 1),
        "api_ratio": round(api.per_s / bare.per_s, 3),
        "cpu_ms_of_one": {
            "intake": round(ours.cpu_ms, 2),
            "bare_two_rows": round(bare.cpu_ms, 2),
            "api": round(api.cpu_ms, 2),
        },
        "cpu_ratio": round(bare.cpu_ms / ours.cpu_ms, 3),
        # The others the classifier was not sure of: they wait for a clerk, as they should.
        "share_routed": round(ours.routed, 3),
    }


def middle(speeds: Sequence[Speed]) -> Speed:
    """The median of each figure."""
    return Speed(*(statistics.median(column) for column in zip(*map(astuple, speeds), strict=True)))


def main() -> None:
    """Measure, print and keep the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=300)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--sqlite-only", action="store_true")
    chosen = options.parse_args()
    found: dict[str, Any] = {"requests": chosen.requests, "rounds": chosen.rounds, "clients": CLIENTS}
    with a_city() as environment:
        found["sqlite"] = measure(environment, chosen.requests, chosen.rounds)
    if not chosen.sqlite_only:
        with a_postgres() as address, a_city(address) as environment:
            found["postgresql"] = measure(environment, chosen.requests, chosen.rounds)
    found["load_average"] = round(os.getloadavg()[0], 1)
    text = json.dumps(found, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
