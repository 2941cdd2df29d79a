"""How fast one may call: so many times a minute for each token, and for each address without one."""

from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpResponse

WINDOW_S = 60
# A commit for every call would cost more than the call; within so long two processes may not know of each other's.
TOLD_EVERY_S = 1
# Forgotten then, and learnt again from the others: so many callers a minute are a flood.
_MOST = 100_000
# A community centre's forty machines share one address; a token has its own limit.
PER_ADDRESS = 300
WRONG_TOKENS = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """How one caller stands in this minute."""

    name: str
    limit: int
    count: int
    reset_s: int

    @property
    def over(self) -> bool:
        return self.count > self.limit

    def put_on(self, response: HttpResponse) -> None:
        """Say it in the headers that clients know."""
        left = max(0, self.limit - self.count)
        response.headers["RateLimit-Policy"] = f'"{self.name}";q={self.limit};w={WINDOW_S}'
        response.headers["RateLimit"] = f'"{self.name}";r={left};t={self.reset_s}'
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response.headers["Retry-After"] = str(self.reset_s)


@dataclass(slots=True)
class _Count:
    """What this process knows of one caller in this minute: from all processes, and what it has not told yet."""

    known: int = 0
    untold: int = 0
    told_s: int = 0


_lock = Lock()
_counts: dict[str, _Count] = {}
_minute: list[int] = [0]


def count(name: str, who: str, limit: int, *, now_s: int) -> Standing:
    """Count one call: in memory, and once a second in the cache that all processes share.

    A process so never lets more through than the limit; several may, for a second, each count for itself.
    """
    window, passed = divmod(now_s, WINDOW_S)
    key = f"partners:{name}:{who}:{window}"
    with _lock:
        one, told = _counted(key, window, now_s)
    if told:
        one.known = _tell(key, told, one.known)
    return Standing(name, limit, one.known + one.untold, WINDOW_S - passed)


def _counted(key: str, window: int, now_s: int) -> tuple[_Count, int]:
    """Count in memory; return the count, and how many calls the others are to be told of now."""
    if _minute[0] != window or len(_counts) >= _MOST:
        _minute[0] = window
        _counts.clear()
    one = _counts.setdefault(key, _Count())
    one.untold += 1
    # A clock put back has told nothing yet by its own time: it tells at once.
    if 0 <= now_s - one.told_s < TOLD_EVERY_S:
        return one, 0
    told, one.untold, one.told_s = one.untold, 0, now_s
    one.known += told
    return one, told


def _tell(key: str, told: int, known: int) -> int:
    """Tell the others, and return how many calls there were at all of them."""
    try:
        return told if cache.add(key, told, timeout=WINDOW_S) else int(cache.incr(key, told))
    except (DatabaseError, ValueError):
        # Out of reach, or its minute ended this very moment: what this process knows must do.
        return known
