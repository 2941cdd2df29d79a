"""Whom to ask: everybody easily overlooked, everybody let down before, and a share of the rest."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from minben.evaluation.outcomes.core.facts import Flags


class DrawnAs(StrEnum):
    """Why somebody is asked; kept with the follow-up so that figures can be weighted by it."""

    NOT_SOLVED = "not_solved"
    VULNERABLE = "vulnerable"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Which candidates are asked (rows, in order of importance) and why."""

    rows: NDArray[np.int64]
    drawn_as: tuple[DrawnAs, ...]


def draw(
    rng: np.random.Generator, *, not_solved: Flags, vulnerable: Flags, share: float, size: int | None = None
) -> Drawing:
    """Choose whom to ask.

    Parameters
    ----------
    rng : numpy.random.Generator
        Seeded by the caller, so that a draw can be repeated and audited.
    not_solved : shape (n,)
        The person said "not solved" before: always asked.
    vulnerable : shape (n,)
        Always asked.
    share : float
        Of all others, between 0 and 1; rounded up, so that one candidate is never nobody.
    size : int or None
        Most that the callers can manage; then the random ones go first, the vulnerable last of all but those
        who said "not solved".

    Returns
    -------
    Drawing

    Examples
    --------
    >>> flags = np.array([False, True, False, False])
    >>> drawing = draw(np.random.default_rng(1), not_solved=flags[::-1], vulnerable=flags, share=0.5)
    >>> drawing.rows[:2].tolist(), [str(why) for why in drawing.drawn_as]
    ([2, 1], ['not_solved', 'vulnerable', 'random'])
    """
    first = np.flatnonzero(not_solved)
    second = np.flatnonzero(vulnerable & ~not_solved)
    rest = np.flatnonzero(~vulnerable & ~not_solved)
    third = rng.permutation(rest)[: int(np.ceil(share * len(rest)))]
    # Shuffled too: when the callers cannot manage all, nobody is left out because their row came late.
    rows = np.concatenate([rng.permutation(first), rng.permutation(second), third])
    groups = ((DrawnAs.NOT_SOLVED, first), (DrawnAs.VULNERABLE, second), (DrawnAs.RANDOM, third))
    why = [reason for reason, members in groups for _ in members]
    return Drawing(rows[:size].astype(np.int64), tuple(why[:size]))
