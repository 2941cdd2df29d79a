"""Whether an algorithm may run now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Cleared:
    """A clearance as far as the decision needs it. ``ended`` is ``""``, ``revoked`` or ``tripped``."""

    key: int
    version: str
    at: datetime
    expires: datetime
    threshold: float | None
    error_limit: float
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one version may run, and why not.

    ``why_not`` is ``""`` or one of ``not_declared``, ``retired``, ``not_cleared``, ``version_differs``,
    ``expired``, ``revoked``, ``tripped``.
    """

    why_not: str
    clearance: Cleared | None = None

    @property
    def cleared(self) -> bool:
        """True when it may run."""
        return not self.why_not


def judge(
    clearances: Sequence[Cleared],
    *,
    version: str,
    at: datetime,
    declared: bool = True,
    retires: date | None = None,
) -> Standing:
    """Return the standing of ``version`` at ``at``.

    The newest clearance of the version decides. One of another version does not carry over: what was tried is
    what may run.

    Parameters
    ----------
    clearances : sequence of Cleared
        Of this algorithm, in any order.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> judge([], version="1", at=datetime(2026, 3, 1, tzinfo=UTC)).why_not
    'not_cleared'
    """
    if not declared:
        return Standing("not_declared")
    if retires is not None and at.date() > retires:
        return Standing("retired")
    begun = sorted((c for c in clearances if c.at <= at), key=lambda c: (c.at, c.key), reverse=True)
    newest = next((c for c in begun if c.version == version), None)
    if newest is None:
        running = any(not c.ended and c.expires > at for c in begun)
        return Standing("version_differs" if running else "not_cleared")
    if newest.ended:
        return Standing(newest.ended, newest)
    return Standing("expired" if newest.expires <= at else "", newest)
