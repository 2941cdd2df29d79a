"""A million requests in PostgreSQL: what one more takes, and how long the ten busiest pages take.

    python benchmarks/million.py [--total 1000000] [--rounds 5]

The same intake (the action, called in one process) in a small sample city of a thousand requests and in a copy of it
that copies of its requests have brought to a million: alternating rounds, medians, once for words alone and once for
words with a spot on the map. Then the pages of `busy.py` in the large one, made anew from the database each time.
`cpu_ms` is processor time, without the database's, which `database_cpu_ms` tells. Writes results/million.json.
"""

import argparse
import json
import os
import secrets
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from city import a_city, a_postgres

RESULTS = Path(__file__).parent / "results" / "million.json"
GOALS = {"intake_ratio": 1.3, "page_ms": 50, "page_queries": 12}
ONE_BY_ONE, VISITS = 60, 25
rng = Random(1)


def taken(count: int, *, spot: bool) -> tuple[float, float]:
    """Milliseconds that the intake of one request takes, by the clock and of the processor."""
    from intake import SAID

    from minben.commons.clock import now
    from minben.needs.hotline import actions

    begin, begun = time.perf_counter(), time.process_time()
    for n in range(count):
        # Somewhere in the middle of the sample city.
        where = {"lat": 30.25 + 0.04 * rng.random(), "lon": 120.13 + 0.06 * rng.random()} if spot else {}
        key = secrets.token_hex(8)
        intake = actions.Intake(text=SAID[n], received_at=now(), source="measured", source_key=key, **where)
        actions.receive(intakes=[intake], at=now())
    return 1000 * (time.perf_counter() - begin) / count, 1000 * (time.process_time() - begun) / count


def one_by_one(few: str, many: str, rounds: int, *, spot: bool) -> dict[str, float]:
    """The intake of one request in the small city and in the large one, in turn."""
    pairs = []
    for n in range(rounds + 1):
        pair = []
        for database in (few, many):
            use(database)
            taken(10, spot=spot)
            pair.append(taken(ONE_BY_ONE, spot=spot))
        # The first round warms up.
        pairs += [pair] if n else []
    figures = {
        f"{side}_{what}": round(statistics.median(pair[place][kind] for pair in pairs), 2)
        for place, side in enumerate(("few", "many"))
        for kind, what in enumerate(("ms", "cpu_ms"))
    }
    return {
        **figures,
        "ratio": round(statistics.median(many[0] / few[0] for few, many in pairs), 3),
        "cpu_ratio": round(statistics.median(many[1] / few[1] for few, many in pairs), 3),
    }


def use(database: str) -> None:
    """Go on in another database of the same server."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = database


def size_mb() -> int:
    """How much disk the database takes, its indexes among it [MB]."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1000000")
        return int(cursor.fetchone()[0])


@contextmanager
def a_copy(address: str) -> Iterator[str]:
    """Copy the city into a database beside it; give its name."""
    import psycopg

    server, _, name = address.rpartition("/")
    copy = f"{name}_many"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {copy}")
        connection.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")
        yield copy
        connection.execute(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")


def main() -> None:
    """Measure, print and keep the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--total", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    with a_postgres() as address, a_city(address) as environment, a_copy(address) as many:
        os.environ.update(environment)
        found = measure(address.rpartition("/")[2], many, chosen.total, chosen.rounds)
    text = json.dumps(found, indent=1)
    RESULTS.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


def measure(few: str, many: str, total: int, rounds: int) -> dict[str, Any]:
    """Measure in the city that the environment names, and in its copy."""
    import django

    django.setup()
    from busy import city_requests, measure_page, pages
    from django.conf import settings
    from filling import fill

    settings.ALLOWED_HOSTS = ["testserver"]
    requests = {"few": city_requests()}
    use(many)
    begin = time.perf_counter()
    fill(total=total, say=lambda words: sys.stderr.write(f"{words}\n"))
    filled_s = time.perf_counter() - begin
    requests["many"], database_mb = city_requests(), size_mb()
    found = {
        "requests": requests,
        "database_mb": database_mb,
        "filled_s": round(filled_s),
        "intake": one_by_one(few, many, rounds, spot=False),
        "intake_with_spot": one_by_one(few, many, rounds, spot=True),
    }
    use(many)
    shown = {name: measure_page(visit, VISITS) for name, visit in pages().items()}
    slowest = max(page["median_ms"] for page in shown.values())
    hardest = max(page["cpu_ms"] + page["database_cpu_ms"] for page in shown.values())
    most = max(page["queries"] for page in shown.values())
    return {
        **found,
        "pages": shown,
        "slowest_page_ms": slowest,
        "hardest_page_cpu_ms": round(hardest, 1),
        "most_queries": most,
        "goals": GOALS,
        "rounds": rounds,
        "visits": VISITS,
        "load_average": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    main()
