"""Crowds that would bend the events of real messages: what each attack reaches.

    python benchmarks/topics_bent.py [--only PART]

Needs the shared messages, as benchmarks/topics.py does. Writes results/topics_bent.json.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from topics import WEIGHTS, messages  # noqa: E402

from minben.needs.topics.core.joining import join  # noqa: E402
from minben.needs.topics.core.mining import mine  # noqa: E402
from minben.needs.topics.core.shapes import Messages, said  # noqa: E402

MONTH_S = 25 * 86_400.0
PAIRS = ((1, 2), (1, 3), (1, 5), (2, 5), (2, 18), (3, 5), (4, 5), (4, 18), (6, 10))
"""Events by their rank, of which others tell two at once."""
BRIDGES = (20, 50, 100)


def among(city: Messages, texts: list[str], rng: Random) -> Messages:
    """The same messages, and others by as many accounts, spread over the last weeks."""
    size, last = len(texts), city.at.max()
    added = said(
        texts, key=int(city.key.max()) + 1 + np.arange(size), person=int(city.person.max()) + 1 + np.arange(size),
        at=np.array([rng.uniform(last - MONTH_S, last) for _ in texts]),
    )  # fmt: skip
    columns = {
        name: [*city.text, *added.text]
        if name == "text"
        else np.concatenate([getattr(city, name), getattr(added, name)])
        for name in Messages.__dataclass_fields__
    }
    return Messages(**columns)


def bridges(city: Messages) -> dict[str, Any]:
    """Accounts that each tell of two events at once: do these become one, and how much of each stays together?"""
    topics, merged, kept = mine(city, weights=WEIGHTS), Counter[int](), []
    for one, other in PAIRS:
        events = [topics[rank - 1].members.tolist() for rank in (one, other)]
        for times in BRIDGES:
            rng = Random(times)
            told = [[city.text[rng.choice(some)].partition("\n") for some in events] for _ in range(times)]
            texts = [f"{one[0]}，{other[0]}\n{one[2][:100]}{other[2][:100]}" for one, other in told]
            event = join(among(city, texts, rng))
            most = [Counter(event[some].tolist()).most_common(1)[0] for some in events]
            merged[times] += most[0][0] == most[1][0]
            kept += [count / len(some) for (_, count), some in zip(most, events, strict=True)]
    return {
        "pairs_of_events": len(PAIRS),
        "made_one_by": {str(times): merged[times] for times in BRIDGES},
        "kept_together_of_each": {"mean": float(np.mean(kept)), "least": min(kept)},
    }


PARTS = {"bridges": bridges}


def main() -> int:
    """Run the parts, print and write the figures; parts that were not asked for keep theirs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", choices=sorted(PARTS), action="append")
    asked = options.parse_args().only or sorted(PARTS)
    city = messages()
    if city is None:
        return 1
    path = HERE / "results" / "topics_bent.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for part in asked:
        begin = time.process_time()
        found[part] = PARTS[part](city) | {"cpu_s": time.process_time() - begin}
    text = json.dumps(found, indent=1, ensure_ascii=False)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
