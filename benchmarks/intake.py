"""How fast one request after another comes in over HTTP, beside an endpoint that only writes two rows.

    python benchmarks/intake.py [--requests 300] [--rounds 5] [--sqlite-only]

Both are endpoints of django-ninja under the same gunicorn (gthread, one process, eight threads), same settings, same
tables; four clients send at once. Ours understands the words, looks for similar requests, routes with a deadline,
writes histories, a grant and the leaves of the ledger, in one transaction. Alternating rounds, medians. Then the JSON
API as partners call it, with token, rate limit and Idempotency-Key. Writes results/intake.json.
"""

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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


@contextmanager
def served(environment: dict[str, str], settings: str) -> Iterator[None]:
    """Serve with gunicorn until the block ends."""
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
        yield
    finally:
        server.terminate()
        server.wait()


def rate(path: str, requests: int, headers: dict[str, str]) -> float:
    """Requests a second through one address."""

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

    begin = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(CLIENTS)))
    return requests / (time.perf_counter() - begin)


def measure(environment: dict[str, str], requests: int, rounds: int) -> dict[str, Any]:
    """Both endpoints in turn, then the API."""
    with served(environment, "bare_settings"):
        for path in ("/bare", "/intake"):
            rate(path, 40, {})
        pairs = [(rate("/intake", requests, {}), rate("/bare", requests, {})) for _ in range(rounds)]
    token = subprocess.run(
        [sys.executable, "-c", TOKEN], env=environment, check=True, capture_output=True, text=True
    ).stdout.split()[-1]
    bearer = {"Authorization": f"Bearer {token}"}
    with served(environment, "minben.conf.settings"):
        rate("/api/v1/requests", 40, bearer)
        api = statistics.median(rate("/api/v1/requests", requests, bearer) for _ in range(rounds))
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(mine / other for mine, other in pairs)
    return {
        "intake_per_s": round(ours, 1),
        "bare_two_rows_per_s": round(bare, 1),
        "ratio": round(ratio, 3),
        "goal": GOAL,
        "api_per_s": round(api, 1),
        "api_ratio": round(api / bare, 3),
    }


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
