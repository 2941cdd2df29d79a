"""The year's list and the questions on it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from minben.evaluation.agenda.models import Question, Step, Task, Theme


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """What a month is about."""

    key: int
    year: int
    month: int
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as it was promised, and where it stands."""

    key: int
    theme: ThemeRow
    number: int
    title: str
    title_en: str
    words: str
    words_en: str
    unit: int
    unit_name: str
    unit_name_en: str
    topic: int | None
    category: int
    category_name: str
    category_name_en: str
    place: int | None
    place_name: str
    place_name_en: str
    comparison: str
    starts_on: date
    due_on: date
    target: float
    goal: str
    goal_en: str
    reason: str
    reason_en: str
    evidence: dict[str, Any]
    chosen_by: int
    chosen_at: datetime
    state: str
    asked_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of a question's history; ``facts`` are codes and counts."""

    at: datetime
    deed: str
    user: int
    unit_name: str
    unit_name_en: str
    words: str
    words_en: str
    facts: dict[str, Any]


def years() -> list[int]:
    """Return the years that have a list, the newest first."""
    return list(Theme.objects.order_by("-year").values_list("year", flat=True).distinct())


def themes(year: int) -> list[ThemeRow]:
    """Return the themes of a year by month."""
    return [_theme(one) for one in Theme.objects.filter(year=year)]


def questions(
    *, year: int | None = None, states: Collection[str] = (), keys: Collection[int] | None = None
) -> list[QuestionRow]:
    """Return the questions of a year, or of all years, as they stand on the list; of some keys only, if given."""
    found = Question.objects.all() if year is None else Question.objects.filter(theme__year=year)
    found = found.filter(state__in=states) if states else found
    found = found if keys is None else found.filter(pk__in=keys)
    return [_question(one) for one in _whole(found)]


def questions_of_units(units: Collection[int]) -> list[QuestionRow]:
    """Return the questions that some units lead, or have an open task in, the newest first."""
    helping = Task.objects.filter(unit__in=units, ended="").values("question")
    found = _whole(Question.objects.filter(Q(unit__in=units) | Q(pk__in=helping))).order_by(
        "-theme__year", "-theme__month", "number"
    )
    return [_question(one) for one in found]


def question(key: int) -> QuestionRow | None:
    """Return one question."""
    found = _whole(Question.objects.filter(pk=key)).first()
    return _question(found) if found else None


def same_as(*, theme: int, title: str, topic: int | None) -> int | None:
    """Return the question that stands under a month with this title already, or that came from this candidate."""
    same = Q(theme=theme, title=title.strip())
    found = Question.objects.filter(same | Q(topic=topic) if topic is not None else same)
    return found.order_by("pk").values_list("pk", flat=True).first()


def steps(key: int) -> list[StepRow]:
    """Return the history of a question, the newest first."""
    rows = Step.objects.filter(question=key).select_related("unit").order_by("-at", "-id")
    return [
        StepRow(
            one.at, one.deed, one.user_id, one.unit.name if one.unit else "",
            one.unit.name_en if one.unit else "", one.words, one.words_en, one.facts,
        )
        for one in rows
    ]  # fmt: skip


def _whole(found: QuerySet[Question]) -> QuerySet[Question]:
    named = found.select_related("theme", "unit", "category", "place")
    return named.order_by("theme__year", "theme__month", "number")


def _theme(one: Theme) -> ThemeRow:
    return ThemeRow(one.pk, one.year, one.month, one.title, one.title_en)


def _question(one: Question) -> QuestionRow:
    return QuestionRow(
        one.pk, _theme(one.theme), one.number, one.title, one.title_en, one.words, one.words_en,
        one.unit_id, one.unit.name, one.unit.name_en, one.topic,
        one.category_id, one.category.name, one.category.name_en,
        one.place_id, one.place.name if one.place else "", one.place.name_en if one.place else "",
        one.comparison, one.starts_on, one.due_on, one.target, one.goal, one.goal_en,
        one.reason, one.reason_en, one.evidence, one.chosen_by_id, one.chosen_at,
        one.state, one.asked_at, one.closed_at,
    )  # fmt: skip
