"""Columns about requests: one row each, times as seconds, NaN where nothing happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.signedinteger[Any]]
Flags = NDArray[np.bool_]

FINISHED = ("done", "answered", "closed")
ENDED = ("withdrawn", "declined", "unreasonable", "suspended", "excluded")
HOUR_S, DAY_S = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about n requests without asking anybody.

    Attributes
    ----------
    request, person, category, event, unit : shape (n,)
        Keys; −1 where there is none.
    received, first_action, finished, due : shape (n,) [s since 1970]
        NaN where it did not happen or is not known.
    chaser : shape (n,)
        True where the person only asked again about an open request.
    state : shape (n,)
        The hotline's word for where the request stands, as text or as objects.
    solved : shape (n,)
        The person's own word: 1, 0, or NaN when nobody has it.
    own_claim : shape (n,)
        The unit's claim that it settled the matter at the first attempt: 1, 0, or NaN when it has not said so
        yet.
    """

    request: Ints
    person: Ints
    category: Ints
    event: Ints
    unit: Ints
    received: Floats
    first_action: Floats
    finished: Floats
    due: Floats
    chaser: Flags
    state: NDArray[Any]
    solved: Floats
    own_claim: Floats

    def is_finished(self) -> Flags:
        """Tell which requests the unit has finished (closed, not yet: solved)."""
        return np.isin(self.state, FINISHED) & ~np.isnan(self.finished)

    def is_ended(self) -> Flags:
        """Tell which requests left the work without being done."""
        return np.isin(self.state, ENDED)


def seconds(moments: ArrayLike) -> Floats:
    """Return moments as seconds since 1970, NaN for none.

    Parameters
    ----------
    moments : shape (n,)
        ``datetime64``, numbers (already seconds), or aware datetimes and None.

    Returns
    -------
    shape (n,) [s]

    Examples
    --------
    >>> seconds(np.array(["1970-01-02", "NaT"], dtype="datetime64[s]")).tolist()
    [86400.0, nan]
    """
    column = np.asarray(moments)
    if column.dtype.kind == "M":
        whole = column.astype("datetime64[us]").astype(np.int64) / 1e6
        return np.where(np.isnat(column), np.nan, whole)
    if column.dtype.kind in "fiu":
        return column.astype(np.float64, copy=False)
    return np.array([m.timestamp() if isinstance(m, datetime) else np.nan for m in column], dtype=np.float64)


def keys(column: ArrayLike) -> Ints:
    """Return keys as whole numbers, −1 for none; of 32 bits while they fit, which takes half the room.

    Examples
    --------
    >>> keys(np.array([3, None], dtype=object)).tolist(), keys(np.array([3.0, np.nan])).tolist()
    ([3, -1], [3, -1])
    >>> keys(np.array([3])).dtype.name, keys(np.array([3_000_000_000])).dtype.name
    ('int32', 'int64')
    """
    numbers = np.asarray(column)
    if numbers.dtype.kind not in "iu":
        numbers = np.nan_to_num(numbers.astype(np.float64), nan=-1.0).astype(np.int64)
    fits = not len(numbers) or int(numbers.max()) <= np.iinfo(np.int32).max
    return numbers.astype(np.int32 if fits else np.int64, copy=False)


def truths(column: ArrayLike) -> Floats:
    """Return yes, no and unknown as 1, 0 and NaN.

    Examples
    --------
    >>> truths(np.array([True, False, None], dtype=object)).tolist()
    [1.0, 0.0, nan]
    """
    words = np.asarray(column)
    if words.dtype.kind in "iu":
        # Whole numbers cannot hold NaN: a negative one stands for unknown.
        return np.where(words < 0, np.nan, words.astype(np.float64))
    return words.astype(np.float64, copy=False)
