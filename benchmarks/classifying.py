"""The classifier beside a linear SVM over characters: quality, honesty, robustness and speed, on the same folds."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from messages import Labelled
from noise import told
from numpy.typing import NDArray
from perturbed import perturbed
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, recall_score
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from minben.commons.statistics import calibration_error
from minben.needs.hotline.core.training import train

SEED, FOLDS, ABSTAINED = 0, 5, 0.1
Floats, Ints = NDArray[np.float64], NDArray[np.int64]
Splits = list[tuple[Ints, Ints]]


def peer() -> Pipeline:
    """Character 1–3-gram TF-IDF and LinearSVC, as the library sets them."""
    return make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), LinearSVC())


def grouped(data: Labelled, seed: int = SEED) -> Splits:
    """Five folds over both sets; what is near-identical stays together."""
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    return list(folds.split(data.texts, data.labels, data.group))


def tokens_to_raw(data: Labelled, *, twins: bool) -> Splits:
    """Learn from tokens, judge what was said raw; without `twins`, what stands in both sets is not learnt from."""
    raw = np.flatnonzero(data.raw)
    kept = ~data.raw if twins else ~data.raw & ~np.isin(data.group, data.group[raw])
    return [(np.flatnonzero(kept), raw)]


def judged(data: Labelled, splits: Splits, ways: dict[str, list[str]]) -> dict[str, Any]:
    """Let both learn on each split and judge what was held back, as it is and in every other way of writing it."""
    names = tuple(np.unique(data.labels).tolist())
    every = {"": data.texts, **ways}
    chances = {way: np.zeros((len(data.texts), len(names))) for way in every}
    theirs = {way: np.empty(len(data.texts), dtype=data.labels.dtype) for way in every}
    for kept, held in splits:
        learnt, labels = [data.texts[n] for n in kept], data.labels[kept]
        own, other = train(learnt, labels.tolist(), seed=SEED), peer().fit(learnt, labels)
        for way, texts in every.items():
            unseen = [texts[n] for n in held]
            chances[way][held], theirs[way][held] = own.probabilities(unseen), other.predict(unseen)
    rows = np.concatenate([held for _, held in splits])
    given = data.labels[rows]
    ours = {way: np.array(names)[found[rows].argmax(axis=1)] for way, found in chances.items()}
    figures = {
        "rows": len(rows),
        "learnt_from": int(np.median([len(kept) for kept, _ in splits])),
        **compared(given, ours[""], theirs[""][rows]),
        **honesty(given, ours[""], chances[""][rows].max(axis=1)),
    }
    base = figures["macro_f1"]
    changes = {
        way: {
            "ours": macro(given, ours[way]) - base["ours"],
            "peer": macro(given, theirs[way][rows]) - base["peer"],
        }
        for way in ways
    }
    return figures | ({"change_of_macro_f1": changes} if ways else {}) | {"chances": chances[""]}


def compared(given: NDArray[Any], ours: NDArray[Any], theirs: NDArray[Any]) -> dict[str, Any]:
    """Macro-F1, accuracy and the recall of the worst class, of both."""
    own, other = macro(given, ours), macro(given, theirs)
    return {
        "macro_f1": {"ours": own, "peer": other, "ratio": own / other},
        "accuracy": {"ours": float((ours == given).mean()), "peer": float((theirs == given).mean())},
        "worst_recall": {
            "ours": float(min(recall_score(given, ours, average=None))),
            "peer": float(min(recall_score(given, theirs, average=None))),
        },
    }


def honesty(given: NDArray[Any], ours: NDArray[Any], confidence: Floats) -> dict[str, float]:
    """Calibration, and the accuracy of what is left when the least sure tenth goes to a person."""
    sure = confidence >= np.quantile(confidence, ABSTAINED)
    return {
        "ece": calibration_error(confidence, ours == given),
        "accuracy_with_10_percent_abstained": float((ours == given)[sure].mean()),
    }


def macro(given: NDArray[Any], said: NDArray[Any]) -> float:
    """Macro-F1 over the labels that people gave."""
    return float(f1_score(given, said, average="macro"))


def quality(data: Labelled) -> tuple[dict[str, Any], Floats]:
    """Every figure of quality, and the chances that the grouped folds gave each row."""
    ways, by = perturbed(data)
    tokens = np.flatnonzero(~data.raw)
    plain = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(tokens, data.labels[tokens])
    splits = {
        "folds_grouped": (grouped(data), ways),
        "folds_of_tokens_ungrouped": ([(tokens[a], tokens[b]) for a, b in plain], {}),
        "tokens_to_raw": (tokens_to_raw(data, twins=False), ways),
        "tokens_to_raw_twins_learnt": (tokens_to_raw(data, twins=True), {}),
    }
    found = {name: judged(data, *split) for name, split in splits.items()}
    chances, *_ = [figures.pop("chances") for figures in found.values()]
    names = tuple(np.unique(data.labels).tolist())
    return found | {"traditional_by": by, "labels": told(data, chances, names)}, chances


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


def speed(data: Labelled, raw: Sequence[str], rounds: int) -> dict[str, Any]:
    """Learning from all labelled messages, and reading raw ones."""
    labels = data.labels.tolist()
    own, other = train(data.texts, labels, seed=SEED), peer().fit(data.texts, labels)
    return {
        "train": alternating(
            lambda: train(data.texts, labels, seed=SEED),
            lambda: peer().fit(data.texts, labels),
            len(labels),
            rounds,
        ),
        "predict": alternating(lambda: own.predict(raw), lambda: other.predict(raw), len(raw), rounds),
    }
