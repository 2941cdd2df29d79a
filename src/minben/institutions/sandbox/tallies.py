"""Counting what algorithms do: each act adds a row, and rows of one clearance and day are later put together."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils.timezone import localdate

from minben.commons.rows import append_columns
from minben.institutions.sandbox.models import Tally

__all__ = ["Figures", "add", "figures", "put_together"]

# So few rows more are no burden to whoever asks for a sum; so many are read at once when they are put together.
_MORE_THAN, _AT_ONCE = 100, 2_000


@dataclass(frozen=True, slots=True)
class Figures:
    """How often an algorithm ran, on how many items, in how many people had to decide, and what went wrong."""

    runs: int = 0
    items: int = 0
    abstained: int = 0
    failures: int = 0
    checked: int = 0
    wrong: int = 0


_NAMES = [field.name for field in fields(Figures)]


def add(rows: Sequence[tuple[int, datetime, Figures]]) -> None:
    """Count for a clearance, within the caller's transaction or by itself."""
    told = zip(*(astuple(one) for *_, one in rows), strict=True)
    columns = {
        "clearance": [clearance for clearance, *_ in rows],
        "day": [localdate(at) for _, at, _ in rows],
        **{name: list(values) for name, values in zip(_NAMES, told, strict=False)},
    }
    append_columns(connection, Tally, columns, size=len(rows))


def figures(clearance: int, *, on: datetime | None = None) -> Figures:
    """Sum up what a clearance did, in all or on the day of a moment."""
    rows = Tally.objects.filter(clearance_id=clearance)
    if on is not None:
        rows = rows.filter(day=localdate(on))
    sums = rows.aggregate(**{name: Sum(name) for name in _NAMES})
    return Figures(**{name: value or 0 for name, value in sums.items()})


def put_together(*, more_than: int = _MORE_THAN) -> int:
    """Make one row of the rows of each clearance and day that has more than so many; return how many went."""
    many = Tally.objects.values_list("clearance", "day").annotate(n=Count("pk")).filter(n__gt=more_than)
    gone = 0
    for clearance, day, _ in list(many):
        with transaction.atomic():
            rows = Tally.objects.select_for_update().filter(clearance_id=clearance, day=day)
            first, *others = rows.order_by("pk")[:_AT_ONCE]
            for name in _NAMES:
                setattr(first, name, sum(getattr(row, name) for row in (first, *others)))
            first.save(update_fields=_NAMES)
            gone += Tally.objects.filter(pk__in=[row.pk for row in others]).delete()[0]
    return gone
