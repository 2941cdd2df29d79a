"""A person clears an algorithm on evidence, and a person may stop it."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from minben.accounts.queries import Role, may, role_of, users_in
from minben.commons import kept
from minben.commons.errors import TeachingError
from minben.institutions.sandbox.core.clearing import Proof, Terms, why_not_clear
from minben.institutions.sandbox.core.declaration import Declaration
from minben.institutions.sandbox.core.trial import error_of
from minben.institutions.sandbox.declared import declaration
from minben.institutions.sandbox.evidence import genuine
from minben.institutions.sandbox.models import Clearance, Evidence, Revocation
from minben.ledger.actions import Act, write


class ClearanceError(TeachingError):
    """A clearance or a stop that may not be. ``code`` says why; ``params`` hold the facts."""


@transaction.atomic
def clear(*, name: str, version: str, by: AbstractBaseUser, evidence: int, terms: Terms, at: datetime) -> int:
    """Let one version of an algorithm run, on evidence, until a date; return the clearance.

    Who made the evidence does not clear on it (four eyes), unless the city has no other reviewer who can sign in:
    then it is written into the ledger that one person did both. The console, which nobody signs in to, is nobody's
    second pair of eyes; what it clears on evidence without a name counts as done by one person.

    Raises
    ------
    ClearanceError
        ``wrong_role``, ``not_declared``, ``own_evidence``, or a code of
        :func:`~minben.institutions.sandbox.core.clearing.why_not_clear`.
    """
    if not may(role_of(by), "clear", "algorithm"):
        raise ClearanceError("wrong_role")
    told = declaration(name)
    if told is None:
        raise ClearanceError("not_declared", name=name)
    row = Evidence.objects.filter(pk=evidence).first()
    proof = _proof(row, told)
    code = why_not_clear(
        proof, terms, name=name, version=version, at=at, declared_limit=told.error_limit,
        tripped_at=_tripped_at(name, version),
    )  # fmt: skip
    if code is not None or row is None:
        raise ClearanceError(code or "no_evidence", name=name, version=version, **_figures(told, proof))
    own = row.by_id == by.pk
    if own and set(users_in(Role.REVIEWER, signing_in=True)) - {by.pk}:
        raise ClearanceError("own_evidence", name=name)
    alone = own or (row.by_id is None and not by.has_usable_password())
    kept.changed()
    made = Clearance.objects.create(
        algorithm=name,
        version=version,
        evidence=row,
        by_id=by.pk,
        at=at,
        expires=terms.expires,
        threshold=terms.threshold,
        error_limit=terms.error_limit,
        conditions=terms.conditions.strip(),
    )
    write([_cleared(made, alone)])
    return made.pk


@transaction.atomic
def revoke(*, name: str, by: AbstractBaseUser, reason: str, at: datetime) -> int:
    """Stop an algorithm at once, whatever version runs; return how many clearances ended.

    Raises
    ------
    ClearanceError
        ``wrong_role``, ``no_reason``, or ``nothing_to_stop``.
    """
    if not may(role_of(by), "stop", "algorithm"):
        raise ClearanceError("wrong_role")
    if not reason.strip():
        raise ClearanceError("no_reason")
    running = list(Clearance.objects.filter(algorithm=name, expires__gt=at, revocation=None))
    if not running:
        raise ClearanceError("nothing_to_stop", name=name)
    kept.changed()
    words = reason.strip()[:500]
    Revocation.objects.bulk_create(
        Revocation(clearance=row, at=at, by_id=by.pk, reason=words, trip=False) for row in running
    )
    write([_stopped(row, by.pk, at) for row in running])
    return len(running)


def _proof(row: Evidence | None, told: Declaration) -> Proof | None:
    if row is None:
        return None
    signed = genuine(row)
    # What nobody signed is not read at all.
    error = error_of(row.metrics, told.error_metric) if signed else None
    return Proof(algorithm=row.algorithm, version=row.version, at=row.at, genuine=signed, error=error)


def _figures(told: Declaration, proof: Proof | None) -> dict[str, str]:
    """Tell, as people read it, which figure was held against which limit."""
    shown = "–" if proof is None or proof.error is None else f"{proof.error:.2%}"
    return {"metric": told.error_metric, "error": shown, "limit": f"{told.error_limit:.2%}"}


def _tripped_at(name: str, version: str) -> datetime | None:
    trips = Revocation.objects.filter(clearance__algorithm=name, clearance__version=version, trip=True)
    return trips.order_by("-at").values_list("at", flat=True).first()


def _cleared(row: Clearance, alone: bool) -> Act:
    return Act(
        what="sandbox.cleared",
        who=f"user:{row.by_id}",
        subject=f"sandbox.clearance:{row.pk}",
        at=row.at,
        algorithm=row.algorithm,
        version=row.version,
        detail={
            "evidence": row.evidence_id,
            "expires": row.expires.isoformat(),
            "threshold": "" if row.threshold is None else repr(row.threshold),
            "error_limit": repr(row.error_limit),
            "one_person": alone,
        },
    )


def _stopped(row: Clearance, user: int, at: datetime) -> Act:
    return Act(
        what="sandbox.revoked",
        who=f"user:{user}",
        subject=f"sandbox.clearance:{row.pk}",
        at=at,
        algorithm=row.algorithm,
        version=row.version,
    )
