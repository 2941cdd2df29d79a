"""How Python and its allocator keep memory while many rows are worked through."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collecting_seldom", "giving_back"]

# So many new objects, rows of a few batches, are made before the young are looked through.
SELDOM = 100_000
# Blocks from this size on [bytes] are asked of the system one by one, and go back as soon as they are free.
LARGE = 1 << 18
# glibc: the number of that setting, and the size up to which it raises it by itself.
_MMAP_THRESHOLD, _USUAL = -3, 32 << 20


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for cyclic garbage seldom, and never among what was there before; as before afterwards.

    Python looks through what it has made again and again, also when nothing of it is garbage: all that a program loaded
    at its start, and every row of a batch, which costs a turn of the loop a tenth of its time. Memory does not grow by
    waiting: what no cycle holds goes at once in any case, and the rest when it is looked for.

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


@contextmanager
def giving_back() -> Iterator[None]:
    """Give large blocks back to the system as soon as they are free.

    The allocator of GNU systems keeps blocks of up to 32 MB for the next who asks, in pieces that fit nobody: columns
    of a large city then take twice their room. Elsewhere nothing changes. It costs time to ask the system anew, so it
    is for few large columns, not for many small batches.

    Examples
    --------
    >>> with giving_back():
    ...     len(bytearray(1_000_000))
    1000000
    """
    _ask_from(LARGE)
    try:
        yield
    finally:
        _ask_from(_USUAL)


def _ask_from(size: int) -> None:
    allocator = ctypes.CDLL(None) if sys.platform == "linux" else None
    if allocator and hasattr(allocator, "mallopt") and hasattr(allocator, "malloc_trim"):
        allocator.mallopt(_MMAP_THRESHOLD, size)
        allocator.malloc_trim(0)
