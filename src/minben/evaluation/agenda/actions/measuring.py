"""Measures a question once a month is over, and keeps the reading; nothing that was published is reckoned anew."""

from datetime import datetime

from django.db import transaction

from minben.commons.statistics import Estimate
from minben.evaluation.agenda.core.change import UNIT, Change, alike_before, change
from minben.evaluation.agenda.models import Question, Reading
from minben.evaluation.agenda.queries.measuring import Gathered, gather
from minben.evaluation.agenda.queries.published import measured, newest, to_json
from minben.evaluation.agenda.words import Comparison, State
from minben.ledger.actions import Act, write


def measure_due(*, at: datetime) -> int:
    """Measure each question of which another month is over; return how many. Run it every night."""
    going = Question.objects.exclude(state=State.CHOSEN).order_by("pk").values_list("pk", flat=True)
    return sum(measure(question_id=key, at=at) for key in list(going))


def measure(*, question_id: int, at: datetime) -> bool:
    """Measure a question if a month is over that was not measured yet; tell whether it was.

    A month that was published keeps its counts, even if a clerk has sorted a request elsewhere since: the difference
    of two counts of one month would tell of single people.
    """
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=question_id)
        last = measured(question_id)
        found = gather(question, at=at)
        if not found.frame.begun or (last is not None and last.until >= found.frame.after_until):
            return False
        facts = _facts(question_id, found, seasonal=question.comparison == Comparison.YEAR_EARLIER)
        Reading.objects.create(question=question, kind="measure", at=at, facts=facts)
        detail = {"until": found.frame.after_until.isoformat()}
        write([Act("agenda.measured", "machine", f"agenda.question:{question_id}", at, detail=detail)])
    return True


def _facts(question: int, found: Gathered, *, seasonal: bool) -> dict[str, object]:
    """Return what is kept; of a matter with a season of its own no single month can be expected from all of them.

    Neither can the halves of before be set against each other then.
    """
    changed = change(found.before, found.after, matched=seasonal)
    former = newest(question, "measure")
    published = {month: count for month, count, _expected in former.facts["months"]} if former else {}
    return {
        "until": found.frame.after_until.isoformat(),
        "after_since": found.frame.after_since.isoformat(),
        "before_until": found.frame.before_until.isoformat(),
        "months": [
            [
                month.isoformat(),
                published.get(month.isoformat(), count),
                None if seasonal else _expected(found, changed, others),
            ]
            for month, count, others in found.months
        ],
        "change": to_json(changed.estimate),
        "at_least": changed.at_least,
        "alike_before": to_json(
            Estimate(None, None, None, 0, UNIT) if seasonal else alike_before(found.before)
        ),
        "dispersion": changed.dispersion,
    }


def _expected(found: Gathered, changed: Change, others: int) -> float | None:
    """Return what the comparison lets expect of a month, had nothing been done."""
    if changed.expected is None:
        return None
    return round(others * float(found.before.matter.sum()) / float(found.before.others.sum()), 1)
