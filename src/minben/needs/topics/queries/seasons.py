"""What a year's whole months brought under each heading."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.utils.timezone import localdate, make_aware
from django.utils.translation import get_language

from minben.needs.hotline import queries as hotline
from minben.needs.topics.core.yearly import Seasonal, seasonal

_MONTHS, _MOST = 12, 200
_A_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Year:
    """Whole months, the oldest first, and the headings that have a season in them."""

    months: tuple[date, ...]
    headings: tuple[Seasonal, ...]


def seasons(*, at: datetime) -> Year:
    """The headings with a season in the last twelve whole months that requests are known of, in the reader's language.

    Each count is that of a month that is over and of ten requests or more, as they are published anyway; so nothing
    follows from two of them.
    """
    newest = localdate(hotline.newest_at(at) or at).replace(day=1) + timedelta(days=32)
    first, months = min(newest, localdate(at)).replace(day=1), list[date]()
    for _ in range(_MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    english = (get_language() or "").startswith("en")
    counts = _counts(months)
    told = [(month, counts[month]) for month in reversed(months)]
    # A city that has not been here for a year begins with its first month of requests.
    begun = next((place for place, (_, rows) in enumerate(told) if rows), len(told))
    heard = told[begun:]
    by_name = [{(en if english else zh): n for zh, en, n in rows} for _, rows in heard]
    return Year(tuple(month for month, _ in heard), tuple(seasonal(by_name)))


def _counts(months: list[date]) -> dict[date, list[tuple[str, str, int | None]]]:
    """Return the counts of each month; kept for a day, for they take long in a large city."""
    keys = {month: f"topics:month:{month.isoformat()}" for month in months}
    known = cache.get_many(keys.values())
    fresh = {keys[month]: _counted(month) for month in months if keys[month] not in known}
    cache.set_many(fresh, timeout=_A_DAY_S)
    found = known | fresh
    return {month: found[key] for month, key in keys.items()}


def _counted(month: date) -> list[tuple[str, str, int | None]]:
    after = (month + timedelta(days=32)).replace(day=1)
    since, until = (make_aware(datetime.combine(day, time.min)) for day in (month, after))
    rows = hotline.heard_between(since=since, until=until, limit=_MOST).by_category
    return [(row.name, row.name_en, row.count) for row in rows if row.name]
