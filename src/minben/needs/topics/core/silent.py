"""Places that report less of what happens to them: how fast each reports, and what its voices stand for.

Who reports little is not who suffers little. Reports that come after the first one of an incident are made while the
incident is there for sure, so they tell a place's rate of reporting apart from how much happens there (Liu and Garg,
"Quantifying Spatial Under-reporting Disparities in Resident Crowdsourcing", arXiv 2204.08620).
"""

from dataclasses import dataclass

import numpy as np

from minben.needs.topics.core.shapes import Bools, Floats, Ints, Messages

DAY_S = 86_400.0
LASTS_D = 30.0
"""How long an incident is watched where nobody says when it ended [d]. Never until its last report: that would count
only time in which people do report."""
MOST = 3.0
"""No place counts for more than so many times its voices, nor less than one over it, however little is known of it."""


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents with their places, shape (n,).

    Attributes
    ----------
    group
        The place of each.
    later
        How many people reported it after the first.
    days
        How long after the first report it was still there, or was watched [d].
    """

    group: Ints
    later: Floats
    days: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Rates of reporting an incident that is there, shape (groups,), by place.

    Attributes
    ----------
    group
        The places, ascending.
    rate, low, high
        The rate and its exact interval of 95 % [reports d⁻¹].
    shrunk
        The rate drawn to that of all places as far as little is known of this one [reports d⁻¹].
    factor
        What a voice of the place stands for, beside one of a place that reports like all together [1].
    """

    group: Ints
    rate: Floats
    low: Floats
    high: Floats
    shrunk: Floats
    factor: Floats


def incidents_of(messages: Messages, event: Ints, *, ended: Floats | None = None) -> Incidents:
    """Take events as incidents: who reported after the first, and until when it was there.

    Parameters
    ----------
    messages
        With their areas; those without one are left out.
    event
        The event of each.
    ended
        When the event of each message ended [s], NaN where unknown: then it is watched for `LASTS_D`.
    """
    rows = np.flatnonzero(messages.area >= 0)
    rows = rows[np.lexsort((messages.at[rows], event[rows]))]
    numbers, start, which = np.unique(event[rows], return_index=True, return_inverse=True)
    first = messages.at[rows][start]
    end = np.full(len(numbers), np.nan) if ended is None else ended[rows][start]
    watched = np.where(np.isnan(end), first + LASTS_D * DAY_S, end)
    watched = np.minimum(watched, messages.at.max(initial=0.0))
    inside = (messages.at[rows] <= watched[which]) & (messages.at[rows] > first[which])
    counted = inside & _fresh_people(messages, rows, which)
    later = np.bincount(which[counted], minlength=len(numbers)).astype(np.float64)
    return Incidents(messages.area[rows][start], later, np.maximum(watched - first, 0.0) / DAY_S)


def reporting_rates(incidents: Incidents) -> Rates:
    """Estimate how fast each place reports.

    Later reports of an incident are a Poisson process, so their number over the time watched is the likeliest rate.
    Places are drawn together by a gamma distribution whose width is what they differ beyond chance (moments; Clayton
    and Kaldor, Biometrics 1987).

    Examples
    --------
    >>> later, days = np.array([30.0, 30.0, 10.0]), np.array([10.0, 10.0, 10.0])
    >>> found = reporting_rates(Incidents(np.array([1, 1, 2]), later, days))
    >>> found.rate.tolist(), found.factor.round(2).tolist()
    ([3.0, 1.0], [0.8, 1.77])
    """
    from scipy.special import gammaincinv  # slow to open, and most commands never look for quiet places

    group, which = np.unique(incidents.group, return_inverse=True)
    later = np.bincount(which, weights=incidents.later, minlength=len(group)).astype(np.float64)
    days = np.maximum(np.bincount(which, weights=incidents.days, minlength=len(group)), 1e-9)
    rate = later / days
    # The exact interval of a Poisson mean (Garwood, Biometrika 1936).
    low = np.where(later > 0, gammaincinv(np.maximum(later, 1e-9), 0.025), 0.0) / days
    high = gammaincinv(later + 1, 0.975) / days
    all_together = max(float(later.sum() / days.sum()), 1e-9) if len(group) else 1.0
    shrunk = _shrunk(later, days, all_together)
    return Rates(group, rate, low, high, shrunk, (all_together / shrunk).clip(1 / MOST, MOST))


def _shrunk(later: Floats, days: Floats, mean: float) -> Floats:
    """Draw rates together: the less time a place was watched, the nearer to the mean."""
    if len(later) < 2:
        return np.full(len(later), mean)
    rate = later / days
    width = float((days * (rate - mean) ** 2).sum() / days.sum())
    by_chance = mean * len(days) / float(days.sum())
    beyond = max(width - by_chance, 1e-6 * mean**2)
    strength = mean / beyond
    shrunk: Floats = (later + mean * strength) / (days + strength)
    return shrunk


def _fresh_people(messages: Messages, rows: Ints, which: Ints) -> Bools:
    """Tell which reports are the first of their person in the incident; who nobody knows is somebody new."""
    person = messages.person[rows]
    fresh = np.ones(len(rows), dtype=np.bool_)
    known = np.flatnonzero(person >= 0)
    pairs = which[known] * (int(person.max(initial=0)) + 1) + person[known]
    fresh[known] = False
    fresh[known[np.unique(pairs, return_index=True)[1]]] = True
    return fresh
