"""How many different people asked, for those who measure; never who. Reports of wrongdoing are not among them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import get_current_timezone

from minben.commons.columns import columns_of
from minben.needs.hotline.models import REPORTS_WRONGDOING, Category, Request
from minben.needs.hotline.queries.figures import FACTS, Column

# A building lies in a community, that in a street, that in a district.
_DEEP = 4
_PER_QUERY = 10_000
_OF_PERSON = ("born_year", "income", "condition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Which requests: of these headings, or of all others; in this place and what lies in it, or elsewhere.

    ``place`` of None is the whole city. A request without a place is neither in a place nor elsewhere.
    """

    categories: frozenset[int]
    place: int | None = None
    other_matters: bool = False
    elsewhere: bool = False

    def condition(self) -> Q:
        """Return the condition on requests."""
        headings = Q(category__in=self.categories)
        chosen = Q(category__isnull=False) & ~headings if self.other_matters else headings
        if self.place is None:
            return chosen
        inside = Q()
        for depth in range(_DEEP):
            inside |= Q(**{"place" + "__parent" * depth: self.place})
        return chosen & (Q(place__isnull=False) & ~inside if self.elsewhere else inside)


def voices_by_day(*, matter: Matter, since: datetime, until: datetime) -> dict[date, int]:
    """Return how many different people asked on each day of a period; whoever is not known counts each time."""
    found = _fresh().filter(matter.condition(), received_at__gte=since, received_at__lt=until)
    day = TruncDate("received_at", tzinfo=get_current_timezone())
    return _added(found.annotate(day=day).values("day"), "day")


def voices_by(*, since: datetime, until: datetime) -> dict[str, dict[Any, int]]:
    """Return how many different people asked for anything, by year of birth, income, condition and place of the matter.

    Returns
    -------
    dict
        ``born_year``, ``income``, ``condition``, ``place``: value → people; None where it is not known.
    """
    found = _fresh().filter(received_at__gte=since, received_at__lt=until)
    told: dict[str, dict[Any, int]] = {name: Counter() for name in _OF_PERSON}
    # Each person has one year, income and condition: counted together once, then added up for each.
    paths = {name: F(f"person__{name}") for name in _OF_PERSON}
    for row in _counted(found.annotate(**paths).values(*paths)):
        for name in paths:
            told[name][row[name]] += row["known"] + row["unknown"]
    return told | {"place": _added(found.annotate(by=F("place_id")).values("by"), "by")}


def about(*, matter: Matter, since: datetime, until: datetime) -> list[int]:
    """Return the keys of the requests of a matter received in a period, the oldest first."""
    found = _fresh().filter(matter.condition(), received_at__gte=since, received_at__lt=until)
    return list(found.order_by("received_at", "pk").values_list("pk", flat=True))


def facts_of(*, request_ids: Iterable[int]) -> dict[str, Column]:
    """Return the columns of some requests, as ``facts_for_outcomes`` does; reports of wrongdoing are left out."""
    keys = list(dict.fromkeys(request_ids))
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(keys), _PER_QUERY):
        found = Request.objects.filter(pk__in=keys[start : start + _PER_QUERY]).exclude(REPORTS_WRONGDOING)
        rows += found.order_by("pk").values_list(*FACTS)
    facts = columns_of(iter(rows), FACTS)
    facts["request_id"] = facts.pop("id")
    return facts


def headings_below(category: int) -> frozenset[int]:
    """Return a heading with those that stand under it, those of the past among them."""
    found = Category.objects.filter(Q(pk=category) | Q(parent=category))
    return frozenset(found.values_list("pk", flat=True))


def oldest_at() -> datetime | None:
    """When the first request that is known came in."""
    return Request.objects.order_by("received_at").values_list("received_at", flat=True).first()


def _fresh() -> QuerySet[Request]:
    # Whoever asks after an open request does not ask anew.
    return Request.objects.filter(chases=None).exclude(REPORTS_WRONGDOING)


def _added(found: QuerySet[Any, Any], key: str) -> dict[Any, int]:
    return {row[key]: row["known"] + row["unknown"] for row in _counted(found)}


def _counted(found: QuerySet[Any, Any]) -> Iterable[dict[str, Any]]:
    known, unknown = Count("person", distinct=True), Count("pk", filter=Q(person=None))
    rows: Iterable[dict[str, Any]] = found.order_by().annotate(known=known, unknown=unknown)
    return rows
