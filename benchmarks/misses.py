"""What the classifier's two misses consist of: texts without a title, and raw texts none of whose twins were learnt."""

from collections.abc import Sequence
from statistics import fmean, median
from typing import Any

import numpy as np
from classifying import SEED, Floats, Ints, Splits, grouped, macro, tokens_to_raw
from messages import Labelled
from noise import contradictions

from minben.needs.hotline.core.training import train

DRAWS, DEALS = 5, 4


def read(data: Labelled, learnt: list[str], labels: Sequence[str], unseen: list[str]) -> Ints:
    """Learn from some texts and name others: the numbers of the labels."""
    own = train(learnt, list(labels), seed=SEED)
    names = np.unique(data.labels)
    return np.searchsorted(names, own.predict(unseen).labels)


def folded(data: Labelled, splits: Splits, learnt: list[list[str]], judged: list[str]) -> float:
    """Macro-F1 in the folds on texts written in one way, learning from texts written in one or several."""
    numbers = np.searchsorted(np.unique(data.labels), data.labels)
    said = np.zeros(len(numbers), dtype=np.int64)
    for kept, held in splits:
        texts = [way[n] for way in learnt for n in kept]
        labels = data.labels[kept].tolist() * len(learnt)
        said[held] = read(data, texts, labels, [judged[n] for n in held])
    return macro(numbers, said)


def without_titles(data: Labelled) -> dict[str, float]:
    """Tell what the body does not say from what the classifier does not know how to read in it.

    If learning from bodies alone reads them no better, the title took with it what was lost.
    """
    splits, whole, bodies, titles = grouped(data), data.texts, data.bodies, data.titles
    return {
        "whole_learnt_from_whole": folded(data, splits, [whole], whole),
        "bodies_learnt_from_whole": folded(data, splits, [whole], bodies),
        "bodies_learnt_from_bodies": folded(data, splits, [bodies], bodies),
        "bodies_learnt_from_both": folded(data, splits, [whole, bodies], bodies),
        "whole_learnt_from_both": folded(data, splits, [whole, bodies], whole),
        "titles_learnt_from_titles": folded(data, splits, [titles], titles),
    }


def other_deals(data: Labelled) -> dict[str, float]:
    """Macro-F1 in the folds when they are dealt otherwise: how much of a tenth of a point is luck."""
    found = [folded(data, grouped(data, seed), [data.texts], data.texts) for seed in range(1, 1 + DEALS)]
    return {"deals": len(found), "lowest": min(found), "mean": fmean(found), "highest": max(found)}


def raw_texts(data: Labelled, chances: Floats) -> dict[str, Any]:
    """Tell what the raw texts' form costs from what these messages cost in any form.

    Beside the raw texts: the same messages as tokens, and as many other tokenised messages held back at random,
    none of whose twins were learnt either. `chances` are those of the grouped folds.
    """
    ((kept, raw),) = tokens_to_raw(data, twins=False)
    tokens = np.flatnonzero(~data.raw)
    same = np.setdiff1d(tokens, kept)
    found = judged_apart(data, kept, [raw, same])
    drawn = [judged_apart(data, *draw)[0] for draw in draws(data, tokens, len(same))]
    wrong = contradictions(data, chances, tuple(np.unique(data.labels).tolist()))
    names = np.unique(data.labels)
    return {
        "raw": found[0],
        "same_messages_as_tokens": found[1],
        "other_tokens_held_out": {"median": median(drawn), "least": min(drawn), "most": max(drawn)},
        "raw_when_others_of_them_are_learnt": macro(data.labels[raw], names[chances[raw].argmax(axis=1)]),
        "contradicted_of_raw": float(np.isin(raw, wrong).mean()),
        "contradicted_of_other_tokens": float(np.isin(kept, wrong).mean()),
    }


def judged_apart(data: Labelled, kept: Ints, held: Sequence[Ints]) -> list[float]:
    """Macro-F1 on each of several sets of rows, learning once."""
    numbers = np.searchsorted(np.unique(data.labels), data.labels)
    rows = np.concatenate(held)
    said = read(
        data, [data.texts[n] for n in kept], data.labels[kept].tolist(), [data.texts[n] for n in rows]
    )
    edges = np.cumsum([len(one) for one in held])[:-1]
    return [macro(numbers[one], own) for one, own in zip(held, np.split(said, edges), strict=True)]


def draws(data: Labelled, tokens: Ints, size: int) -> list[tuple[Ints, list[Ints]]]:
    """Hold back whole groups of near-identical messages at random until about that many rows are held."""
    rng, found = np.random.default_rng(SEED), []
    for _ in range(DRAWS):
        groups, sizes = np.unique(data.group[tokens], return_counts=True)
        order = rng.permutation(len(groups))
        taken = groups[order][np.cumsum(sizes[order]) <= size]
        held = np.isin(data.group[tokens], taken)
        found.append((tokens[~held], [tokens[held]]))
    return found


def told(data: Labelled, chances: Floats) -> dict[str, Any]:
    """Both, as macro-F1 and shares."""
    return {"without_titles": without_titles(data), "raw_texts": raw_texts(data, chances)}
