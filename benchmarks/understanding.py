"""How well and how fast requests are understood, beside a linear SVM over characters.

    python benchmarks/understanding.py [--rounds 5] [--disagreements] [--only speed]

``--disagreements`` also prints where the labels disagree, ids and labels only, for a person to look at.

Needs the shared data sets: the folder named by MINBEN_DATA, else ../shared/data. Writes
results/understanding.json.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import extracting
import misses
import numpy as np
from classifying import per_second, quality, speed
from messages import DATA, HERE, Labelled, labelled, table
from noise import listing

from minben.needs.hotline.core.lexicon import load_lexicon, read
from minben.needs.hotline.core.making import make
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.modelfile import load
from minben.needs.hotline.core.places import Gazetteer, PlaceName
from minben.needs.hotline.core.similar import Finder, Item
from minben.needs.hotline.core.times import since_when

SEED = 0


def readers(texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Texts per second of each of the other readers, medians of the rounds."""
    lexicon, day = load_lexicon(), date(2026, 1, 5)
    register = Gazetteer([PlaceName(n, f"{a}{b}社区", "community") for n, (a, b) in enumerate(names(1_000))])
    items = [Item(n, "", n % 200, None, None, n * 600.0, text) for n, text in enumerate(texts)]
    work: dict[str, Callable[[], object]] = {
        "lexicon": lambda: read(texts, lexicon, at_day=day),
        "places": lambda: register.find(texts),
        "masking": lambda: mask(texts),
        "since_when": lambda: since_when(texts),
        "events": lambda: Finder().join(items, []),
    }
    return {
        name: statistics.median(per_second(one, len(texts)) for _ in range(rounds))
        for name, one in work.items()
    }


def names(count: int) -> list[tuple[str, str]]:
    """Invent names for a register of that size."""
    first, second = (
        "东西南北中上下新老大小高长青红白金银",
        "湖山河桥门塘坪岭园林泉溪港湾坡洲坊里庄村苑台井浦畈圩冲垸坝亭寺塔街巷弄沟",
    )
    pairs = [(a + c, b) for a in first for c in "安宁和平" for b in second]
    return pairs[:count]


def coverage(data: Labelled, raw: Sequence[str]) -> dict[str, Any]:
    """How many messages of another kind a finished model would name by itself."""
    with tempfile.TemporaryDirectory() as folder:
        card = make(data.texts, data.labels.tolist(), Path(folder), seed=SEED, made_on=date(2026, 1, 5))
        said = load(Path(folder)).predict(raw)
    return {
        "rows": len(raw),
        "threshold": card.threshold,
        "above_threshold": float(1 - said.abstained.mean()),
        "rehearsed_accuracy_above": card.provenance.metrics["accuracy_above"],
    }


def main() -> int:
    """Run all, print and write the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--disagreements", action="store_true")
    options.add_argument(
        "--only", choices=("other_deals", "coverage", "speed", "extraction", "readers_docs_per_s")
    )
    chosen = options.parse_args()
    if not DATA.is_dir():
        sys.stderr.write(f"{DATA} is absent: set MINBEN_DATA to the folder of the shared data sets.\n")
        return 2
    data, raw = labelled(), [f"{row['title']} {row['body']}" for row in table("unlabelled_4326")]
    parts: dict[str, Callable[[], Any]] = {
        "other_deals": lambda: misses.other_deals(data),
        "coverage": lambda: coverage(data, raw),
        "speed": lambda: speed(data, raw, chosen.rounds),
        "extraction": lambda: extracting.told(chosen.rounds),
        "readers_docs_per_s": lambda: readers(raw, chosen.rounds),
    }
    path = HERE / "results" / "understanding.json"
    told: dict[str, Any] = {}
    if chosen.only:
        told, parts = json.loads(path.read_text("utf-8")), {chosen.only: parts[chosen.only]}
    else:
        told["classifier"], chances = quality(data)
        told["misses"] = misses.told(data, chances)
        if chosen.disagreements:
            names = tuple(np.unique(data.labels).tolist())
            sys.stdout.write(listing(data, chances, names) + "\n")
    told |= {name: measured() for name, measured in parts.items()}
    text = json.dumps(told, indent=1, ensure_ascii=False)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
