"""What was answered before: requests and their replies, covered, from which a ranker learns and an index is made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from minben.needs.hotline.core.answering.covering import fit_for_others
from minben.needs.hotline.core.replying.cues import Patterns, patterns_on, read
from minben.needs.hotline.models import Answer, Entry
from minben.needs.hotline.queries.shown import open_to_all
from minben.needs.hotline.words import Identity, Kind, State, Step

_TOLD = (Step.DONE, Step.ANSWERED)
_NOT_THEIRS = (State.SET_APART, State.WITHDRAWN, State.EXCLUDED, State.DECLINED)
# What a reply must hold to help anybody with another request.
_HELPS = frozenset({"finding", "deed", "answer", "refusal", "amount"})
_SAYS = 0.3
_READ = (
    "pk", "words", "request__masked", "request__person_id", "request_id", "request__channel", "request__signals",
    "request__category_id", "facts", "request__solved",
)  # fmt: skip
_NAMES = ("unit__name", "unit__name_en", "request__category__name", "request__category__name_en")
_NAMES_OF_ANSWER = ("owner__name", "owner__name_en", "category__name", "category__name_en")
# The newest are read; a city's older replies say little that these do not.
LINES = 40_000


@dataclass(frozen=True, slots=True)
class Answered:
    """A request, covered, and the reply to it, fit for others to read.

    ``entry`` is the line of the history, ``category`` the key of the request's heading (0: none). ``person`` groups
    what one person asked. ``source`` is what the reply says it rests on, if it does.
    """

    entry: int
    message: str
    reply: str
    category: int
    person: str
    channel: str
    vulnerable: bool
    source: str


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """An earlier reply or a standard answer as it is shown.

    ``key``: a line of a history, or minus the key of a standard answer.
    ``request`` is the key of the request it was given to (0: a standard answer), ``solved`` the person's word on it.
    """

    key: int
    request: int
    question: str
    question_en: str
    words: str
    words_en: str
    source: str
    unit_name: str
    unit_name_en: str
    category_name: str
    category_name_en: str
    at: date
    solved: bool | None


def usable_by_staff() -> QuerySet[Entry]:
    """Return the replies that staff may see beside another request.

    Left out: what was asked in confidence, reports of wrongdoing, complaints about a unit, what may be about a life or
    a child, what was taken back, and what the person said did not help.
    """
    found = Entry.objects.filter(step__in=_TOLD, public=True, request__against=None, request__chases=None)
    found = found.exclude(request__kind=Kind.WHISTLE).exclude(request__identity=Identity.CONFIDENTIAL)
    found = found.exclude(request__state__in=_NOT_THEIRS).exclude(request__signals__has_key="alerts")
    return found.exclude(request__solved=False).exclude(words="")


def usable_by_all() -> QuerySet[Entry]:
    """Return the replies that anybody may see: to questions open to all, given at once by the centre, with a source."""
    questions = open_to_all(posted_only=False).filter(kind=Kind.CONSULTATION).values("pk")
    return usable_by_staff().filter(step=Step.ANSWERED, facts__has_key="source", request__in=questions)


def answered(*, found: QuerySet[Entry], day: date, limit: int = LINES) -> list[Answered]:
    """Read replies that say something: first those of which the person said that they helped, each the newest first."""
    rows = list(found.order_by("-at", "-pk").values_list(*_READ)[:limit])
    rows.sort(key=lambda row: row[-1] is not True)
    replies = fit_for_others([row[1] for row in rows])
    helps = dict.fromkeys(replies, False)
    patterns = patterns_on(day)
    for reply in helps:
        helps[reply] = _says_something(reply, patterns)
    return [
        Answered(
            entry=pk,
            message=masked,
            reply=reply,
            category=category or 0,
            person=f"p{person}" if person else f"r{request}",
            channel=channel,
            vulnerable=bool(signals.get("vulnerable")),
            source=str(facts.get("source", "")),
        )
        for (pk, _, masked, person, request, channel, signals, category, facts, _solved), reply in zip(
            rows, replies, strict=True
        )
        if helps[reply] and masked
    ]


def answers_in_force(*, on: date) -> list[tuple[int, int, str, str]]:
    """Return a day's standard answers: key, key of the heading (0: none), source, question and words as one text."""
    found = Answer.objects.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))
    rows = found.order_by("pk").values_list("pk", "category_id", "source", "question", "words")
    return [(key, category or 0, source, f"{asked}\n{words}") for key, category, source, asked, words in rows]


def earlier_rows(keys: Sequence[int], *, of: QuerySet[Entry], on: date) -> list[EarlierRow]:
    """Show replies (positive keys) and standard answers (negative ones) in order, as far as they may be seen now."""
    rows = dict(_of_entries([key for key in keys if key > 0], of))
    rows |= dict(_of_answers([-key for key in keys if key < 0], on))
    return [rows[key] for key in keys if key in rows]


def _of_entries(keys: Sequence[int], of: QuerySet[Entry]) -> Iterator[tuple[int, EarlierRow]]:
    read_ = ("pk", "request_id", "words", "facts", *_NAMES, "at", "request__solved")
    rows: list[Sequence[Any]] = list(of.filter(pk__in=keys).values_list(*read_)) if keys else []
    shown = fit_for_others([row[2] for row in rows])
    # Who wrote the source wrote it for one person: it may name whom to ask.
    sources = fit_for_others([str(row[3].get("source", "")) for row in rows])
    for (pk, request, _, _, *names, at, solved), words, source in zip(rows, shown, sources, strict=True):
        one = [name or "" for name in names]
        yield (
            pk,
            EarlierRow(
                pk, request, "", "", words, "", source, one[0], one[1], one[2], one[3], localdate(at), solved
            ),
        )


def _of_answers(keys: Sequence[int], on: date) -> Iterator[tuple[int, EarlierRow]]:
    if not keys:
        return
    found = Answer.objects.filter(pk__in=keys, since__lte=on).filter(Q(until=None) | Q(until__gte=on))
    read_ = ("pk", "question", "question_en", "words", "words_en", "source", *_NAMES_OF_ANSWER, "since")
    for pk, asked, asked_en, words, words_en, source, *names, since in found.values_list(*read_):
        one = [name or "" for name in names]
        yield (
            -pk,
            EarlierRow(
                -pk, 0, asked, asked_en, words, words_en, source, one[0], one[1], one[2], one[3], since, None
            ),
        )


def _says_something(reply: str, patterns: Patterns) -> bool:
    return any(
        one.substance > _SAYS and not _HELPS.isdisjoint(one.cues) and "passed_on" not in one.cues
        for one in read(reply, patterns)
    )
