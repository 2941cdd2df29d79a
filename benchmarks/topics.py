"""Events and their ranking: joining beside MinHash, ranking beside raw counts, a million texts, a crowd that lies.

    python benchmarks/topics.py [--texts 1000000] [--small]

Needs the shared messages (the folder named by MINBEN_DATA, else ../shared/data) for the first two parts, and `rensa`
for the peer of the first; what is absent is said and left out. Writes results/topics.json.
"""

import argparse
import csv
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

import numpy as np
from scipy.stats import spearmanr

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

from minben.ground.registers.core.city import imagine  # noqa: E402
from minben.needs.hotline.core.lexicon import load_lexicon, read  # noqa: E402
from minben.needs.hotline.sample_texts import write_requests  # noqa: E402
from minben.needs.topics.core.daily import join_new, know  # noqa: E402
from minben.needs.topics.core.hotness import weights_at  # noqa: E402
from minben.needs.topics.core.joining import join  # noqa: E402
from minben.needs.topics.core.mining import mine  # noqa: E402
from minben.needs.topics.core.shapes import Messages, said  # noqa: E402
from tests.needs.topics.core.cities import (  # noqa: E402
    ATTACKS,
    DETAILS,
    ENDINGS,
    MATTERS,
    OPENINGS,
    SINCE,
    a_month,
    attacked,
)

DATA = Path(os.environ.get("MINBEN_DATA", ROOT.parent / "shared" / "data")) / "messages"
GOLD = ROOT / "tests" / "needs" / "topics" / "gold" / "pairs.csv"
READ_AGAIN = GOLD.with_name("pairs_second.csv")
WEIGHTS = weights_at(date(2026, 1, 5))
KNOWN = {
    "shared": ("丽发新城", "伊景园", "人才"),
    "others": ("魅力之城", "58车贷", "经济学院", "万境K9县", "泉塘", "楚龙"),
}
PERMUTATIONS, SHINGLE = 128, 3
# Read apart from the joining's own names: an estate or a firm by what it ends with.
ESTATE = re.compile(
    r"([\u4e00-\u9fff]{2,5}?)(?:小区|花园|家园|公寓|大厦|新村|新城|名府|名邸|华府|雅苑|社区|山庄|学院|大学|中学|小学|幼儿园|医院|公司|平台)"
)
CODES = re.compile(r"[A-Za-z]\d{0,2}(?:市|区|县)")
YEAR_S = 365 * 86_400.0
SKETCHED = 20_000


def messages() -> Messages | None:
    """The unlabelled messages, or None where they are absent."""
    path = DATA / "unlabelled_4326.csv.gz"
    if not path.exists():
        sys.stderr.write(f"{path} is absent: set MINBEN_DATA to the folder of the shared data sets.\n")
        return None
    csv.field_size_limit(10**9)
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    texts = [f"{row['title']}\n{row['body']}" for row in rows]
    people = {name: number for number, name in enumerate(sorted({row["user"] for row in rows}))}
    told = read(texts, load_lexicon(), at_day=date(2026, 1, 5))
    urgency = {"urgent": 1.0, "soon": 0.5}
    return said(
        texts,
        key=np.array([int(row["id"]) for row in rows]),
        at=np.array([_seconds(row["created"]) for row in rows]),
        person=np.array([people[row["user"]] for row in rows]),
        support=np.array([float(row["likes"]) for row in rows]),
        urgent=np.array([1.0 if one.alerts else urgency.get(one.urgency.value, 0.0) for one in told]),
        vulnerable=np.array([bool(one.vulnerable) for one in told]),
    )


def _seconds(created: str) -> float:
    day, _, clock = created.replace("/", "-").partition(" ")
    year, month, number = map(int, day.split("-"))
    parts = [int(part) for part in (clock or "0:0:0").split(":")] + [0, 0]
    return date(year, month, number).toordinal() * 86_400.0 + parts[0] * 3600 + parts[1] * 60 + parts[2]


def gold() -> list[dict[str, Any]]:
    """The pairs, each with the half of the events it belongs to; decisions were taken on half 0."""
    with GOLD.open(encoding="utf-8") as file:
        pairs = [
            {
                "a": int(r["a"]),
                "b": int(r["b"]),
                "same": r["same"] == "1",
                "kind": r["kind"],
            }
            for r in csv.DictReader(file)
        ]
    leader: dict[int, int] = {}

    def find(one: int) -> int:
        while leader.setdefault(one, one) != one:
            one = leader[one]
        return one

    for pair in pairs:
        if pair["same"]:
            leader[find(pair["a"])] = find(pair["b"])
    for pair in pairs:
        event = min(find(pair["a"]), find(pair["b"]))
        pair["half"] = crc32(str(event).encode()) % 2
    return pairs


