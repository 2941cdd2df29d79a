"""Giving and taking back the right to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from minben.commons.digests import JSON, canonical_json
from minben.commons.errors import TeachingError
from minben.commons.rows import append_columns
from minben.institutions.rights.models import Grant
from minben.institutions.rights.queries import purposes
from minben.ledger.actions import Act, note, plain_digest, write


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A right to read: ``holder`` may open ``subject`` for ``purpose`` until ``until`` (or open-ended).

    ``consent`` says how the person agreed ("by phone, recorded"), needed where the purpose asks for consent.
    """

    subject: str
    holder: str
    purpose: str
    until: datetime | None = None
    reason: str = ""
    consent: str = ""


class GrantError(TeachingError):
    """A grant that may not be given. ``code``: ``unknown_purpose``, ``no_grant_needed`` or ``no_consent``."""


def grant(*, grants: Sequence[NewGrant], at: datetime) -> None:
    """Give rights to read, from ``at`` on. An open-ended grant that stands already is left as it is.

    Raises
    ------
    GrantError
        When a purpose is not in force, needs no grant, or asks for a consent that is not there.
    """
    if not grants:
        return
    known = {purpose.key: purpose for purpose in purposes(at)}
    for new in grants:
        purpose = known.get(new.purpose)
        if purpose is None:
            raise _bad("unknown_purpose", new)
        if not purpose.needs_grant:
            raise _bad("no_grant_needed", new)
        if purpose.consent and not new.consent.strip():
            raise _bad("no_consent", new)
    with transaction.atomic(savepoint=False):
        append_columns(connection, Grant, _columns(grants, at), size=len(grants), new=True)
        note([_act("rights.granted", grants, at)])


@transaction.atomic
def withdraw_grants(
    *, subjects: Sequence[str], at: datetime, holders: Sequence[str] = (), purpose: str = ""
) -> int:
    """End at ``at`` the grants on these subjects (of these holders, for this purpose); count them."""
    running = Q(until=None) | Q(until__gt=at)
    if holders:
        running &= Q(holder__in=holders)
    if purpose:
        running &= Q(purpose=purpose)
    ended = 0
    for start in range(0, len(subjects), 500):
        part = subjects[start : start + 500]
        found = Grant.objects.filter(running, subject__in=part)
        # A right that would begin only later ends as it begins: what is taken back never comes to life.
        ended += found.filter(since__gt=at).update(until=F("since"))
        ended += found.filter(since__lte=at).update(until=at)
    if ended:
        subject = subjects[0] if len(subjects) == 1 else f"rights.subjects:{len(subjects)}"
        detail: dict[str, JSON] = {
            "ended": ended,
            "digest": plain_digest(canonical_json(sorted(subjects)).encode()),
        }
        write([Act(what="rights.withdrawn", who="", subject=subject, at=at, purpose=purpose, detail=detail)])
    return ended


def subjects_granted(
    *, holders: Sequence[str], purpose: str, subjects: Sequence[str], at: datetime
) -> set[str]:
    """Return which of ``subjects`` one of ``holders`` may open now, in one query per 500."""
    running = Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))
    found: set[str] = set()
    for start in range(0, len(subjects), 500):
        part = subjects[start : start + 500]
        rows = Grant.objects.filter(running, purpose=purpose, holder__in=holders, subject__in=part)
        found.update(rows.values_list("subject", flat=True))
    return found


def _bad(code: str, new: NewGrant) -> GrantError:
    return GrantError(code, purpose=new.purpose, subject=new.subject, holder=new.holder)


def _columns(grants: Sequence[NewGrant], at: datetime) -> dict[str, Any]:
    return {
        "subject": [new.subject for new in grants],
        "holder": [new.holder for new in grants],
        "purpose": [new.purpose for new in grants],
        "since": at,
        "until": [new.until for new in grants],
        "reason": [new.reason for new in grants],
        "consent": [new.consent for new in grants],
    }


def _act(what: str, grants: Sequence[NewGrant], at: datetime) -> Act:
    """One act for the batch: the digest stands for the whole list, so that an import stays quick."""
    listed = sorted([new.subject, new.holder, new.purpose] for new in grants)
    first = grants[0]
    return Act(
        what=what,
        who="",
        subject=first.subject if len(grants) == 1 else f"rights.grants:{len(grants)}",
        at=at,
        purpose=first.purpose,
        detail={"grants": len(grants), "digest": plain_digest(canonical_json(listed).encode())},
    )
