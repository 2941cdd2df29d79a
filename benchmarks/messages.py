"""The labelled messages, and which of them are one: many stand in both sets, as tokens and as they were said."""

import csv
import gzip
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rjieba
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("MINBEN_DATA", HERE.parent.parent / "shared" / "data")) / "messages"
ALIKE = 0.6
"""Cosine of weighted words from which two messages count as one [1]; few pairs lie between 0.5 and 0.8."""
TITLE_WORDS = 9
"""How many of a message's tokens its title gave: the median of those that stand in both sets."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labelled messages of both sets.

    Attributes
    ----------
    texts, titles, bodies
        What was said, whole and in its two parts; of tokens the first `TITLE_WORDS` count as the title.
    labels
        What a person gave, shape (n,).
    raw
        Whether a message stands as it was said, not as tokens, shape (n,).
    names
        "r" and the id of a raw message, "t" and the row of a tokenised one, from 0.
    group
        Near-identical messages have the same number, shape (n,).
    pairs
        Near-identical pairs, shape (n_pairs, 2).
    """

    texts: list[str]
    titles: list[str]
    bodies: list[str]
    labels: NDArray[np.str_]
    raw: NDArray[np.bool_]
    names: list[str]
    group: NDArray[np.int64]
    pairs: NDArray[np.int64]


def table(name: str) -> list[dict[str, str]]:
    """Read one of the message sets."""
    csv.field_size_limit(10**9)
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def labelled() -> Labelled:
    """Read both labelled sets and find what is near-identical."""
    tokens, raw = table("labelled_tokens"), table("labelled_raw")
    cut = [row["tokens"].split() for row in tokens]
    titles = [" ".join(words[:TITLE_WORDS]) for words in cut] + [row["title"] for row in raw]
    bodies = [" ".join(words[TITLE_WORDS:]) for words in cut] + [row["body"] for row in raw]
    texts = [f"{title} {body}" for title, body in zip(titles, bodies, strict=True)]
    pairs = _alike([*cut, *(rjieba.cut(text) for text in texts[len(cut) :])])
    links = sparse.coo_matrix((np.ones(len(pairs)), tuple(pairs.T)), shape=(len(texts), len(texts)))
    return Labelled(
        texts=texts,
        titles=titles,
        bodies=bodies,
        labels=np.array([row["label"] for row in [*tokens, *raw]]),
        raw=np.arange(len(texts)) >= len(tokens),
        names=[f"t{number}" for number in range(len(tokens))] + [f"r{row['id']}" for row in raw],
        group=connected_components(links, directed=False)[1].astype(np.int64),
        pairs=pairs,
    )


def _alike(cut: list[list[str]]) -> NDArray[np.int64]:
    # Words of one character are left out: most stop words, which only one of the two sets kept, are among them.
    words = [{word for word in one if len(word) > 1} for one in cut]
    vectors = TfidfVectorizer(analyzer=lambda one: one, min_df=2, binary=True, dtype=np.float32)
    matrix = vectors.fit_transform(words)
    found = []
    for start in range(0, matrix.shape[0], 500):
        near = (matrix[start : start + 500] @ matrix.T).tocoo()
        kept = (near.data >= ALIKE) & (near.row + start < near.col)
        found.append(np.column_stack([near.row[kept] + start, near.col[kept]]))
    return np.concatenate(found).astype(np.int64)
