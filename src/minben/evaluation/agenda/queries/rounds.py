"""The round of a question: from when the work was taken up, or taken up anew, until people have confirmed it."""

from datetime import datetime

from minben.evaluation.agenda.models import Step
from minben.evaluation.agenda.words import Deed

_BEGINS = (Deed.BEGUN, Deed.WENT_ON, Deed.REOPENED)


def round_since(question: int) -> datetime | None:
    """Return when the running round began; None before the work has.

    What people said in an earlier round was about earlier work: it stays, and confirms nothing of this one.
    """
    found = Step.objects.filter(question=question, deed__in=_BEGINS).order_by("-at", "-id")
    return found.values_list("at", flat=True).first()
