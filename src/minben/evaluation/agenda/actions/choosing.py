"""A person chooses a question: with a reason, a unit in the lead, and a goal that can be measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import localdate, make_aware

from minben.commons.digests import JSON
from minben.evaluation.agenda.actions.guarding import (
    AgendaRefused,
    NewStep,
    allow,
    keep_apart,
    limited,
    note,
    worded,
)
from minben.evaluation.agenda.core.texts import NOTHING, Most, Text
from minben.evaluation.agenda.models import Member, Question, Theme
from minben.evaluation.agenda.queries.lists import same_as
from minben.evaluation.agenda.queries.measuring import frame_of, matter_of, reaches_a_year_back
from minben.evaluation.agenda.queries.sources import members_of
from minben.evaluation.agenda.words import Comparison, Deed
from minben.needs.hotline import queries as hotline

_MOST = 3
_FURTHEST, _LONGEST = timedelta(days=366), timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is promised.

    Attributes
    ----------
    theme, unit, category : int
        Keys; the unit leads, the category (with those below it) is what the measure counts.
    place : int | None
        The area the question is about; None for the whole city.
    comparison : str
        ``elsewhere`` needs a place.
    starts_on, due_on : date
        When the work begins, and when the goal is to be reached.
    target : float
        Relative change against the comparison, below nought: −0.3 is 30 % fewer.
    topic : int | None
        The candidate it was chosen from.
    evidence : mapping
        What the analyst saw, kept as it was seen.
    """

    theme: int
    title: Text
    unit: int
    category: int
    starts_on: date
    due_on: date
    target: float
    goal: Text
    reason: Text
    comparison: str = Comparison.OTHER_MATTERS.value
    place: int | None = None
    topic: int | None = None
    words: Text = NOTHING
    evidence: Mapping[str, object] = field(default_factory=dict)


def choose(*, choice: Choice, by: AbstractBaseUser, at: datetime) -> int:
    """Put a question on the list of its month, and keep who had asked about it until now.

    Returns
    -------
    int
        Key of the question.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``own_unit`` (a unit does not set its own goal), ``words_missing``, ``words_too_long``,
        ``month_full``, ``month_over``, ``chosen_already`` (the same question or the same candidate), ``no_comparison``,
        ``no_year_earlier`` (nothing is known of those months),
        ``target_not_fewer``, ``start_passed`` (a goal is set before anybody knows how it went), ``too_far`` or
        ``due_before_start``.
    """
    allow(by, "choose")
    _check(choice, localdate(at))
    with transaction.atomic():
        theme = Theme.objects.select_for_update().get(pk=choice.theme)
        _check_month(choice, theme, localdate(at))
        taken = set(Question.objects.filter(theme=theme).values_list("number", flat=True))
        free = [number for number in range(1, _MOST + 1) if number not in taken]
        if not free:
            raise AgendaRefused("month_full")
        question = _promised(choice, free[0], by=by, at=at)
        keep_apart(by, question, at=at)
        question.save()
        count = gather_members(question, at=at)
        told: dict[str, JSON] = {"members": count, "topic": choice.topic, "unit": choice.unit}
        step = NewStep(deed=Deed.CHOSEN, words=choice.reason, facts={"members": count}, detail=told)
        note(question, step, by=by, at=at)
    return int(question.pk)


def gather_members(question: Question, *, at: datetime) -> int:
    """Add the requests about a question that are known now, and return how many there are.

    Those of the topic, where there is one: what was discounted there does not speak here. Otherwise all of the heading
    in the place since the first month that is compared. Whoever the measure counts since the choice belongs to it
    either way: those whom the work did not reach would be missing else, and only the contented be heard.
    """
    if question.topic is not None:
        keys = [int(key) for key in hotline.facts_of(request_ids=members_of(question.topic))["request_id"]]
        since = question.chosen_at
    else:
        keys = []
        since = make_aware(datetime.combine(frame_of(question, at=at).before_since, time.min))
    if since < at:
        keys += hotline.about(matter=matter_of(question), since=since, until=at)
    rows = [Member(question=question, request_id=key) for key in keys]
    Member.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return Member.objects.filter(question=question).count()


def _check(choice: Choice, today: date) -> None:
    worded(choice.title, Most.TITLE), worded(choice.reason), worded(choice.goal), limited(choice.words)
    if choice.comparison == Comparison.ELSEWHERE and choice.place is None:
        raise AgendaRefused("no_comparison")
    if not -1 <= choice.target < 0:
        raise AgendaRefused("target_not_fewer")
    if choice.due_on <= choice.starts_on:
        raise AgendaRefused("due_before_start")
    if choice.comparison == Comparison.YEAR_EARLIER and not reaches_a_year_back(choice.starts_on):
        raise AgendaRefused("no_year_earlier")
    # Whoever may set the start back sees before and after, and then promises what has come true already.
    if choice.starts_on < today:
        raise AgendaRefused("start_passed")
    if choice.starts_on - today > _FURTHEST or choice.due_on - choice.starts_on > _LONGEST:
        raise AgendaRefused("too_far")


def _check_month(choice: Choice, theme: Theme, today: date) -> None:
    if (theme.year, theme.month) < (today.year, today.month):
        raise AgendaRefused("month_over")
    if same_as(theme=choice.theme, title=choice.title.zh, topic=choice.topic) is not None:
        raise AgendaRefused("chosen_already")


def _promised(choice: Choice, number: int, *, by: AbstractBaseUser, at: datetime) -> Question:
    return Question(
        theme_id=choice.theme, number=number, unit_id=choice.unit, topic=choice.topic, category_id=choice.category,
        place_id=choice.place, comparison=Comparison(choice.comparison), starts_on=choice.starts_on,
        due_on=choice.due_on, target=choice.target, evidence=dict(choice.evidence), chosen_by_id=by.pk,
        chosen_at=at, **choice.title.columns("title"), **choice.words.columns("words"),
        **choice.goal.columns("goal"), **choice.reason.columns("reason"),
    )  # fmt: skip
