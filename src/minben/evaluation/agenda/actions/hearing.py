"""Keeps what people say of a question; each person once, the last word counts, none is overwritten."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from minben.evaluation.agenda.actions.guarding import AgendaRefused, allow, keep_apart, locked
from minben.evaluation.agenda.actions.telling import tell_words
from minben.evaluation.agenda.models import Member, Question, Verdict
from minben.evaluation.agenda.words import State, Way, Word
from minben.ledger.actions import Act, write
from minben.needs.hotline import queries as hotline


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWord:
    """What a person says.

    Attributes
    ----------
    request : int
        Key of one of the requests about the question, known by its tracking code.
    word : str
        ``better``, ``same``, ``worse``, or ``taken_back``.
    way : str
        ``own``, ``phone`` or ``counter``.
    """

    request: int
    word: str
    way: str = Way.OWN.value


def say(*, question_id: int, said: NewWord, at: datetime, by: AbstractBaseUser | None = None) -> None:
    """Keep a person's word on whether it got better.

    Parameters
    ----------
    by : user, optional
        Who keyed it, at the telephone or at a counter; None when the person said it themselves.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``own_unit`` (nobody takes words on the work of their own unit), ``not_concerned``, or
        ``wrong_state`` before the work has begun.
    """
    with transaction.atomic():
        question = locked(question_id)
        if by is not None:
            allow(by, "take words on")
            keep_apart(by, question, at=at)
        if question.state == State.CHOSEN:
            raise AgendaRefused("wrong_state")
        if not Member.objects.filter(question=question, request=said.request).exists():
            raise AgendaRefused("not_concerned")
        person = int(hotline.facts_of(request_ids=[said.request])["person_id"][0])
        Verdict.objects.create(
            question=question, request_id=said.request, voice=_voice(question, said.request, person),
            person_id=person if person >= 0 else None, word=Word(said.word), way=Way(said.way), at=at,
            user_id=by.pk if by else None,
        )  # fmt: skip
        # Who said what is nobody's business: the ledger knows only that a word came, and by which way.
        who = f"user:{by.pk}" if by else "person"
        write(
            [
                Act(
                    "agenda.said",
                    who,
                    f"agenda.question:{question.pk}",
                    at,
                    detail={"way": Way(said.way).value},
                )
            ]
        )
        tell_words(question, at=at)


def _voice(question: Question, request_id: int, person: int) -> int:
    said = Verdict.objects.filter(question=question)
    first = said.filter(Q(request=request_id) | Q(person=person)).values_list("voice", flat=True).first()
    return _by_phone(said, request_id) if first is None else first


def _by_phone(said: QuerySet[Verdict], request_id: int) -> int:
    """Return the voice of whoever called from the same telephone; a new one where nobody did."""
    spoken = dict(said.values_list("request_id", "voice"))
    facts = hotline.facts_of_members(requests=[request_id, *spoken])
    caller = dict(zip(facts["request"].tolist(), facts["voice"].tolist(), strict=True))
    mine = caller.get(request_id, -1)
    return next((voice for key, voice in spoken.items() if mine >= 0 and caller.get(key) == mine), request_id)
