"""The collector of cyclic garbage, held back while many rows are worked through.

Python looks through what it has made again and again, also when nothing of it is garbage: all that a program loaded at
its start, and every row of a batch, is looked at each time, which costs a turn of the loop a tenth of its time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collecting_seldom"]

# So many new objects, rows of a few batches, are made before the young are looked through.
SELDOM = 100_000


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for cyclic garbage seldom, and never among what was there before; as before afterwards.

    Memory does not grow by it: what no cycle holds goes at once in any case, and the rest when it is looked for.

    Examples
    --------
    >>> before = gc.get_threshold()
    >>> with collecting_seldom():
    ...     gc.get_threshold()[0] == SELDOM
    True
    >>> gc.get_threshold() == before
    True
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
