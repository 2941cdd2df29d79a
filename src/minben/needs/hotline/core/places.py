"""Places named in a text: the most specific place of the register, and the address as it was said."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from minben.needs.hotline.core.address import addresses
from minben.needs.hotline.core.phrases import Hit, Phrases, fold_batch

RANK = {"district": 0, "street": 1, "community": 2, "building": 3}
SHORTENED = ("社区居民委员会", "社区居委会", "街道办事处", "社区", "小区")
"""Endings that people leave out when they name a place."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One place of the register.

    Attributes
    ----------
    key
        Its number in the register.
    name, aliases
        What people call it.
    kind
        "district", "street", "community" or "building".
    parent
        The key of the place around it, or None.
    lat, lon
        Where it is [°], or None.
    """

    key: int
    name: str
    kind: str
    parent: int | None = None
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """What a text says of where.

    Attributes
    ----------
    key
        The place of the register; None when the name fits several, or none was named.
    name
        The name as the text has it; "" if only an address phrase was found.
    start, end
        Where the name stands in the text [characters].
    candidates
        The keys among which a person must choose; empty when `key` is sure.
    address
        The address phrase as text, "" if there is none.
    """

    key: int | None
    name: str
    start: int
    end: int
    candidates: tuple[int, ...] = ()
    address: str = ""


class Gazetteer:
    """The places of a register, ready to be found in texts.

    Examples
    --------
    >>> city = Gazetteer([
    ...     PlaceName(1, "东城区", "district"), PlaceName(2, "西城区", "district"),
    ...     PlaceName(3, "幸福社区", "community", 1), PlaceName(4, "幸福社区", "community", 2),
    ... ])
    >>> found = city.find(["西城区幸福社区没有路灯", "幸福社区没有路灯", "没有路灯"])
    >>> [one and (one.key, one.candidates) for one in found]
    [(4, ()), (None, (3, 4)), None]
    """

    def __init__(self, names: Sequence[PlaceName]) -> None:
        self._places = {place.key: place for place in names}
        keys: dict[str, set[int]] = defaultdict(set)
        for place in names:
            for name in {place.name, *place.aliases}:
                keys[name].add(place.key)
        for place in names:
            for name in _short_names(place) - keys.keys():
                keys[name].add(place.key)
        self._names = Phrases(list(keys))
        self._keys = [tuple(sorted(found)) for found in keys.values()]
        self._around = {place.key: self._ancestors(place) for place in names}

    def _ancestors(self, place: PlaceName) -> frozenset[int]:
        around: set[int] = set()
        parent = place.parent
        while parent is not None and parent in self._places and parent not in around:
            around.add(parent)
            parent = self._places[parent].parent
        return frozenset(around)

    def find(self, texts: Sequence[str]) -> list[PlaceFound | None]:
        """Find the most specific place that each text names.

        A name that several places share is settled by the district or street that the text also names; if
        that does not settle it, a person must choose among the candidates.

        Parameters
        ----------
        texts
            As they were said.

        Returns
        -------
        list of PlaceFound or None
            One per text; None if it names neither a place nor an address.
        """
        batch = fold_batch(texts)
        said = addresses(batch, texts)
        hits: dict[int, list[Hit]] = defaultdict(list)
        for hit in self._names.find_in(batch):
            hits[hit.row].append(hit)
        return [self._found(text, hits.get(row, ()), said.get(row, "")) for row, text in enumerate(texts)]

    def _found(self, text: str, hits: Sequence[Hit], address: str) -> PlaceFound | None:
        if not hits:
            return PlaceFound(None, "", 0, 0, (), address) if address else None
        best = self._most_specific(hits)
        hit, keys = best
        key = keys[0] if len(keys) == 1 else None
        return PlaceFound(
            key, text[hit.start : hit.end], hit.start, hit.end, () if key is not None else keys, address
        )

    def _most_specific(self, hits: Sequence[Hit]) -> tuple[Hit, tuple[int, ...]]:
        sure = {self._keys[hit.phrase][0] for hit in hits if len(self._keys[hit.phrase]) == 1}
        times = Counter(hit.phrase for hit in hits)

        def worth(choice: tuple[Hit, tuple[int, ...]]) -> tuple[bool, bool, int, int, int]:
            hit, keys = choice
            rank = max(RANK.get(self._places[key].kind, 0) for key in keys)
            agrees = all(self._agrees(key, sure) for key in keys)
            return len(keys) == 1, agrees, rank, times[hit.phrase], -hit.start

        return max(((hit, self._settled(self._keys[hit.phrase], sure)) for hit in hits), key=worth)

    def _settled(self, keys: tuple[int, ...], sure: set[int]) -> tuple[int, ...]:
        """Keep, of places that share a name, those inside the places that are named beside it."""
        if len(keys) == 1:
            return keys
        inside = {key: len(self._around[key] & sure) for key in keys}
        most = max(inside.values())
        return tuple(key for key in keys if inside[key] == most)

    def _agrees(self, key: int, sure: set[int]) -> bool:
        """Tell whether the district named, if one is, is the district of a place."""
        districts = {other for other in sure if self._places[other].kind == "district"}
        own = self._around[key] | {key}
        return not districts or bool(districts & own)


def _short_names(place: PlaceName) -> set[str]:
    if place.kind not in ("community", "street"):
        return set()
    stems = (place.name.removesuffix(ending) for ending in SHORTENED if place.name.endswith(ending))
    return {stem for stem in stems if len(stem) >= 3}
