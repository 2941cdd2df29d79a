"""How urgent an event is: eight parts, each weighed by a dated parameter, and their sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from minben.commons.parameters import load
from minben.needs.topics.core.shapes import PARTS, Floats, Ints, Messages, Season, Weights

WEEK_S = 7 * 86_400.0
DOUBT = 2.0
"""With how many imagined voices that tell of none of it the shares begin: two of two say less than nine of ten."""
PRIOR = 3.0
"""With how many imagined voices the comparison with the season begins."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The parts of some events before they are weighed: each name of `PARTS` with an array of shape (events,)."""

    value: Mapping[str, Floats]

    def weighed(self, weights: Weights) -> Floats:
        """Return what each part adds to each hotness, shape (events, parts)."""
        return np.stack([self.value[name] * weights.parts.get(name, 0.0) for name in PARTS], axis=1)


def weights_at(day: date) -> Weights:
    """Return the weights in force on a day.

    Examples
    --------
    >>> weights_at(date(2026, 1, 5)).parts["voices"]
    1.0
    """
    entry = load("minben.needs.topics", "hotness").at("weights", day)
    parts = {name: float(entry.value["parts"].get(name, 0.0)) for name in PARTS}
    return Weights(parts, int(entry.value["fewest"]), entry.verified)


def parts(messages: Messages, event: Ints, size: int, voice: Floats, season: Season | None) -> Parts:
    """Measure the parts of each event.

    Parameters
    ----------
    messages
        In any order.
    event
        The event of each, from 0 to size - 1.
    voice
        What each counts.

    Returns
    -------
    Parts
        ``voices``, ``duration``, ``support`` and ``excess`` in doublings; the others as shares of the voices.
    """

    def summed(values: Floats) -> Floats:
        return np.bincount(event, weights=values, minlength=size).astype(np.float64)

    voices = summed(voice)
    first, last = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(first, event, messages.at)
    np.maximum.at(last, event, messages.at)
    lasted = np.where(np.isfinite(first), last - first, 0.0)
    share = {
        name: summed(voice * values) / (voices + DOUBT)
        for name, values in (
            ("danger", messages.urgent),
            ("vulnerable", messages.vulnerable),
            ("unsolved", messages.unsolved),
            ("reopened", messages.reopened),
        )
    }
    return Parts(
        {
            "voices": np.log2(1 + voices),
            "duration": np.log2(1 + lasted / WEEK_S),
            # Each message's support is damped by itself, so that one post that went round cannot carry an event; a copy
            # is hardly a voice and brings hardly any.
            "support": np.log2(1 + summed(np.minimum(voice, 1.0) * np.log2(1 + messages.support))),
            **share,
            "excess": _excess(messages, event, size, voice, season),
        }
    )


def season_of(messages: Messages, year: Ints) -> Season | None:
    """Learn from messages of the same month in earlier years what is usual.

    Parameters
    ----------
    messages
        Of several years.
    year
        The year of each, 0 for those of other months.

    Returns
    -------
    Season or None
        The mean of the years by heading and district; None without an earlier year or without headings.
    """
    rows = np.flatnonzero((year > 0) & (messages.category >= 0))
    if not len(rows):
        return None
    years = len(np.unique(year[rows]))
    pairs, times = np.unique(
        np.stack([messages.category[rows], messages.area[rows]], axis=1), axis=0, return_counts=True
    )
    return Season(
        {(int(c), int(a)): float(n) / years for (c, a), n in zip(pairs.tolist(), times.tolist(), strict=True)}
    )


def _excess(messages: Messages, event: Ints, size: int, voice: Floats, season: Season | None) -> Floats:
    """Compare each event's heading in its district with what the season usually brings there."""
    if season is None or not season.expected:
        return np.zeros(size)
    pairs, number = np.unique(
        np.stack([messages.category, messages.area], axis=1), axis=0, return_inverse=True
    )
    number = number.ravel()
    now = np.bincount(number, weights=voice, minlength=len(pairs))
    usual = np.array([season.expected.get((int(c), int(a)), np.nan) for c, a in pairs])
    excess = np.log2((now + PRIOR) / (usual + PRIOR)).clip(0)
    each = np.nan_to_num(excess)[number]
    share = np.bincount(event, weights=voice, minlength=size)
    return np.bincount(event, weights=voice * each, minlength=size) / np.maximum(share, 1e-9)
