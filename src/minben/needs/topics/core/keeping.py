"""Which topic of a new list is which of the old one: a topic keeps its key as long as half of those who speak stay."""

from collections.abc import Collection, Mapping, Sequence

__all__ = ["same_as_before"]


def same_as_before(before: Mapping[int, Collection[int]], now: Sequence[Collection[int]]) -> list[int | None]:
    """Find for each topic now the one before that it goes on from; each is taken once.

    Parameters
    ----------
    before : mapping
        Keys of the old topics, with their requests; a request stands in one of them.
    now : sequence
        The requests of the new ones.

    Returns
    -------
    list
        A key of ``before``, or None for what is new: the pair that shares most requests first, and only where the
        shared ones are at least half of the smaller.

    Examples
    --------
    >>> same_as_before({7: {1, 2, 3}, 8: {4, 5}}, [{4, 5, 6, 9}, {1, 10, 11, 12}])
    [8, None]
    """
    owner = {request: key for key, requests in before.items() for request in requests}
    pairs = []
    for n, requests in enumerate(now):
        shared: dict[int, int] = {}
        for request in requests:
            if request in owner:
                shared[owner[request]] = shared.get(owner[request], 0) + 1
        pairs += [
            (-count, n, key)
            for key, count in shared.items()
            if 2 * count >= min(len(requests), len(before[key]))
        ]
    found: list[int | None] = [None] * len(now)
    taken: set[int] = set()
    for _count, n, key in sorted(pairs):
        if found[n] is None and key not in taken:
            found[n] = key
            taken.add(key)
    return found
