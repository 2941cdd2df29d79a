"""Order in a tree of codes: parents before children."""

from collections.abc import Iterator, Mapping

from minben.commons.errors import TeachingError


def levels(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """Codes in batches, so that each parent stands in an earlier batch than its children.

    Parameters
    ----------
    parents : mapping of code to the code of its parent
        A parent that is no key of the mapping counts as already there.

    Raises
    ------
    TeachingError
        ``circular_parents``: codes are parents of one another.

    Examples
    --------
    >>> list(levels({"street": "district", "district": "", "community": "street"}))
    [['district'], ['street'], ['community']]
    """
    waiting = dict(parents)
    while waiting:
        ready = [code for code, parent in waiting.items() if parent not in waiting]
        if not ready:
            raise TeachingError("circular_parents", codes=", ".join(sorted(waiting)))
        yield ready
        for code in ready:
            del waiting[code]


def ancestors(parents: Mapping[int, int | None]) -> dict[int, tuple[int, ...]]:
    """Each key with the chain above it, the key itself first.

    >>> ancestors({1: None, 2: 1, 3: 2})
    {1: (1,), 2: (2, 1), 3: (3, 2, 1)}
    """
    chains: dict[int, tuple[int, ...]] = {}
    for key in parents:
        chain: list[int] = []
        above: int | None = key
        while above is not None and above not in chain:
            chain.append(above)
            above = parents.get(above)
        chains[key] = tuple(chain)
    return chains
