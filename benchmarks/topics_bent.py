"""What would bend the events of real messages: crowds, and another city's language.

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
import pandas as pd

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from topics import DATA, WEIGHTS, messages  # noqa: E402

from minben.needs.topics.core.joining import join  # noqa: E402
from minben.needs.topics.core.mining import mine  # noqa: E402
from minben.needs.topics.core.shapes import Messages, said  # noqa: E402
from minben.needs.topics.core.voices import hear  # noqa: E402

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


BODY = (
    ("我是这里的业主", "住在这边三年了", "我家就在旁边", "孩子在这里上学", "作为居民"),
    ("真的受不了", "希望早点解决", "多次打电话没用", "物业说管不了", "社区也不管"),
    ("真的受不了", "希望早点解决", "多次打电话没用", "物业说管不了", "社区也不管"),
    ("请领导重视", "谢谢", "拜托了", "等回复", "求答复"),
)
COMPLAINTS, ACCOUNTS = (20, 40, 60, 80, 97), 200
"""Events by their rank, under the title of whose first message so many accounts write."""


def one_title(city: Messages) -> dict[str, Any]:
    """How often honest people share a title, and what accounts reach that each make up a body under one."""
    event = join(city)
    heard = hear(city, event, np.flatnonzero(np.bincount(event) > 1))
    full = np.flatnonzero((heard.weight == 1) & (np.bincount(event)[event] > 1)).tolist()
    titles = Counter((int(event[row]), "".join(filter(str.isalnum, _title(city, row)))) for row in full)
    topics, ranks = mine(city, weights=WEIGHTS), []
    for rank in COMPLAINTS:
        rng = Random(7)
        title = _title(city, int(topics[rank - 1].members[0]))
        texts = [f"{title}\n{'，'.join(rng.choice(some) for some in BODY)}" for _ in range(ACCOUNTS)]
        bent = mine(among(city, texts, rng), weights=WEIGHTS)
        most = max(bent, key=lambda topic: int((topic.members >= len(city)).sum()))
        ranks.append({"before": rank, "after": most.rank, "voices": most.voices})
    return {
        "voices_in_full": len(full),
        "beyond_the_first_of_their_title": len(full) - len(titles),
        "most_under_one_title": max(titles.values()),
        "made_up_bodies": ranks,
    }


def _title(city: Messages, row: int) -> str:
    return city.text[row].partition("\n")[0]


def headings(_city: Messages) -> dict[str, Any]:
    """Of requests in English, with the map: how many events hold two headings, and how far they reach."""
    path = DATA.parent / "boston311" / "requests_2011_jul_oct.parquet"
    rows = pd.read_parquet(path)
    lat, lon = (pd.to_numeric(rows[name], errors="coerce").to_numpy() for name in ("latitude", "longitude"))
    texts = [
        f"{title}\n{where or ''}" for title, where in zip(rows["case_title"], rows["location"], strict=True)
    ]
    at = rows["open_dt"].astype("datetime64[s]").astype("int64").to_numpy().astype(float)
    begin = time.process_time()
    rows["event"] = join(said(texts, at=at, lat=lat, lon=lon))
    seconds = time.process_time() - begin
    rows["lat"], rows["lon"] = lat, lon
    several = rows.groupby("event").filter(lambda some: len(some) > 1).groupby("event")
    reach = np.hypot(_width(several["lat"]) * 111.2, _width(several["lon"]) * 82.2)
    return {
        "requests": len(rows),
        "events_of_several": len(several),
        "events_of_two_headings": float((several["reason"].nunique() > 1).mean()),
        "reach_km": float(np.nanmax(reach)),
        "join_cpu_s": seconds,
    }


def _width(groups: Any) -> Any:
    return groups.max() - groups.min()


PARTS = {"bridges": bridges, "headings": headings, "one_title": one_title}


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
