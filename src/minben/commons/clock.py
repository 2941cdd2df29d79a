"""The one place that reads the clock; only edges (pages, commands, tasks) call it."""

from datetime import UTC, datetime

__all__ = ["now"]


def now() -> datetime:
    """Return the present moment.

    Returns
    -------
    datetime
        Aware, in UTC.

    Examples
    --------
    >>> now().utcoffset().total_seconds()
    0.0
    """
    return datetime.now(UTC)
