"""Pages of a list: a cursor that stays right while the list grows, and filters that are known."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from minben.institutions.partners.edge.problems import Problem

Item = TypeVar("Item")
Row = TypeVar("Row")

Cursor = Annotated[str, Query(max_length=40, description="A place in the list, from the “next” of a page.")]
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many items on a page.")]
_PLACE = re.compile(r"k:(0|[1-9][0-9]{0,17})")


class Page(Schema, Generic[Item]):
    """Part of a list, in an order that stays."""

    items: list[Item]
    next: str | None = Field(None, description="Where the list goes on; null at its end.")


def place_of(cursor: str) -> int | None:
    """Return the key after which a page begins; None at the beginning of the list.

    Raises
    ------
    Problem
        ``cursor_unreadable``.
    """
    if not cursor:
        return None
    try:
        found = _PLACE.fullmatch(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii"))
    except ValueError:
        found = None
    if found is None:
        raise Problem("cursor_unreadable")
    return int(found.group(1))


def page_of(
    request: HttpRequest,
    rows: Sequence[Row],
    *,
    limit: int,
    key: Callable[[Row], int],
    show: Callable[[Row], Item],
) -> dict[str, object]:
    """Make a page of ``limit`` rows out of up to one more, which tells whether the list goes on."""
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        query = request.GET.copy()
        query["cursor"] = urlsafe_b64encode(f"k:{key(shown[-1])}".encode()).decode().rstrip("=")
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return {"items": [show(row) for row in shown], "next": following}


def refuse_unknown(request: HttpRequest, *known: str) -> None:
    """Refuse a query with a parameter that is not known, or that is given twice.

    Raises
    ------
    Problem
        ``filter_unknown``.
    """
    unknown = sorted(set(request.GET) - set(known))
    twice = sorted(name for name in request.GET if len(request.GET.getlist(name)) > 1)
    if unknown or twice:
        named = ", ".join(unknown or twice)[:120]
        words = _("“%(names)s” is not known here, or is given twice. Known are: %(known)s.")
        raise Problem("filter_unknown", detail=words % {"names": named, "known": ", ".join(known) or "–"})
