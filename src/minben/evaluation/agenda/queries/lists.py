"""The year's list and the questions on it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from minben.evaluation.agenda.core.texts import NOTHING, Text
from minben.evaluation.agenda.models import Question, Step, Task, Theme


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """What a month is about."""

    key: int
    year: int
    month: int
    title: Text


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as it was promised, and where it stands."""

    key: int
    theme: ThemeRow
    number: int
    title: Text
    words: Text
    unit: int
    unit_name: Text
    topic: int | None
    category: int
    category_name: Text
    place: int | None
    place_name: Text
    comparison: str
    starts_on: date
    due_on: date
    target: float
    goal: Text
    reason: Text
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
    unit_name: Text
    words: Text
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
            one.at, one.deed, one.user_id, named(one.unit) if one.unit else NOTHING, Text.of(one, "words"), one.facts
        )
        for one in rows
    ]  # fmt: skip


def named(row: object) -> Text:
    """Return the name of a unit, a heading or a place."""
    return Text.of(row, "name")


def _whole(found: QuerySet[Question]) -> QuerySet[Question]:
    named = found.select_related("theme", "unit", "category", "place")
    return named.order_by("theme__year", "theme__month", "number")


def _theme(one: Theme) -> ThemeRow:
    return ThemeRow(one.pk, one.year, one.month, Text.of(one, "title"))


def _question(one: Question) -> QuestionRow:
    return QuestionRow(
        one.pk, _theme(one.theme), one.number, Text.of(one, "title"), Text.of(one, "words"),
        one.unit_id, named(one.unit), one.topic, one.category_id, named(one.category),
        one.place_id, named(one.place) if one.place else NOTHING, one.comparison, one.starts_on, one.due_on,
        one.target, Text.of(one, "goal"), Text.of(one, "reason"), one.evidence, one.chosen_by_id, one.chosen_at,
        one.state, one.asked_at, one.closed_at,
    )  # fmt: skip
