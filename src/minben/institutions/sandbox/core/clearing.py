"""What a clearance asks for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

EVIDENCE_LASTS = timedelta(days=365)
CLEARANCE_LASTS = timedelta(days=366)
# One minus nine tenths is a little less than a tenth to a machine, or a little more.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Terms:
    """For how long, above which confidence, and up to which error rate an algorithm may run.

    Attributes
    ----------
    expires : datetime
        At most a year ahead.
    threshold : float or None
        Least confidence, in [0, 1], at which a result may stand.
    error_limit : float
        Share of checked results that may be wrong, in (0, 1).
    conditions : str
        What the person who clears asks for besides.
    """

    expires: datetime
    error_limit: float
    threshold: float | None = None
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence as far as a clearance needs it.

    Attributes
    ----------
    genuine : bool
        Its signature fits its content.
    error : float or None
        The share of errors it shows, in [0, 1]; ``None`` when it shows none.
    """

    algorithm: str
    version: str
    at: datetime
    genuine: bool
    error: float | None


def why_not_clear(
    proof: Proof | None,
    terms: Terms,
    *,
    name: str,
    version: str,
    at: datetime,
    declared_limit: float,
    tripped_at: datetime | None = None,
) -> str | None:
    """Return the code of the reason not to clear, or ``None``.

    Parameters
    ----------
    declared_limit : float
        The error limit that the public was told: what was worse in its trial does not run, and no clearance
        allows more.
    tripped_at : datetime or None
        When the breaker last stopped this version; older evidence says nothing about it.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> why_not_clear(None, Terms(now, 0.1), name="a.b", version="1", at=now, declared_limit=0.1)
    'no_evidence'
    >>> shown = Proof("a.b", "1", now, genuine=True, error=0.2)
    >>> why_not_clear(shown, Terms(now, 0.1), name="a.b", version="1", at=now, declared_limit=0.1)
    'evidence_over_limit'
    >>> fine = Proof("a.b", "1", now, genuine=True, error=0.1)
    >>> why_not_clear(fine, Terms(now, 0.1), name="a.b", version="1", at=now, declared_limit=0.1, tripped_at=now)
    'evidence_before_trip'
    """
    return (
        _why_not_proof(proof, name, version, at, tripped_at)
        or _why_not_error(proof, declared_limit)
        or _why_not_terms(terms, at, declared_limit)
    )


def _why_not_proof(
    proof: Proof | None, name: str, version: str, at: datetime, tripped_at: datetime | None
) -> str | None:
    if proof is None or proof.algorithm != name:
        return "no_evidence"
    if proof.version != version:
        return "evidence_of_other_version"
    if not proof.genuine:
        return "evidence_not_genuine"
    if at - proof.at > EVIDENCE_LASTS or proof.at > at:
        return "evidence_too_old"
    if tripped_at is not None and proof.at <= tripped_at:
        return "evidence_before_trip"
    return None


def _why_not_error(proof: Proof | None, limit: float) -> str | None:
    if proof is None or proof.error is None:
        return "evidence_without_error"
    return "evidence_over_limit" if proof.error > limit + _ROUNDING else None


def _why_not_terms(terms: Terms, at: datetime, declared_limit: float) -> str | None:
    if terms.expires <= at:
        return "expires_in_the_past"
    if terms.expires - at > CLEARANCE_LASTS:
        return "expires_too_late"
    if terms.threshold is not None and not 0 <= terms.threshold <= 1:
        return "threshold_no_share"
    if not 0 < terms.error_limit < 1:
        return "error_limit_no_share"
    return "error_limit_over_declared" if terms.error_limit > declared_limit + _ROUNDING else None
