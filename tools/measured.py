"""Writes docs/reference/measured.md from benchmarks/results/*.json: no figure in it is written by hand.

``tools/measured.py`` writes the page; ``make bench`` does so at its end. A test compares the page with the results.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS, PAGE = ROOT / "benchmarks" / "results", ROOT / "docs" / "reference" / "measured.md"
HEAD = """# Measured

Every figure here is copied by `tools/measured.py` from the files that the benchmarks wrote (`make bench`,
`benchmarks/results`); none is written by hand. `ours` and `peer` come from the same run, `ratio` is ours to theirs.
`_s` is seconds, `_ms` milliseconds, `_mb` megabytes, `per_s` a second. On another machine run them again: what carries
over is the ratio.

To size a city: its requests a day, divided by 86,400, times 20 for a peak, must stay well under what one process takes
a second; the rest follows from [the rules of thumb](../how-to/production.md#9-how-large).
"""


def page(results: Path = RESULTS) -> str:
    """Return the page as it should stand."""
    parts = [HEAD]
    for file in sorted(results.glob("*.json")):
        rows = [f"| {name} | {value} |" for name, value in figures(json.loads(file.read_text("utf-8")))]
        parts.append("\n".join([f"## {file.stem}", "", "| figure | measured |", "|---|---:|", *rows]) + "\n")
    return "\n".join(parts)


def figures(told: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every figure of a result with the names that lead to it; long lists are single rounds and are left out."""
    if isinstance(told, dict):
        for key, value in told.items():
            yield from figures(value, f"{name} · {key}" if name else str(key))
    elif isinstance(told, list):
        for nth, value in enumerate(told):
            if isinstance(value, dict):
                yield from figures(value, f"{name} · {value.get('name', nth + 1)}")
    elif told is not None:
        yield name, written(told)


def written(value: Any) -> str:
    """Write a figure as people read it: at most four digits that say something."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).replace("|", "\\|").replace("\n", " ")
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{round(value):,}"
    return f"{value:.4g}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
