"""What people said of a question, each once, whole and by group; for the rule, and for those who may study it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from minben.evaluation.agenda import setting
from minben.evaluation.agenda.core.confirming import Reason, Ruling, Said, Tally, rule_on, tally
from minben.evaluation.agenda.core.confirming import came_back as against_closing
from minben.evaluation.agenda.models import Member, Question, Verdict
from minben.evaluation.agenda.queries.rounds import round_since, rounds_since
from minben.evaluation.agenda.words import State
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

Groups = dict[tuple[str, str], Said]
Moments = Mapping[int, datetime]
DIMENSIONS = ("district", "age", "condition")
UNKNOWN = "unknown"
_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Since:
    """What people have said of a question since it was closed; with ``reasons``, it came back."""

    whole: Tally
    reasons: tuple[Reason, ...]


def last_words(
    questions: Collection[int], since: Moments | None = None
) -> dict[int, dict[int, tuple[int, str]]]:
    """Return of each question every voice's last word since a moment, else of the running round, with its request."""
    since = rounds_since(questions) if since is None else since
    rows = Verdict.objects.filter(question__in=questions).order_by("at", "id")
    found: dict[int, dict[int, tuple[int, str]]] = {question: {} for question in questions}
    for question, at, voice, request, word in rows.values_list(
        "question", "at", "voice", "request_id", "word"
    ):
        if question not in since or at >= since[question]:
            found[question][voice] = (request, word)
    return found


def verdicts_of(question: int) -> QuerySet[Verdict]:
    """Return what was said in the running round."""
    since, said = round_since(question), Verdict.objects.filter(question=question)
    return said if since is None else said.filter(at__gte=since)


def tally_of(question: int) -> Tally:
    """Count what everybody said last in the running round."""
    return tally(word for _request, word in last_words([question])[question].values())


def members_count(question: int) -> int:
    """Return how many requests are about a question."""
    return Member.objects.filter(question=question).count()


def tallies(question: int, *, at: datetime) -> Groups:
    """Return what each group said and how many of it are concerned; ``unknown`` groups among them."""
    return tallies_of([question], at=at)[question]


def tallies_of(
    questions: Collection[int], *, at: datetime, since: Moments | None = None
) -> dict[int, Groups]:
    """Return of each question what each group said, as ``last_words`` does, and how many of it are concerned."""
    members: dict[int, list[int]] = {question: [] for question in questions}
    for question, request in Member.objects.filter(question__in=questions).values_list(
        "question", "request_id"
    ):
        members[question].append(request)
    facts = hotline.facts_of(request_ids=sorted({one for requests in members.values() for one in requests}))
    labels, words = _labels(facts, at), last_words(questions, since)
    # A person with three requests is one person concerned.
    people = {
        request: person if person >= 0 else -request
        for request, person in zip(facts["request_id"].tolist(), facts["person_id"].tolist(), strict=True)
    }
    return {
        question: _grouped(
            {request: people[request] for request in requests if request in people}, words[question], labels
        )
        for question, requests in members.items()
    }


def _grouped(
    people: Mapping[int, int],
    words: Mapping[int, tuple[int, str]],
    labels: Mapping[int, Mapping[str, str]],
) -> Groups:
    concerned: dict[tuple[str, str], set[int]] = {}
    for request, who in people.items():
        for group in labels[request].items():
            concerned.setdefault(group, set()).add(who)
    said: dict[tuple[str, str], list[str]] = {}
    for request, word in words.values():
        # Who speaks is concerned; a report of wrongdoing alone is in no group.
        for group in labels[request].items() if request in people else ():
            said.setdefault(group, []).append(word)
    return {key: Said(tally(said.get(key, ())), len(who)) for key, who in concerned.items()}


def ruling_on(question: int, *, at: datetime) -> Ruling:
    """Say whether people have confirmed a question, and what stands against it if not."""
    return rulings_on([question], at=at)[question]


def rulings_on(questions: Collection[int], *, at: datetime) -> dict[int, Ruling]:
    """Say of each question whether people have confirmed it, and what stands against it if not."""
    asked = dict(Question.objects.filter(pk__in=questions).values_list("pk", "asked_at"))
    found, words = tallies_of(questions, at=at), last_words(questions)
    return {
        question: _ruling(
            found[question], tally(word for _request, word in words[question].values()), asked_at, at
        )
        for question, asked_at in asked.items()
    }


def _ruling(found: Groups, whole: Tally, asked_at: datetime | None, at: datetime) -> Ruling:
    days = (localdate(at) - localdate(asked_at)).days if asked_at else 0
    known = _known(found)
    # Each person has one age, known or not; a person with flats in two districts stands in two.
    concerned = sum(said.members for (dimension, _group), said in found.items() if dimension == "age")
    return rule_on(setting.confirmation(localdate(at)), whole, known, days=days, concerned=concerned)


def _known(found: Groups) -> Groups:
    return {key: said for key, said in found.items() if key[1] not in (UNKNOWN, "none")}


def said_since_closing(*, at: datetime, question: int | None = None) -> dict[int, Since]:
    """Return what was said since of the closed questions, or of one, on which anybody has spoken since."""
    later = Verdict.objects.filter(question=OuterRef("pk"), at__gt=OuterRef("closed_at"))
    closed = Question.objects.filter(Exists(later), state=State.CLOSED)
    closed = closed if question is None else closed.filter(pk=question)
    # What was said at the very moment of the closing came before it: whoever closes has looked at it.
    since = {key: moment + _A_MOMENT for key, moment in closed.values_list("pk", "closed_at") if moment}
    rule, groups = setting.confirmation(localdate(at)), tallies_of(since, at=at, since=since)
    found = {}
    for key, words in last_words(since, since).items():
        whole = tally(word for _request, word in words.values())
        found[key] = Since(whole, against_closing(rule, whole, _known(groups[key])))
    return found


def came_back(*, at: datetime) -> dict[int, Since]:
    """Return the closed questions of which people surely say no more that it got better, with what they have said."""
    return {key: since for key, since in said_since_closing(at=at).items() if since.reasons}


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
