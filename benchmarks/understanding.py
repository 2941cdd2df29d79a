"""How well and how fast requests are understood, beside a linear SVM over characters.

    python benchmarks/understanding.py [--rounds 5]

Needs the shared data sets: the folder named by MINBEN_DATA, else ../shared/data. Writes
results/understanding.json.
"""

import argparse
import csv
import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from minben.commons.statistics import calibration_error
from minben.needs.hotline.core.lexicon import load_lexicon, read
from minben.needs.hotline.core.making import make
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.modelfile import load
from minben.needs.hotline.core.places import Gazetteer, PlaceName
from minben.needs.hotline.core.similar import Finder, Item
from minben.needs.hotline.core.times import since_when
from minben.needs.hotline.core.training import train

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("MINBEN_DATA", HERE.parent.parent / "shared" / "data")) / "messages"
SEED = 0


def table(name: str) -> list[dict[str, str]]:
    """Read one of the message sets."""
    csv.field_size_limit(10**9)
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def peer() -> Pipeline:
    """Character 1–3-gram TF-IDF and LinearSVC, as the library sets them."""
    return make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), LinearSVC())


def quality(texts: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    """Five folds, both classifiers on the same ones."""
    given = np.array(labels)
    ours, theirs = np.empty(len(given), dtype=object), np.empty(len(given), dtype=object)
    confidence = np.zeros(len(given))
    for kept, held in StratifiedKFold(5, shuffle=True, random_state=SEED).split(texts, given):
        learnt, unseen = [texts[n] for n in kept], [texts[n] for n in held]
        said = train(learnt, given[kept].tolist(), seed=SEED).predict(unseen)
        ours[held], confidence[held] = said.labels, said.confidence
        theirs[held] = peer().fit(learnt, given[kept]).predict(unseen)
    own = f1_score(given, ours.astype(str), average="macro")
    other = f1_score(given, theirs.astype(str), average="macro")
    return {
        "macro_f1": {"ours": own, "peer": other, "ratio": own / other},
        "ece": calibration_error(confidence, ours == given),
        "rows": len(given),
    }


def per_second(work: Callable[[], object], rows: int) -> float:
    """Texts per second of processor time, so that neighbours on the machine matter less."""
    begin = time.process_time()
    work()
    return rows / (time.process_time() - begin)


def alternating(
    ours: Callable[[], object], theirs: Callable[[], object], rows: int, rounds: int
) -> dict[str, Any]:
    """Time both in turn; the medians of the rounds and their ratio."""
    pairs = [(per_second(ours, rows), per_second(theirs, rows)) for _ in range(rounds)]
    own, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(mine / peers for mine, peers in pairs)
    return {"ours_docs_per_s": own, "peer_docs_per_s": other, "ratio": ratio, "rounds": rounds}


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


def main() -> int:
    """Run all, print and write the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    if not DATA.is_dir():
        sys.stderr.write(f"{DATA} is absent: set MINBEN_DATA to the folder of the shared data sets.\n")
        return 2
    labelled = table("labelled_tokens")
    texts, labels = [row["tokens"] for row in labelled], [row["label"] for row in labelled]
    raw = [f"{row['title']} {row['body']}" for row in table("unlabelled_4326")]
    found: dict[str, Any] = {"classifier": quality(texts, labels)}
    with tempfile.TemporaryDirectory() as folder:
        card = make(texts, labels, Path(folder), seed=SEED, made_on=date(2026, 1, 5))
        classifier = load(Path(folder))
    other = peer().fit(texts, labels)
    said = classifier.predict(raw)
    found["coverage"] = {
        "rows": len(raw),
        "threshold": card.threshold,
        "above_threshold": float(1 - said.abstained.mean()),
        "rehearsed_accuracy_above": card.provenance.metrics["accuracy_above"],
    }
    found["speed"] = alternating(
        lambda: classifier.predict(raw), lambda: other.predict(raw), len(raw), rounds
    )
    found["readers_docs_per_s"] = readers(raw, rounds)
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / "understanding.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
