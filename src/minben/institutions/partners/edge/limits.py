"""How fast one may call: so many times a minute for each token, and for each address without one."""

from dataclasses import dataclass
from http import HTTPStatus

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpResponse

WINDOW_S = 60
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


def count(name: str, who: str, limit: int, *, now_s: int) -> Standing:
    """Count one call in the cache that all processes share."""
    window, passed = divmod(now_s, WINDOW_S)
    key = f"partners:{name}:{who}:{window}"
    try:
        counted = 1 if cache.add(key, 1, timeout=WINDOW_S) else cache.incr(key)
    except (DatabaseError, ValueError):
        # A limiter that cannot count, or whose count ran out this very moment, lets callers pass.
        counted = 0
    return Standing(name, limit, counted, WINDOW_S - passed)
