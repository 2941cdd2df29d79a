"""Looking back at readings that were forced open."""

from datetime import datetime

from django.db import transaction

from minben.accounts.queries import Role, may
from minben.commons.errors import TeachingError
from minben.institutions.rights.core.decide import Reader
from minben.institutions.rights.models import Access, Outcome, Review, Verdict
from minben.ledger.actions import Act, write


class ReviewError(TeachingError):
    """A review that may not be kept.

    ``code``: ``wrong_role``, ``own_reading``, ``not_forced``, ``reviewed`` or ``no_words``.
    """


@transaction.atomic
def review(*, access: int, by: Reader, verdict: Verdict, words: str, at: datetime) -> None:
    """Keep an auditor's verdict on a reading that was forced open; the person concerned sees it.

    Raises
    ------
    ReviewError
        The reviewer is no auditor or is the reader, the reading was not forced or has its review, no words.
    """
    role = Role(by.role) if by.role in set(Role) else None
    if not may(role, "review", "access"):
        raise ReviewError("wrong_role")
    row = Access.objects.select_for_update().filter(pk=access, outcome=Outcome.BROKE_GLASS).first()
    if row is None:
        raise ReviewError("not_forced")
    if row.reader == by.key:
        raise ReviewError("own_reading")
    if Review.objects.filter(access=row).exists():
        raise ReviewError("reviewed")
    if not words.strip():
        raise ReviewError("no_words")
    Review.objects.create(access=row, by=by.key, at=at, verdict=verdict, words=words.strip())
    detail = {"access": access, "verdict": verdict.value}
    write([Act(what="rights.reviewed", who=by.key, subject=f"rights.access:{access}", at=at, detail=detail)])
