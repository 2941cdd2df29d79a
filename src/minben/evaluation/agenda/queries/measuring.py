"""Brings together what a question's measure is reckoned from: voices per day, in weeks and in months."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localdate, make_aware

from minben.evaluation.agenda import setting
from minben.evaluation.agenda.core.change import Weeks
from minben.evaluation.agenda.core.months import (
    Frame,
    a_year_earlier,
    between,
    first_of,
    frame,
    week_of,
    weeks,
)
from minben.evaluation.agenda.models import Question
from minben.evaluation.agenda.words import Comparison
from minben.needs.hotline import queries as hotline

Days = dict[date, int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Voices of the matter and of its comparison, by week before and after, and by month."""

    frame: Frame
    before: Weeks
    after: Weeks
    months: tuple[tuple[date, int, int], ...]


def matter_of(question: Question) -> hotline.Matter:
    """Return which requests are about a question: its heading and those below it, in its place."""
    return hotline.Matter(categories=hotline.headings_below(question.category_id), place=question.place_id)


def compared_with(question: Question) -> hotline.Matter:
    """Return what a question is set against."""
    matter = matter_of(question)
    elsewhere = question.comparison == Comparison.ELSEWHERE
    return hotline.Matter(
        categories=matter.categories,
        place=matter.place,
        elsewhere=elsewhere,
        other_matters=not elsewhere,
    )


def frame_of(question: Question, *, at: datetime) -> Frame:
    """Return the months that are compared, as of a moment."""
    today = localdate(at)
    rule = setting.measure(today)
    if question.comparison == Comparison.YEAR_EARLIER:
        return a_year_earlier(question.starts_on, today, left_out=rule.left_out)
    oldest = hotline.oldest_at()
    return frame(
        question.starts_on,
        today,
        months_before=rule.months_before,
        left_out=rule.left_out,
        oldest=localdate(oldest) if oldest else today,
    )


def reaches_a_year_back(starts_on: date) -> bool:
    """Tell whether requests are known from the same months a year earlier on."""
    oldest = hotline.oldest_at()
    return oldest is not None and localdate(oldest) <= a_year_earlier(starts_on, starts_on).before_since


def gather(question: Question, *, at: datetime) -> Gathered:
    """Count the voices of a question and of its comparison, from the first month before to the last whole month."""
    span = frame_of(question, at=at)
    since, until = span.before_since, span.after_until
    sides = [
        hotline.voices_by_day(matter=one, since=_start(since), until=_start(until))
        for one in (matter_of(question), compared_with(question))
    ]
    before = Weeks.of(*(_by_week(side, since, span.before_until) for side in sides))
    after = Weeks.of(*(_by_week(side, span.after_since, until) for side in sides))
    own, others = (_by_month(side) for side in sides)
    months = tuple((month, own.get(month, 0), others.get(month, 0)) for month in between(since, until))
    return Gathered(span, before, after, months)


def _start(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _by_week(days: Days, since: date, until: date) -> list[int]:
    if since >= until:
        return []
    found = [0] * weeks(since, until)
    for number in range((until - since).days):
        day = since + timedelta(days=number)
        found[week_of(day, since, until)] += days.get(day, 0)
    return found


def _by_month(days: Days) -> Days:
    found: Days = {}
    for day, n in days.items():
        found[first_of(day)] = found.get(first_of(day), 0) + n
    return found
