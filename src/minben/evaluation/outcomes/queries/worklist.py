"""Who is to be asked next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When
from django.utils import timezone

from minben.evaluation.outcomes.core.sampling import DrawnAs
from minben.evaluation.outcomes.models import Attempt, FollowUp
from minben.evaluation.outcomes.words import AskedBy, FollowUpState
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

# Somebody who did not answer is tried again at another time of the day, not at once.
_REST = timedelta(hours=3)
_BY_IMPORTANCE = Case(
    When(drawn_as=DrawnAs.NOT_SOLVED.value, then=Value(0)),
    When(drawn_as=DrawnAs.VULNERABLE.value, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One follow-up of the list; ``row`` is what may be shown without a purpose."""

    followup: int
    request: int
    drawn_as: str
    drawn_at: datetime
    asked_by: str
    tries: int
    last_try: datetime | None
    condition: str
    row: hotline.MaskedRow | None


@dataclass(frozen=True, slots=True)
class Try:
    """One earlier try."""

    at: datetime
    outcome: str


def local_day(at: datetime) -> date:
    """Return the city's day at a moment."""
    return timezone.localdate(at)


def waiting(*, units: Collection[int], at: datetime, limit: int = 50) -> list[Waiting]:
    """Return the open follow-ups that somebody who works in ``units`` may make, the most important first.

    Those tried within the last hours are left out until a better time of the day.
    """
    found = _open_for(units).annotate(rank=_BY_IMPORTANCE, tries=Count("attempts"), last=Max("attempts__at"))
    rested = found.filter(Q(last=None) | Q(last__lte=at - _REST))
    return _rows(list(rested.order_by("rank", "drawn_at", "pk")[:limit]))


def how_many(*, units: Collection[int]) -> int:
    """Count the open follow-ups that somebody who works in ``units`` may make."""
    return _open_for(units).count()


def followup(key: int) -> Waiting | None:
    """Return one follow-up, open or not, if there is one."""
    found = FollowUp.objects.filter(pk=key).annotate(tries=Count("attempts"), last=Max("attempts__at"))
    return next(iter(_rows(list(found))), None)


def tries(key: int) -> list[Try]:
    """Return the tries of a follow-up, the first one first."""
    return [Try(*row) for row in Attempt.objects.filter(followup=key).values_list("at", "outcome")]


def is_open(key: int) -> bool:
    """Tell whether a follow-up still waits for its answer."""
    return FollowUp.objects.filter(pk=key, state=FollowUpState.OPEN).exists()


def _open_for(units: Collection[int]) -> QuerySet[FollowUp]:
    mine = FollowUp.objects.filter(state=FollowUpState.OPEN)
    if not units:
        return mine
    # Who works in any unit of the city is no third party, and nobody asks about their own unit's work.
    return mine.filter(Q(unit=None) | ~Q(unit__in=units), asked_by=AskedBy.CENTRE)


def _rows(found: list[FollowUp]) -> list[Waiting]:
    requests = [each.request_id for each in found]
    masked: Mapping[int, hotline.MaskedRow] = hotline.masked_rows(requests)
    pairs = FollowUp.objects.filter(pk__in=[each.pk for each in found]).values_list("pk", "request__person")
    people = dict(pairs)
    known = registers.masked(key for key in people.values() if key is not None)
    return [
        Waiting(
            followup=each.pk,
            request=each.request_id,
            drawn_as=each.drawn_as,
            drawn_at=each.drawn_at,
            asked_by=each.asked_by,
            tries=getattr(each, "tries", 0),
            last_try=getattr(each, "last", None),
            condition=person.condition if (person := known.get(people.get(each.pk) or 0)) else "",
            row=masked.get(each.request_id),
        )
        for each in found
    ]
