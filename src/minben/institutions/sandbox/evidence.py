"""Evidence: written once, signed, and checked again whenever somebody relies on it."""

import json
from datetime import UTC, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

import minben
from minben.commons.digests import canonical_json
from minben.commons.signatures import verify
from minben.institutions.sandbox.core.trial import TrialResult, as_rows
from minben.institutions.sandbox.models import Evidence
from minben.ledger.actions import Act, own_public_keys, plain_digest, signer, write


@transaction.atomic
def record_evidence(
    *,
    name: str,
    result: TrialResult,
    at: datetime,
    by: AbstractBaseUser | None = None,
    isolation: str = "",
) -> int:
    """Keep what a trial showed, signed by this installation; return its id.

    Parameters
    ----------
    by
        Who ran the trial; ``None`` for the command line.
    isolation
        How it was kept apart: ``bubblewrap``, ``process``, or blank when nothing was run.

    Raises
    ------
    ValueError
        When the trial looked at no row or measured nothing: that is no evidence.
    """
    if result.rows < 1 or not result.measures:
        raise ValueError(f"a trial of {name} without rows or figures is no evidence; try it on data")
    key = signer()
    row = Evidence(
        algorithm=name,
        version=result.version,
        at=at,
        by_id=by.pk if by else None,
        data_digest=result.data_digest,
        data_source=result.data_source,
        rows=result.rows,
        metrics=as_rows(result.measures),
        code_version=minben.__version__,
        isolation=isolation,
        signature_algorithm=key.algorithm,
        key_id=key.public.hex(),
    )
    row.signature = key.sign(_payload(row)).hex()
    row.save()
    write([_act(row)])
    return row.pk


def genuine(row: Evidence) -> bool:
    """Tell whether a piece of evidence is what this installation once signed."""
    public = bytes.fromhex(row.key_id)
    if public not in own_public_keys():
        return False
    signature = bytes.fromhex(row.signature)
    return verify(public, _payload(row), signature, row.signature_algorithm)


def _payload(row: Evidence) -> bytes:
    # Figures are decimal: as JSON text they are the same bytes again, which canonical JSON does not promise.
    content = {
        "algorithm": row.algorithm,
        "version": row.version,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": row.by_id,
        "data_digest": row.data_digest,
        "data_source": row.data_source,
        "rows": row.rows,
        "metrics": json.dumps(row.metrics, sort_keys=True),
        "code_version": row.code_version,
    }
    # Evidence of before says nothing of it, and its signature must still hold.
    content |= {"isolation": row.isolation} if row.isolation else {}
    return canonical_json(content).encode()


def _act(row: Evidence) -> Act:
    return Act(
        what="sandbox.tried",
        who=f"user:{row.by_id}" if row.by_id else "command",
        subject=f"sandbox.evidence:{row.pk}",
        at=row.at,
        algorithm=row.algorithm,
        version=row.version,
        detail={"data": row.data_digest, "rows": row.rows, "content": plain_digest(_payload(row))},
    )
