"""Which requests a token reaches: its partner's own, or with a scope and a purpose everybody's, covered."""

from collections.abc import Sequence

from minben.commons.clock import now
from minben.institutions.partners.actions import Caller, Scope
from minben.institutions.partners.edge import Problem
from minben.institutions.rights import actions as rights
from minben.needs.hotline import actions, queries
from minben.needs.hotline.announcing import SOURCE


def source_of(caller: Caller) -> str:
    """Return the source of the requests that a partner sent in."""
    return f"{SOURCE}{caller.code}"


def own(request_id: int, caller: Caller) -> queries.Listed:
    """Return one request of the partner's own; another's is as if it were not there.

    Raises
    ------
    Problem
        ``not_found``.
    """
    row = queries.listed_one(request_id, source=source_of(caller))
    if row is None:
        raise Problem("not_found")
    return row


def readable(request_id: int, caller: Caller, *, fields: Sequence[str] = ("masked",)) -> queries.Listed:
    """Return one request that the token may read; another partner's is written down as read.

    Raises
    ------
    Problem
        ``not_found``.
    rights.Refused
        The token's purpose does not cover it.
    """
    mine = queries.listed_one(request_id, source=source_of(caller))
    if mine is not None:
        return mine
    row = queries.listed_one(request_id, source=None) if caller.may(Scope.REQUESTS_READ) else None
    if row is None:
        raise Problem("not_found")
    return share([row], caller, fields=fields)[0]


def share(
    rows: Sequence[queries.Listed], caller: Caller, *, fields: Sequence[str] = ("masked",)
) -> list[queries.Listed]:
    """Write down that a partner reads what others asked."""
    others = [row for row in rows if row.source != source_of(caller)]
    reader = rights.Reader(key=caller.key, role="partner", label=caller.name[:120])
    actions.share_masked(rows=others, reader=reader, purpose=caller.purpose, at=now(), fields=fields)
    return list(rows)
