"""How the telephone was answered, beside the standard's limits; every share with its interval and its denominator."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.commons.statistics import SMALLEST_SHOWN, Estimate, share

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

DAY_S = 86_400.0
HOURS = 24


@dataclass(frozen=True, slots=True)
class Calls:
    """Incoming calls whose end, or answer, is known; arrays of shape (n,).

    Attributes
    ----------
    rang : float
        First ring [s since 1970]; NaN where the exchange never told it.
    answered : float
        First answer [s since 1970]; NaN where nobody answered.
    ended : float
        End [s since 1970]; NaN while the call goes on.
    talk : float
        Time spent talking [s].
    hour : int
        Hour of the city's clock at the first ring, 0 to 23.
    late : bool
        True where the exchange told of the call later than the rule allows.
    """

    rang: Floats
    answered: Floats
    ended: Floats
    talk: Floats
    hour: Ints
    late: Flags


@dataclass(frozen=True, slots=True)
class Rule:
    """The limits: seconds to answer [s], the least share connected, what is too short to be a call [s]."""

    answered_within_s: float
    connected_least: float
    hung_up_within_s: float


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the day: calls counted, and the two shares among them."""

    hour: int
    calls: int
    within: Estimate
    connected: Estimate


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period.

    Attributes
    ----------
    rings : int
        All incoming calls; those below are left out of every share, each for its reason.
    no_ring, too_short, going_on : int
        The ring is not known; hung up sooner than anybody could answer; not over and not answered yet.
    counted : int
        What the shares are shares of.
    late : int
        Of those counted, told later by the exchange.
    within, connected, abandoned : Estimate
        Answered within the limit, answered at all, hung up unanswered; of all calls counted.
    lowest_day : Estimate
        The lowest share connected in any 24 hours that follow one another.
    silent_hours : int
        Hours of the calendar in which people rang and nobody answered.
    waited_median, waited_p90, talk_median, talk_p90 : Estimate
        Of the answered calls [s].
    """

    rings: int
    no_ring: int
    too_short: int
    going_on: int
    counted: int
    late: int
    within: Estimate
    connected: Estimate
    abandoned: Estimate
    lowest_day: Estimate
    silent_hours: int
    waited_median: Estimate
    waited_p90: Estimate
    talk_median: Estimate
    talk_p90: Estimate
    hours: tuple[Hour, ...]


def reckon(calls: Calls, rule: Rule) -> Figures:
    """Reckon the figures of a period.

    A call counts when its ring is known and it was either answered or given up after the rule's least time.

    Examples
    --------
    >>> nan = float("nan")
    >>> calls = Calls(np.array([0.0, 100, 200]), np.array([9.0, 130, nan]), np.array([60.0, 190, 202]),
    ...               np.array([51.0, 60, 0]), np.array([8, 8, 8]), np.zeros(3, bool))
    >>> found = reckon(calls, Rule(15, 0.95, 5))
    >>> found.counted, found.too_short, found.within.value, found.connected.value
    (2, 1, 0.5, 1.0)
    """
    known = ~np.isnan(calls.rang)
    answered = known & ~np.isnan(calls.answered)
    over = known & ~answered & ~np.isnan(calls.ended)
    short = over & (calls.ended - calls.rang < rule.hung_up_within_s)
    counted = answered | (over & ~short)
    waited = calls.answered - calls.rang
    within = answered & (waited <= rule.answered_within_s)
    n = int(counted.sum())
    return Figures(
        rings=len(calls.rang),
        no_ring=int((~known).sum()),
        too_short=int(short.sum()),
        going_on=int((known & ~answered & ~over).sum()),
        counted=n,
        late=int((counted & calls.late).sum()),
        within=share(int(within.sum()), n),
        connected=share(int(answered.sum()), n),
        abandoned=share(n - int(answered.sum()), n),
        lowest_day=_lowest_day(calls.rang[counted], answered[counted]),
        silent_hours=_silent_hours(calls.rang[counted], answered[counted]),
        waited_median=quantile(waited[answered], 0.5),
        waited_p90=quantile(waited[answered], 0.9),
        talk_median=quantile(calls.talk[answered], 0.5),
        talk_p90=quantile(calls.talk[answered], 0.9),
        hours=_hours(calls.hour, counted, within, answered),
    )


def quantile(values: Floats, q: float, *, z: float = 1.96) -> Estimate:
    """Return a quantile with the interval between two order statistics, which assumes no distribution.

    Parameters
    ----------
    values : shape (n,)
        [s]
    q : float
        Between 0 and 1.
    z : float
        Standard normal deviate of the level; 1.96 for 95 %.

    References
    ----------
    David, H. A. and Nagaraja, H. N. (2003). Order Statistics, 3rd ed., section 7.1 (with the normal
    approximation of the binomial).

    Examples
    --------
    >>> found = quantile(np.arange(101.0), 0.5)
    >>> found.value, found.low, found.high, found.n
    (50.0, 40.0, 60.0, 101)
    """
    n = len(values)
    if not n:
        return Estimate(None, None, None, 0, "seconds")
    ordered = np.sort(values)
    spread = z * (n * q * (1 - q)) ** 0.5
    low = int(np.clip(np.floor(n * q - spread), 0, n - 1))
    high = int(np.clip(np.ceil(n * q + spread) - 1, 0, n - 1))
    value = float(np.quantile(ordered, q))
    return Estimate(value, float(ordered[low]), float(ordered[high]), n, "seconds")


def _lowest_day(rang: Floats, answered: Flags) -> Estimate:
    """The lowest share connected among windows of 24 hours that begin with a ring and hold enough calls."""
    nothing = Estimate(None, None, None, 0, "share")
    if not len(rang):
        return nothing
    order = np.argsort(rang, kind="stable")
    starts = rang[order]
    hits = np.concatenate([[0], np.cumsum(answered[order])])
    ends = np.searchsorted(starts, starts + DAY_S, side="left")
    first = np.arange(len(starts))
    n = ends - first
    # A window that the period cuts off is no 24 hours, unless the whole period is shorter.
    whole = (starts + DAY_S <= starts[-1]) | (first == 0)
    enough = whole & (n >= SMALLEST_SHOWN)
    if not enough.any():
        return nothing
    shares = np.where(enough, (hits[ends] - hits[first]) / n, 2.0)
    worst = int(np.argmin(shares))
    return share(int(hits[ends[worst]] - hits[worst]), int(n[worst]))


def _silent_hours(rang: Floats, answered: Flags) -> int:
    hours, which = np.unique(np.floor(rang / 3600), return_inverse=True)
    return int((np.bincount(which, weights=answered, minlength=len(hours)) == 0).sum()) if len(hours) else 0


def _hours(hour: Ints, counted: Flags, within: Flags, answered: Flags) -> tuple[Hour, ...]:
    calls, soon, ever = (
        np.bincount(hour[which], minlength=HOURS) for which in (counted, within & counted, answered & counted)
    )
    return tuple(
        Hour(h, int(calls[h]), share(int(soon[h]), int(calls[h])), share(int(ever[h]), int(calls[h])))
        for h in range(HOURS)
    )
