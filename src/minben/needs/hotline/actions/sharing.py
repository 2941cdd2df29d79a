"""Showing requests to a partner's machine: covered words, for the purpose of its token, written down."""

from collections.abc import Sequence
from datetime import datetime

from minben.institutions.rights import actions as rights
from minben.needs.hotline.actions.reports import record_of
from minben.needs.hotline.models import Request
from minben.needs.hotline.queries.listing import Listed


def share_masked(
    *,
    rows: Sequence[Listed],
    reader: rights.Reader,
    purpose: str,
    at: datetime,
    fields: Sequence[str] = ("masked",),
) -> list[Listed]:
    """Let a reader have requests with personal data covered; one access for the page.

    Raises
    ------
    rights.Refused
        When the purpose does not cover this reader.
    """
    found = Request.objects.filter(pk__in=[row.key for row in rows]).only("pk", "person_id")
    records = [record_of(one, tuple(fields)) for one in found.order_by("-pk")]
    rights.open_for(reader=reader, records=records, purpose=purpose, at=at)
    return list(rows)
