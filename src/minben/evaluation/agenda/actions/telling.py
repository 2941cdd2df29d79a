"""Publishes what people say once ten more have spoken, so that nobody is found by comparing two days."""

from collections.abc import Mapping
from datetime import datetime

from minben.commons.statistics import SMALLEST_SHOWN
from minben.commons.suppression import hidden
from minben.evaluation.agenda.core.confirming import Tally
from minben.evaluation.agenda.models import Question, Reading, Verdict
from minben.evaluation.agenda.queries.published import newest, spoken
from minben.evaluation.agenda.queries.said import UNKNOWN, tallies, tally_of, verdicts_of
from minben.evaluation.outcomes.core.renewal import Told, waiting

Key = tuple[str, str]


def tell_words(question: Question, *, at: datetime) -> bool:
    """Publish what people say, if ten or more have spoken, or spoken anew, since; tell whether it was published.

    A new round begins with nobody: ten must have spoken in it.
    """
    last = newest(question.pk, "words")
    since = verdicts_of(question.pk)
    since = since.filter(pk__gt=last.facts["upto"]) if last else since
    if since.values("voice").distinct().count() < SMALLEST_SHOWN:
        return False
    whole = tally_of(question.pk)
    # Ten may have come to take back what they said.
    if whole.n < SMALLEST_SHOWN:
        return False
    upto = Verdict.objects.filter(question=question).order_by("-pk").values_list("pk", flat=True)[0]
    groups = [
        [dimension, group, [one.better, one.same, one.worse]]
        for (dimension, group), one in sorted(_groups(question, whole, at).items())
    ]
    facts = {"whole": [whole.better, whole.same, whole.worse], "groups": groups, "upto": upto}
    Reading.objects.create(question=question, kind="words", at=at, facts=facts)
    return True


def _groups(question: Question, whole: Tally, at: datetime) -> dict[Key, Tally]:
    """Return the groups that may be shown; one is renewed once ten of it have joined or left."""
    before = spoken(question.pk)
    if before is not None and before.earlier:
        before = None
    fresh: dict[str, dict[Key, Tally]] = {}
    for key, said in tallies(question.pk, at=at).items():
        if said.tally.n:
            fresh.setdefault(key[0], {})[key] = said.tally
    shown: dict[Key, Tally] = {}
    for dimension, rows in fresh.items():
        former = {key: one for key, one in before.groups.items() if key[0] == dimension} if before else {}
        total_before = before.whole.n if before else 0
        shown |= _renewed(former, _large(rows), total_before, whole.n)
    return {key: one for key, one in shown.items() if key[1] != UNKNOWN}


def _large(rows: Mapping[Key, Tally]) -> dict[Key, Tally]:
    mask = hidden([one.n for one in rows.values()])
    return {key: one for (key, one), hide in zip(rows.items(), mask, strict=True) if not hide}


def _renewed(
    before: Mapping[Key, Tally], fresh: Mapping[Key, Tally], total_before: int, total: int
) -> dict[Key, Tally]:
    if not before:
        return dict(fresh)
    old, new = ({key[1]: Told(one.n, one) for key, one in rows.items()} for rows in (before, fresh))
    kept = waiting(old, new, total_before=total_before, total=total)
    if kept is None:
        return dict(before)
    return {key: before[key] if key[1] in kept and key in before else one for key, one in fresh.items()}
