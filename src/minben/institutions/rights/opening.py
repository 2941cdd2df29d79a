"""Opening another person's data: covered by a purpose and written down, or refused and kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from minben.commons.digests import canonical_json
from minben.institutions.rights.core.decide import Reader, Record, why_refused
from minben.institutions.rights.core.purposes import Purpose
from minben.institutions.rights.granting import subjects_granted
from minben.institutions.rights.models import Access, Grant, Line, Outcome
from minben.institutions.rights.queries import purpose as purpose_in_force
from minben.institutions.rights.queries import purposes
from minben.institutions.rights.refusal import Refusal, Refused
from minben.ledger.actions import Act, salted_digest, write

EMERGENCY = "emergency"
LEAST_REASON = 10
GLASS_STAYS_BROKEN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Opening:
    reader: Reader
    records: tuple[Record, ...]
    purpose: str
    basis: str
    at: datetime
    outcome: Outcome
    code: str = ""
    reason: str = ""
    unnamed: bool = False


@transaction.atomic
def open_for(
    *, reader: Reader, records: Record | Sequence[Record], purpose: str, at: datetime, reason: str = ""
) -> None:
    """Let ``reader`` open ``records`` for ``purpose`` and write it down, or refuse.

    Call it before the data is read, once per page: it writes one access for the page, with a line for each
    person's record, and one act in the ledger. Reading one's own data (purpose ``own``) leaves no access.

    Raises
    ------
    Refused
        ``unknown_purpose``, ``wrong_role``, ``no_grant``, ``no_consent`` or ``not_own``.
    """
    asked = (records,) if isinstance(records, Record) else tuple(records)
    if not asked:
        return
    found = purpose_in_force(key=purpose, at=at)
    granted = _granted(found, reader, asked, at)
    code = why_refused(found, reader, asked, granted=granted)
    if code is not None or found is None:
        glass = code == "no_grant" and found is not None and found.break_glass
        raise Refused(Refusal(code or "unknown_purpose", purpose, reader, asked, may_break_glass=glass))
    if not found.own:
        opened = _Opening(reader, asked, purpose, found.basis_code, at, Outcome.OPENED, reason=reason)
        _keep(replace(opened, unnamed=found.unnamed))


@transaction.atomic
def keep_refusal(refused: Refused, *, at: datetime) -> int:
    """Write a refused reading down, after the roll-back of what asked for it; return its access."""
    refusal = refused.refusal
    found = purpose_in_force(key=refusal.purpose, at=at)
    basis = found.basis_code if found else ""
    opening = _Opening(
        refusal.reader, refusal.records, refusal.purpose, basis, at, Outcome.REFUSED, code=refusal.code
    )
    return _keep(replace(opening, unnamed=refusal.unnamed or (found is not None and found.unnamed)))


@transaction.atomic
def break_glass(
    *, reader: Reader, record: Record, reason: str, at: datetime, purpose: str | None = None
) -> int:
    """Open a record without a grant in an emergency; return the access, which waits for a review.

    The page then opens for its own purpose during the next half hour, for this reader alone.

    Parameters
    ----------
    reason
        At least ten characters: what the emergency is.
    purpose
        The purpose that was refused; by default every purpose of this role that needs a grant.

    Raises
    ------
    Refused
        ``wrong_role``: this role may not force anything open. ``no_reason``: the reason is too short.
    """
    found = purpose_in_force(key=EMERGENCY, at=at)
    through = [p for p in purposes(at) if _opens_by_force(p, reader) and purpose in (None, p.key)]
    if found is None or reader.role not in found.roles or not through:
        raise Refused(Refusal("wrong_role", EMERGENCY, reader, (record,)))
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(Refusal("no_reason", EMERGENCY, reader, (record,), may_break_glass=True))
    Grant.objects.bulk_create(
        Grant(
            subject=record.record,
            holder=reader.key,
            purpose=p.key,
            since=at,
            until=at + GLASS_STAYS_BROKEN,
            reason=reason.strip()[:300],
        )
        for p in through
    )
    forced = Outcome.BROKE_GLASS
    opening = _Opening(
        reader, (record,), EMERGENCY, found.basis_code, at, forced, reason=reason.strip()[:500]
    )
    return _keep(opening)


def _opens_by_force(purpose: Purpose, reader: Reader) -> bool:
    return purpose.break_glass and purpose.needs_grant and reader.role in purpose.roles


def _granted(
    purpose: Purpose | None, reader: Reader, records: Sequence[Record], at: datetime
) -> frozenset[str]:
    if purpose is None or not purpose.needs_grant or reader.role not in purpose.roles:
        return frozenset()
    subjects = {r.record for r in records} | {r.person for r in records if r.person}
    return frozenset(
        subjects_granted(holders=sorted(reader.keys), purpose=purpose.key, subjects=sorted(subjects), at=at)
    )


def _keep(opening: _Opening) -> int:
    access = Access.objects.create(
        at=opening.at,
        reader=opening.reader.key,
        role=opening.reader.role,
        reader_label=opening.reader.label,
        purpose=opening.purpose,
        basis=opening.basis,
        outcome=opening.outcome,
        code=opening.code,
        reason=opening.reason,
    )
    Line.objects.bulk_create(
        [
            Line(access=access, record=r.record, person=r.person, fields=list(r.fields))
            for r in opening.records
        ],
        batch_size=1000,
    )
    write([_act(opening, access.pk)])
    return access.pk


def _act(opening: _Opening, access: int) -> Act:
    """The persons stand in the ledger as a salted digest alone, so that erasing them leaves it whole."""
    listed = sorted([r.record, r.person, *r.fields] for r in opening.records)
    persons = {r.person for r in opening.records if r.person}
    # A page of many persons has one salt of its own: one salt per person would be one query per row.
    owner = persons.pop() if len(persons) == 1 else f"rights.access:{access}"
    subject = f"rights.records:{len(opening.records)}"
    if len(opening.records) == 1:
        subject = opening.records[0].record
        if opening.unnamed:
            subject = f"rights.record:{salted_digest(subject, owner=subject)}"
    return Act(
        what=f"rights.{opening.outcome}",
        who=opening.reader.key,
        subject=subject,
        at=opening.at,
        purpose=opening.purpose,
        basis=opening.basis,
        detail={
            "access": access,
            "records": len(opening.records),
            "persons": salted_digest(canonical_json(listed), owner=owner),
            "code": opening.code,
        },
    )
