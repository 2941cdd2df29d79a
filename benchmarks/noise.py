"""Where the labels themselves disagree, and how well anybody could do on them."""

from typing import Any

import numpy as np
from messages import Labelled
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def among_duplicates(data: Labelled) -> NDArray[np.int64]:
    """Pairs of near-identical messages with different labels; twins of the two sets are one row and are left out."""
    own = data.raw[data.pairs[:, 0]] == data.raw[data.pairs[:, 1]]
    pairs = data.pairs[own]
    found: NDArray[np.int64] = pairs[data.labels[pairs[:, 0]] != data.labels[pairs[:, 1]]]
    return found


def contradictions(data: Labelled, chances: Floats, names: tuple[str, ...]) -> NDArray[np.int64]:
    """Rows whose label a classifier that never saw them contradicts as surely as it knows the other label.

    "As surely": above the mean chance of that label among the rows that bear it.

    References
    ----------
    Northcutt, Jiang, Chuang (2021), Confident learning: estimating uncertainty in dataset labels, JAIR 70.
    """
    given = np.searchsorted(names, data.labels)
    usual = np.array([chances[given == label, label].mean() for label in range(len(names))])
    sure = np.where(chances >= usual, chances, -1.0)
    counted = sure.max(axis=1) > 0
    rows: NDArray[np.int64] = np.flatnonzero(counted & (sure.argmax(axis=1) != given))
    return rows


def told(data: Labelled, chances: Floats, names: tuple[str, ...]) -> dict[str, Any]:
    """Estimate the noise of the labels in two ways, and the accuracy that it leaves."""
    own = data.raw[data.pairs[:, 0]] == data.raw[data.pairs[:, 1]]
    apart = len(among_duplicates(data)) / max(1, int(own.sum()))
    # Two labels of one thing differ when one of them errs: 2 e (1 − e), errors taken as independent.
    by_pairs = (1 - np.sqrt(max(0.0, 1 - 2 * apart))) / 2
    by_rows = len(contradictions(data, chances, names)) / len(data.labels)
    return {
        "duplicate_pairs": int(own.sum()),
        "pairs_labelled_differently": len(among_duplicates(data)),
        "contradicted_rows": len(contradictions(data, chances, names)),
        "noise_by_pairs": by_pairs,
        "noise_by_contradictions": by_rows,
        "ceiling_accuracy_from": 1 - by_rows,
        "ceiling_accuracy_to": 1 - by_pairs,
    }


def listing(data: Labelled, chances: Floats, names: tuple[str, ...]) -> str:
    """Name the rows, ids and labels only, for a person to look at."""
    lines = [
        f"pair {data.names[a]} {data.labels[a]} | {data.names[b]} {data.labels[b]}"
        for a, b in among_duplicates(data)
    ]
    rows = contradictions(data, chances, names)
    for row in rows[np.argsort(-chances[rows].max(axis=1))]:
        best = int(chances[row].argmax())
        lines.append(
            f"row {data.names[row]} {data.labels[row]} | read as {names[best]} {chances[row, best]:.2f}"
        )
    return "\n".join(lines)
