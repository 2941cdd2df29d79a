"""The register as JSON, for whoever reads many cities' registers by machine."""

from datetime import datetime
from typing import Any

from minben.institutions.sandbox.core.declaration import MORE_TEXTS, TEXTS, Declaration, Words
from minben.institutions.sandbox.core.rules import RULE_TEXTS, FixedRule
from minben.institutions.sandbox.queries import EvidenceRow, Listed, Measure


def entry(listed: Listed, evidence: EvidenceRow | None) -> dict[str, Any]:
    """Return one algorithm as plain values; figures of fewer than ten observations are left out."""
    told = listed.declaration
    clearance = listed.standing.clearance
    return {
        "name": told.name,
        "version": listed.version,
        **{field: _both(getattr(told, field)) for field in TEXTS},
        "error_limit": told.error_limit,
        "error_metric": told.error_metric,
        **{field: _both(getattr(told, field)) for field in MORE_TEXTS},
        "starts": _day(told, "starts"),
        "retires": _day(told, "retires"),
        "may_run": listed.standing.cleared,
        "why_not": listed.standing.why_not,
        "cleared_until": _moment(clearance.expires) if clearance and listed.standing.cleared else None,
        "threshold": clearance.threshold if clearance and listed.standing.cleared else None,
        "evidence": _evidence(evidence) if evidence else None,
    }


def fixed(rule: FixedRule) -> dict[str, Any]:
    """Return one fixed rule as plain values."""
    return {"name": rule.name, **{text: _both(getattr(rule, text)) for text in RULE_TEXTS}}


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _day(told: Declaration, field: str) -> str | None:
    day = getattr(told, field)
    return day.isoformat() if day else None


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _evidence(row: EvidenceRow) -> dict[str, Any]:
    return {
        "version": row.version,
        "at": _moment(row.at),
        "rows": row.rows,
        "data_digest": row.data_digest,
        "data_source": row.data_source,
        "code_version": row.code_version,
        "isolation": row.isolation,
        "measures": [_measure(measure) for measure in row.measures],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    estimate = measure.estimate
    shown = estimate.shown
    return {
        "metric": measure.metric,
        "group": measure.group,
        "unit": estimate.unit,
        "value": estimate.value if shown else None,
        "low": estimate.low if shown else None,
        "high": estimate.high if shown else None,
        "n": estimate.n if shown else None,
    }
