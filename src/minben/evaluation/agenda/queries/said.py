"""What people said of a question, each once, whole and by group; for the rule, and for those who may study it."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from minben.evaluation.agenda import setting
from minben.evaluation.agenda.core.confirming import Ruling, Said, Tally, rule_on, tally
from minben.evaluation.agenda.models import Member, Question, Verdict
from minben.evaluation.agenda.queries.rounds import round_since
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

Groups = dict[tuple[str, str], Said]
DIMENSIONS = ("district", "age", "condition")
UNKNOWN = "unknown"


def last_words(question: int) -> dict[int, tuple[int, int | None, str]]:
    """Return each voice's last word of the running round, with its request and person."""
    rows = verdicts_of(question).order_by("at", "id")
    found = rows.values_list("voice", "request_id", "person_id", "word")
    return {voice: (request, person, word) for voice, request, person, word in found}


def verdicts_of(question: int) -> QuerySet[Verdict]:
    """Return what was said in the running round."""
    since, said = round_since(question), Verdict.objects.filter(question=question)
    return said if since is None else said.filter(at__gte=since)


def tally_of(question: int) -> Tally:
    """Count what everybody said last in the running round."""
    return tally(word for _request, _person, word in last_words(question).values())


def members_count(question: int) -> int:
    """Return how many requests are about a question."""
    return Member.objects.filter(question=question).count()


def tallies(question: int, *, at: datetime) -> Groups:
    """Return what each group said and how many of it are concerned; ``unknown`` groups among them."""
    requests = list(Member.objects.filter(question=question).values_list("request_id", flat=True))
    facts = hotline.facts_of(request_ids=requests)
    labels = _labels(facts, at)
    concerned: dict[tuple[str, str], set[int]] = {}
    for request, person in zip(facts["request_id"].tolist(), facts["person_id"].tolist(), strict=True):
        # A person with three requests is one person concerned.
        who = person if person >= 0 else -request
        for dimension in DIMENSIONS:
            concerned.setdefault((dimension, labels[request][dimension]), set()).add(who)
    words: dict[tuple[str, str], list[str]] = {}
    for request, _person, word in last_words(question).values():
        for dimension, group in labels.get(request, {}).items():
            words.setdefault((dimension, group), []).append(word)
    return {key: Said(tally(words.get(key, ())), len(people)) for key, people in concerned.items()}


def ruling_on(question: int, *, at: datetime) -> Ruling:
    """Say whether people have confirmed a question, and what stands against it if not."""
    asked_at = Question.objects.values_list("asked_at", flat=True).get(pk=question)
    days = (localdate(at) - localdate(asked_at)).days if asked_at else 0
    found = tallies(question, at=at)
    known = {key: said for key, said in found.items() if key[1] not in (UNKNOWN, "none")}
    # Each person has one age, known or not; a person with flats in two districts stands in two.
    concerned = sum(said.members for (dimension, _group), said in found.items() if dimension == "age")
    rule = setting.confirmation(localdate(at))
    return rule_on(rule, tally_of(question), known, days=days, concerned=concerned)


def _labels(facts: Mapping[str, hotline.Column], at: datetime) -> dict[int, dict[str, str]]:
    """Return each request's groups: district of the matter or else of the home; age and condition of the person."""
    groups = registers.groups(facts["person_id"], at=at)
    home = (str(key) if key >= 0 else UNKNOWN for key in groups.district.tolist())
    there = registers.districts_of(facts["place_id"].tolist())
    known = facts["person_id"] >= 0
    return {
        request: {
            "district": near if near != UNKNOWN else far,
            "age": str(age),
            "condition": str(condition) if told else UNKNOWN,
        }
        for request, near, far, age, condition, told in zip(
            facts["request_id"].tolist(), there, home, groups.age, groups.condition, known, strict=True
        )
    }
