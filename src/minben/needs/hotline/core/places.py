"""Places named in a text: the most specific place of the register, and the address as it was said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

ADDRESS = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{1,12}?(?:路|街|大道|巷|弄|小区|花园|家园|苑|村|社区|广场|大厦)"
    r"(?:[0-9一二三四五六七八九十]{1,5}(?:号楼|号|栋|幢|座|弄|单元|室|层|楼))*"
)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One place of the register: its key, names and where it is.

    `kind` is district, street, community or building; `parent` the key of the place around it; `lat`, `lon` [°].
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
        The place of the register, or None when the name fits several (then `candidates` lists their keys).
    name
        The name as the text has it; "" if only an address phrase was found.
    start, end
        Where the name stands in the text [characters].
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
    """The places of a register, ready to be found in texts."""

    def __init__(self, names: Sequence[PlaceName]) -> None:
        self._keys: dict[str, list[int]] = {}
        for place in names:
            for name in {place.name, *place.aliases}:
                if name:
                    self._keys.setdefault(name, []).append(place.key)
        longest = sorted(self._keys, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest))) if longest else re.compile(r"(?!)")

    def find(self, texts: Sequence[str]) -> list[PlaceFound | None]:
        """Find the most specific place that each text names."""
        return [self._find(text) for text in texts]

    def _find(self, text: str) -> PlaceFound | None:
        hits = list(self._pattern.finditer(text))
        said = ADDRESS.search(text)
        address = said.group() if said else ""
        if not hits:
            return PlaceFound(None, "", 0, 0, (), address) if address else None
        best = max(hits, key=lambda hit: len(hit.group()))
        keys = self._keys[best.group()]
        return PlaceFound(
            keys[0] if len(keys) == 1 else None, best.group(), *best.span(), tuple(keys), address
        )