def second_reading(pairs: list[dict[str, Any]]) -> list[bool]:
    """What a second reader, who knew no label, said of each pair."""
    with READ_AGAIN.open(encoding="utf-8") as file:
        said = {(int(r["a"]), int(r["b"])): r["same"] == "1" for r in csv.DictReader(file)}
    return [said[pair["a"], pair["b"]] for pair in pairs]


def scored(pairs: list[dict[str, Any]], joined: list[bool]) -> dict[str, Any]:
    """Recall among the ones, false merges among the others: whole, on the half decided on, on the other."""
    found: dict[str, Any] = {}
    for name, half in (("whole", None), ("half_decided_on", 0), ("half_kept_apart", 1)):
        told = [
            (pair, yes)
            for pair, yes in zip(pairs, joined, strict=True)
            if half is None or pair["half"] == half
        ]
        ones, zeros = (
            [yes for pair, yes in told if pair["same"]],
            [yes for pair, yes in told if not pair["same"]],
        )
        found[name] = {
            "recall": sum(ones) / len(ones),
            "false_merges": sum(zeros),
            "ones": len(ones),
            "zeros": len(zeros),
        }
    found["false_by_kind"] = dict(
        Counter(p["kind"] for p, yes in zip(pairs, joined, strict=True) if yes and not p["same"])
    )
    return found


def joining(city: Messages) -> dict[str, Any]:
    """Our joining and MinHash alone on the labelled pairs."""
    pairs, place = gold(), {int(key): row for row, key in enumerate(city.key)}
    begin = time.process_time()
    event = join(city)
    found: dict[str, Any] = {"cpu_s": time.process_time() - begin}
    found["ours"] = scored(pairs, [bool(event[place[p["a"]]] == event[place[p["b"]]]) for p in pairs])
    found["a_second_reader"] = scored(pairs, second_reading(pairs))
    by_length: dict[str, list[dict[str, Any]]] = {"short": [], "long": []}
    for pair in pairs:
        shorter = min(len(city.text[place[pair[side]]]) for side in ("a", "b"))
        by_length["short" if shorter < 150 else "long"].append(pair)
    for name, some in by_length.items():
        found[f"ours_{name}_texts"] = scored(
            some, [bool(event[place[p["a"]]] == event[place[p["b"]]]) for p in some]
        )["whole"]
    alike = minhash([(city.text[place[p["a"]]], city.text[place[p["b"]]]) for p in pairs])
    if alike is not None:
        found["minhash_at_one_half"] = scored(pairs, [one >= 0.5 for one in alike])
        # The kindest threshold: the most it finds with no more than two false merges.
        least = sorted(
            (one for one, p in zip(alike, pairs, strict=True) if not p["same"]),
            reverse=True,
        )[2]
        found["minhash_at_its_best"] = {"above": least} | scored(pairs, [one > least for one in alike])
    return found


def minhash(pairs: list[tuple[str, str]]) -> list[float] | None:
    """How alike texts are by MinHash over character triples, as rensa reckons it."""
    try:
        from rensa import RMinHash
    except ImportError:
        sys.stderr.write("rensa is absent: pip install rensa to see the peer of joining.\n")
        return None

    def sketch(text: str) -> Any:
        one, plain = RMinHash(PERMUTATIONS, 42), "".join(text.split())
        one.update(list({plain[n : n + SHINGLE] for n in range(max(1, len(plain) - SHINGLE + 1))}))
        return one

    sketches = {text: sketch(text) for pair in pairs for text in pair}
    return [sketches[one].jaccard(sketches[other]) for one, other in pairs]


def mixed(city: Messages, event: np.ndarray) -> dict[str, Any]:
    """How many events have two members that name different estates, schools or firms; and pairs drawn by chance.

    Two members contradict each other when the titles of both name one, and no name of either shares two neighbouring
    characters with the other's whole text. Misspelt names count as different: this is an upper bound.
    """
    names = [set(ESTATE.findall(CODES.sub(" ", text.partition("\n")[0]))) for text in city.text]
    rng = np.random.default_rng(1)
    named = np.array([row for row, some in enumerate(names) if some])
    by_chance = [
        _contradict(city, names, one, other) for one, other in rng.choice(named, (4_000, 2)).tolist()
    ]
    order = np.argsort(event, kind="stable")
    several = [rows for rows in np.split(order, np.flatnonzero(np.diff(event[order])) + 1) if len(rows) > 1]
    wrong = 0
    for rows in several:
        told = [row for row in rows.tolist() if names[row]]
        wrong += any(_contradict(city, names, a, b) for n, a in enumerate(told) for b in told[:n])
    return {
        "events_of_several": len(several),
        "events_that_mix_places": wrong,
        "share": wrong / max(1, len(several)),
        "share_of_pairs_by_chance": float(np.mean(by_chance)),
    }


