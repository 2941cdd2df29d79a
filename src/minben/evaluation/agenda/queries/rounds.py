"""The round of a question: from when the work was taken up, or taken up anew, until people have confirmed it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from minben.evaluation.agenda.models import Step
from minben.evaluation.agenda.words import Deed

_BEGINS = (Deed.BEGUN, Deed.WENT_ON, Deed.REOPENED)


def round_since(question: int) -> datetime | None:
    """Return when the running round began; None before the work has.

    What people said in an earlier round was about earlier work: it stays, and confirms nothing of this one.
    """
    return rounds_since([question]).get(question)


def rounds_since(questions: Collection[int]) -> dict[int, datetime]:
    """Return when the running round of each question began; those whose work has not begun are left out."""
    found = Step.objects.filter(question__in=questions, deed__in=_BEGINS).order_by()
    return dict(found.values_list("question").annotate(since=Max("at")))
