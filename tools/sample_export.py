"""Two exports as an office would have them, for whoever follows the tutorial without an export at hand.

``tools/sample_export.py FOLDER`` writes ``past.csv`` (last year's requests, each with the heading a clerk gave it)
and ``new.csv`` (requests that nobody has looked at yet). Both come from the sample city's own writer and a seed.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

from minben.ground.registers.core.city import City, imagine
from minben.needs.hotline.sample_texts import SampleRequest, leaves, simulate_outcome, write_requests

SEED = 20260301
PAST, NEW = 4_000, 1_000
PROMISED = timedelta(days=5)


def write(folder: Path) -> None:
    """Write both exports; the same files every time."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(SEED)
    city = imagine(rng, people=1_000)
    past = write_requests(rng, n=PAST, city=city, start=date(2025, 1, 1))
    _write(folder / "past.csv", (_row(n, one, city) | _ended(rng, one, city) for n, one in enumerate(past)))
    new = write_requests(rng, n=NEW, city=city, start=date(2026, 1, 1), days=30)
    _write(folder / "new.csv", (_row(PAST + n, one, city) for n, one in enumerate(new)))


def _row(number: int, one: SampleRequest, city: City) -> dict[str, str]:
    places = {place.code: place.name for place in city.places}
    return {
        "工单编号": f"LJ{number:06}",
        "来电时间": f"{one.received_at:%Y-%m-%d %H:%M}",
        "诉求内容": one.text,
        "社区": places.get(one.place, ""),
        "来电人编号": f"P{one.person:05}",
    }


def _ended(rng: Random, one: SampleRequest, city: City) -> dict[str, str]:
    """What the office wrote down when it was done."""
    names = {leaf.code: leaf.zh for leaf in leaves()}
    outcome = simulate_outcome(rng, one, city.residents[one.person])
    closed = one.received_at + timedelta(hours=outcome.answered_hours)
    return {
        "诉求类别": names[one.category],
        "办理时限": f"{one.received_at + PROMISED:%Y-%m-%d %H:%M}",
        "办结时间": f"{closed:%Y-%m-%d %H:%M}",
        "答复内容": outcome.answer,
    }


def _write(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    made = list(rows)
    # With the mark that Chinese offices' spreadsheets need to read UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.DictWriter(file, fieldnames=list(made[0]))
        sheet.writeheader()
        sheet.writerows(made)


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "export"))