def _contradict(city: Messages, names: list[set[str]], one: int, other: int) -> bool:
    def known(mine: set[str], text: str) -> bool:
        return any(name[n : n + 2] in text for name in mine for n in range(len(name) - 1))

    return not known(names[one], city.text[other]) and not known(names[other], city.text[one])


def events(city: Messages) -> dict[str, Any]:
    """Where the known events rank, beside their rank by the number of messages."""
    begin = time.process_time()
    topics = mine(city, weights=WEIGHTS)
    seconds = time.process_time() - begin
    by_count = sorted(topics, key=lambda topic: -len(topic.members))
    ranks: dict[str, Any] = {}
    for names in KNOWN.values():
        for name in names:
            ours = [topic.rank for topic in topics if _about(city, topic, name)]
            raw = [n for n, topic in enumerate(by_count, start=1) if _about(city, topic, name)]
            ranks[name] = {
                "ours": min(ours, default=None),
                "by_messages": min(raw, default=None),
            }
    first = [ranks[name]["ours"] or 10**6 for name in KNOWN["shared"]]
    every = [ranks[name]["ours"] or 10**6 for names in KNOWN.values() for name in names]
    return {
        "cpu_s": seconds,
        "events": len(topics),
        "shared_in_top_5": sum(rank <= 5 for rank in first),
        "known_in_top_15": sum(rank <= 15 for rank in every),
        "known_in_top_40": sum(rank <= 40 for rank in every),
        "liked_message_alone_is_an_event": any(
            "金毛湾" in topic.title and topic.voices < 2 for topic in topics
        ),
        "ranks": ranks,
        "two_places_in_one": mixed(city, join(city)),
    }


def _about(city: Messages, topic: Any, name: str) -> bool:
    return 2 * sum(name in city.text[row] for row in topic.members) > len(topic.members)


def brigading() -> dict[str, Any]:
    """The true ten under each attack: ours from texts to ranks, and raw counts of messages per true event."""
    found: dict[str, Any] = {}
    for kind in ATTACKS:
        ours, raw, lead = [], [], []
        for seed in (11, 12, 13):
            city = a_month(seed, largest=250)
            bent = attacked(city, kind, target=14, share=0.4, seed=seed)
            before, after = (_heat(one) for one in (city, bent))
            ten = np.argsort(-before)[:10]
            counts = [np.bincount(one.event, minlength=len(before)) for one in (city, bent)]
            ours.append(float(spearmanr(before[ten], after[ten]).statistic))
            # Of eleven with the crowd's own event among them, as a reader of the list would see it.
            seen = [*ten, 14]
            raw.append(float(spearmanr(counts[0][seen], counts[1][seen]).statistic))
            lead.append(float(spearmanr(before[seen], after[seen]).statistic))
        found[kind] = {
            "spearman_of_ten": min(ours),
            "spearman_with_the_target": {"ours": min(lead), "raw_counts": min(raw)},
        }
    return found


def _heat(city: Any) -> np.ndarray:
    heat = np.zeros(len(city.honest))
    for topic in mine(city.messages, weights=WEIGHTS):
        true = int(np.bincount(city.event[topic.members]).argmax())
        heat[true] = max(heat[true], topic.hotness)
    return heat


FIRST = "丽沁鹿枫云竹棠青澄禾雁松荷梧银蓼紫望听石桃凤白翠映金碧琼芦晴东西南江河山岭湖泉溪"
SECOND = "澜园鸣溪栖苑梨屿江风栖涧塘桐杏洲薇湖涛榴源凰鹭屏月桂潭林汀岚城府湾郡庭华景和安泰"
KINDS = ("花园", "小区", "家园", "新村", "公寓", "苑", "名府", "国际", "广场", "佳园")


