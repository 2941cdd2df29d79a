"""When an algorithm has been wrong too often to go on."""

from minben.commons.statistics import wilson

LEAST_CHECKS = 30
LEAST_FAILURES = 5
SURE = 0.99


def past_limit(wrong: int, checked: int, limit: float) -> bool:
    """Tell whether the error rate is past its limit beyond reasonable doubt.

    True when the lower end of the 99 % Wilson interval lies above the limit, after at least 30 checks. The
    interval is wider than usual because the rule is asked again after every check.

    Parameters
    ----------
    wrong, checked : int
        Results that people corrected, and results that people looked at.
    limit : float
        Share that may be wrong, in (0, 1).

    Examples
    --------
    >>> past_limit(3, 29, 0.01), past_limit(12, 40, 0.1), past_limit(5, 40, 0.1)
    (False, True, False)
    """
    return checked >= LEAST_CHECKS and float(wilson(wrong, checked, level=SURE)[0]) > limit


def fails_too_often(failures: int, runs: int, limit: float) -> bool:
    """Tell whether an algorithm breaks off (an exception, no result) more often than it may be wrong.

    Examples
    --------
    >>> fails_too_often(4, 4, 0.1), fails_too_often(5, 5, 0.1), fails_too_often(5, 500, 0.1)
    (False, True, False)
    """
    return failures >= LEAST_FAILURES and float(wilson(failures, runs, level=SURE)[0]) > limit
