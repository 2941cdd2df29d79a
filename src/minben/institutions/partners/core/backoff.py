"""When something that did not arrive is sent again."""

from datetime import timedelta

MAX_TRIES = 10
# After so many tries in a row the city stops knocking until somebody looks.
PAUSE_AFTER_TRIES = 30
_FIRST_S, _FACTOR, _LONGEST_S = 10.0, 4.0, 6 * 3600.0
_JITTER = 0.25


def wait(tries: int, chance: float) -> timedelta:
    """Return how long to wait after so many tries in vain.

    Parameters
    ----------
    tries
        How often it was tried, at least 1.
    chance
        A random number from 0 to 1: it moves the wait by a quarter either way, so that a thousand deliveries that
        failed together do not come back together.

    Examples
    --------
    >>> [int(wait(n, 0.5).total_seconds()) for n in (1, 2, 3, 9)]
    [10, 40, 160, 21600]
    """
    plain = min(_FIRST_S * _FACTOR ** (max(1, tries) - 1), _LONGEST_S)
    return timedelta(seconds=plain * (1 + _JITTER * (2 * chance - 1)))
