"""The register's places, ready to be found in texts; made anew when the register has grown."""

from minben.ground.registers import queries as registers
from minben.needs.hotline.core.places import Gazetteer, PlaceName

_known: dict[int, Gazetteer] = {}


def gazetteer() -> Gazetteer:
    """Return the finder of the city's places; one small query tells whether the register has changed."""
    rows = registers.gazetteer()
    stamp = hash(rows)
    if stamp not in _known:
        _known.clear()
        _known[stamp] = Gazetteer(
            [PlaceName(r.key, r.name, r.kind, r.parent, r.aliases, r.lat, r.lon) for r in rows]
        )
    return _known[stamp]
