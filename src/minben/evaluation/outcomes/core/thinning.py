"""Which summaries have had their time: of old ones the last of each month is enough to see how things went.

>>> from datetime import date
>>> kept = [Kept(1, "", date(2026, 1, 5)), Kept(2, "", date(2026, 1, 31)), Kept(3, "", date(2026, 2, 1))]
>>> spare(kept, before=date(2026, 2, 1))
[1]
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["Kept", "spare"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A summary by its key, what it is about, and the day on which it was made."""

    key: int
    about: Hashable
    day: date


def spare(kept: Sequence[Kept], *, before: date) -> list[int]:
    """Return the keys of summaries that may go.

    Parameters
    ----------
    kept : sequence of Kept
        The oldest first.
    before : date
        Whatever was made on this day or later stays.

    Returns
    -------
    list of int
        Never the last of a month, and so never the newest about anything.
    """
    last = {(one.about, one.day.year, one.day.month): one.key for one in kept}
    needed = set(last.values())
    return [one.key for one in kept if one.day < before and one.key not in needed]