def generated(size: int, seed: int, places: int) -> tuple[list[str], np.ndarray]:
    """Texts of a year in a big city: few places are loud, most are quiet; and when each came [s]."""
    rng = np.random.default_rng(seed)
    names = [
        FIRST[n % 40] + SECOND[n // 40 % 40] + FIRST[(n // 1600 * 7 + n) % 40] + KINDS[n % 10]
        for n in range(places)
    ]
    place = (rng.pareto(1.2, size) * places / 20).astype(int) % places
    matter = np.where(
        rng.random(size) < 0.7,
        place % len(MATTERS),
        rng.integers(0, len(MATTERS), size),
    )
    picks = [
        rng.integers(0, n, size).tolist() for n in (len(OPENINGS), len(DETAILS), len(SINCE), 24, len(ENDINGS))
    ]
    texts = [
        f"{OPENINGS[o]}{names[p]}{MATTERS[m][0]}\n{SINCE[s]}起，{names[p]}{DETAILS[d]}{MATTERS[m][1]}，{h}点最明显。{ENDINGS[e]}"
        for p, m, o, d, s, h, e in zip(place.tolist(), matter.tolist(), *picks, strict=True)
    ]
    return texts, rng.uniform(0, YEAR_S, size)


def by_form(size: int = 2_000) -> dict[str, Any]:
    """A bare month by the sample city's own writer, whose sentences are shared by all places; and with the register."""
    found: dict[str, Any] = {}
    for seed in (1, 2):
        rng = Random(seed)
        city = imagine(rng, people=3 * size)
        written = list(write_requests(rng, n=size, city=city, start=date(2026, 1, 1), days=30, eventful=True))
        quarter = {
            code: number
            for number, here in enumerate(city.neighbourhoods)
            for code in (here.code, *(one.code for one in here.buildings))
        }
        place = np.array([quarter.get(one.place, -1) for one in written])
        incident = np.array([one.incident for one in written])
        bare = said(
            [one.text for one in written], at=np.array([one.received_at.timestamp() for one in written])
        )
        for name, month in (("bare", bare), ("register", replace(bare, place=place))):
            found[f"{name}_{seed}"] = _told_apart(join(month), place, incident)
    return found


def _told_apart(event: np.ndarray, place: np.ndarray, incident: np.ndarray) -> dict[str, Any]:
    """How many events of several hold two communities, unless it is one incident in both, as the writer knows them."""
    order = np.argsort(event, kind="stable")
    several = [rows for rows in np.split(order, np.flatnonzero(np.diff(event[order])) + 1) if len(rows) > 1]
    one = [incident[rows[0]] > 0 and len(np.unique(incident[rows])) == 1 for rows in several]
    mixed = [
        not single and len(np.unique(place[rows][place[rows] >= 0])) > 1
        for rows, single in zip(several, one, strict=True)
    ]
    truly = (incident[:, None] == incident[None, :]) & (incident > 0)[:, None]
    np.fill_diagonal(truly, False)
    together = truly & (event[:, None] == event[None, :])
    return {
        "events_of_several": len(several),
        "events_that_mix_places": int(sum(mixed)),
        "pairs_of_one_incident_joined": float(together.sum() / max(1, truly.sum())),
    }


def large(size: int) -> dict[str, Any]:
    """A million texts at once, then a thousand new ones joining them."""
    texts, at = generated(size + 5_000, 1, max(20, size // 50))
    every = said(texts, at=at)
    known_rows, new_rows = np.arange(size), np.arange(size, size + 5_000)
    old = every.take(known_rows)
    cpu, wall = time.process_time(), time.perf_counter()
    event, known = know(old)
    found: dict[str, Any] = {
        "texts": size,
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
        "events": int(event.max()) + 1,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    days = []
    for rows in np.array_split(new_rows, 5):
        late = replace(every.take(rows), at=np.full(len(rows), YEAR_S))
        cpu = time.process_time()
        _, known = join_new(known, late)
        days.append((time.process_time() - cpu) * 1_000 / len(rows))
    cpu = time.process_time()
    if minhash([(text, text) for text in texts[:SKETCHED]]) is not None:
        # Sketches alone, before anything is compared with anything.
        found["minhash_sketches_cpu_s_per_100000"] = (time.process_time() - cpu) * 100_000 / SKETCHED
        found["cpu_s_per_100000"] = found["cpu_s"] * 100_000 / size
    return found | {
        "new_cpu_s_per_1000": float(np.median(days)),
        "load_average": os.getloadavg()[0],
    }


def from_file(size: int) -> dict[str, Any]:
    """A year and more of the sample city's own writer, by the command: read, joined, ranked, and written to files."""
    from importing import ALONE, write_million

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.csv"
        write_million(path, size)
        columns = "text=text,when=when,person=person,category=category"
        told = (f"--map={columns}", f"--out={folder}/topics.csv", f"--members={folder}/members.csv")
        mine = [sys.executable, "-m", "minben", "topics", "mine", str(path), *told]
        begin = time.perf_counter()
        said = subprocess.run(
            [sys.executable, "-c", ALONE, "sh", "-c", '"$@" >&2 && echo {}', "sh", *mine],
            env=os.environ | {"MINBEN_HOME": folder}, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        found: dict[str, Any] = {"requests": size, "wall_s": time.perf_counter() - begin}
    return found | json.loads(said.stdout) | {"load_average": os.getloadavg()[0]}


def main() -> int:
    """Run all, print and write the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=int, default=1_000_000)
    options.add_argument("--small", action="store_true")
    chosen = options.parse_args()
    found: dict[str, Any] = {}
    if not chosen.small:
        # First, so that the peak of memory is its own.
        found["large"] = large(chosen.texts)
        found["large_file"] = from_file(chosen.texts)
    city = messages()
    if city is not None:
        found["joining"], found["events"] = joining(city), events(city)
    found["by_form"] = by_form()
    found["brigading"] = brigading()
    found["load_average"] = os.getloadavg()[0]
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "topics.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
