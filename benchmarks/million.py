"""A million requests in PostgreSQL: what one more takes, and how long the ten busiest pages take.

    python benchmarks/million.py [--total 1000000] [--rounds 5]

The same intake (the action, called in one process) with the thousand requests of a small sample city and after copies
have brought it to a million, medians of the rounds; then the pages of `busy.py`, made anew from the database each
time. Writes results/million.json.
"""

import argparse
import json
import os
import secrets
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from city import a_city, a_postgres

RESULTS = Path(__file__).parent / "results" / "million.json"
GOALS = {"intake_ratio": 1.3, "page_ms": 50, "page_queries": 12}
ONE_BY_ONE = 60


def one_by_one(rounds: int) -> float:
    """Milliseconds that the intake of one request takes, the median of the rounds."""
    from intake import SAID

    from minben.commons.clock import now
    from minben.needs.hotline import actions

    def taken(count: int) -> float:
        begin = time.perf_counter()
        for n in range(count):
            key = secrets.token_hex(8)
            intake = actions.Intake(text=SAID[n], received_at=now(), source="measured", source_key=key)
            actions.receive(intakes=[intake], at=now())
        return 1000 * (time.perf_counter() - begin) / count

    taken(10)
    return statistics.median(taken(ONE_BY_ONE) for _ in range(rounds))


def main() -> None:
    """Measure, print and keep the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--total", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    with a_postgres() as address, a_city(address) as environment:
        os.environ.update(environment)
        found = measure(chosen.total, chosen.rounds)
    text = json.dumps(found, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


def measure(total: int, rounds: int) -> dict[str, Any]:
    """Measure in the city that the environment names."""
    import django

    django.setup()
    from busy import city_requests, measure_page, pages
    from django.conf import settings
    from filling import fill

    settings.ALLOWED_HOSTS = ["testserver"]
    few, few_ms = city_requests(), one_by_one(rounds)
    begin = time.perf_counter()
    fill(total=total, say=lambda words: sys.stderr.write(f"{words}\n"))
    filled_s = time.perf_counter() - begin
    many_ms = one_by_one(rounds)
    return {
        "requests": {"few": few, "many": city_requests()},
        "filled_s": round(filled_s),
        "intake_ms": {
            "few": round(few_ms, 2),
            "many": round(many_ms, 2),
            "ratio": round(many_ms / few_ms, 3),
        },
        "pages": {name: measure_page(visit, rounds) for name, visit in pages().items()},
        "goals": GOALS,
        "rounds": rounds,
        "load_average": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    main()
