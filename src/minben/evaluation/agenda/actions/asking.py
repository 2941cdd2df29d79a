"""People are asked; then a person closes what they have confirmed, or the work goes on with what stands against it."""

from dataclasses import asdict
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.urls import reverse

from minben.commons.digests import JSON
from minben.evaluation.agenda.actions.choosing import gather_members
from minben.evaluation.agenda.actions.guarding import (
    AgendaRefused,
    NewStep,
    allow,
    keep_apart,
    locked,
    move,
    note,
    worded,
)
from minben.evaluation.agenda.core.confirming import Ruling
from minben.evaluation.agenda.core.texts import Text
from minben.evaluation.agenda.models import Member, Question
from minben.evaluation.agenda.queries.said import ruling_on, tally_of
from minben.evaluation.agenda.words import Deed, State
from minben.needs.hotline import queries as hotline
from minben.needs.hotline.actions import Actor, Step, Telling, tell


def open_asking(*, question_id: int, by: AbstractBaseUser, at: datetime) -> int:
    """Open the asking: whoever had asked until now may say whether it got better; return how many requests that is.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``own_unit``, ``wrong_state``, or ``nobody_concerned`` while no request is about it.
    """
    allow(by, "choose")
    with transaction.atomic():
        question = locked(question_id)
        keep_apart(by, question, at=at)
        move(question, State.ASKING)
        question.asked_at = at
        question.save(update_fields=["state", "asked_at"])
        # Whoever asks from now on is not among those asked: nobody gathers voices for the round by writing.
        members = gather_members(question, at=at)
        if not members:
            raise AgendaRefused("nobody_concerned")
        _tell_people(question, at=at)
        told: dict[str, JSON] = {"members": members}
        note(question, NewStep(deed=Deed.ASKED, facts=told, detail=told), by=by, at=at)
    return members


def _tell_people(question: Question, *, at: datetime) -> None:
    """Tell everybody concerned that they are asked: once a person, on the page of their newest request.

    Whoever wished to be told by message or telephone is told so too. Who is asked is in the act of the asking: the
    ledger need not hold it once more for each.
    """
    keys = (
        Member.objects.filter(question=question).order_by("request_id").values_list("request_id", flat=True)
    )
    facts = hotline.facts_of(request_ids=list(keys))
    newest = {
        person if person >= 0 else -request: request
        for request, person in zip(facts["request_id"].tolist(), facts["person_id"].tolist(), strict=True)
    }
    told = {**Text.of(question, "title").columns("title"), "say": reverse("agenda:say", args=[question.pk])}
    tellings = [
        Telling(request_id=request, step=Step.BETTER_ASKED, actor=Actor.CENTRE, facts=told)
        for request in newest.values()
    ]
    tell(tellings=tellings, at=at, witness=False)


def close(*, question_id: int, words: Text, by: AbstractBaseUser, at: datetime) -> Ruling:
    """Close a question that people have confirmed.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``own_unit``, ``own_choice``, ``words_missing``, ``words_too_long``, ``wrong_state``, or
        ``not_confirmed`` while anything stands against it.
    """
    allow(by, "close")
    with transaction.atomic():
        question = locked(question_id)
        keep_apart(by, question, at=at)
        if question.chosen_by_id == by.pk:
            raise AgendaRefused("own_choice")
        move(question, State.CLOSED)
        ruling = ruling_on(question_id, at=at)
        if not ruling.holds:
            raise AgendaRefused("not_confirmed")
        question.closed_at = at
        question.save(update_fields=["state", "closed_at"])
        answers: dict[str, JSON] = {"answers": tally_of(question_id).n}
        note(question, NewStep(deed=Deed.CLOSED, words=worded(words), detail=answers), by=by, at=at)
    return ruling


def go_on(*, question_id: int, words: Text, by: AbstractBaseUser, at: datetime) -> Ruling:
    """Let the work go on, with what stands against closing; a new asking can follow.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``own_unit``, ``words_missing``, ``words_too_long`` or ``wrong_state``.
    """
    allow(by, "close")
    with transaction.atomic():
        question = locked(question_id)
        keep_apart(by, question, at=at)
        if question.state != State.ASKING:
            raise AgendaRefused("wrong_state")
        ruling = ruling_on(question_id, at=at)
        move(question, State.WORKING)
        question.save(update_fields=["state"])
        facts = {"reasons": [asdict(reason) for reason in ruling.reasons]}
        codes: dict[str, JSON] = {"reasons": sorted({reason.code for reason in ruling.reasons})}
        step = NewStep(deed=Deed.WENT_ON, words=worded(words), facts=facts, detail=codes)
        note(question, step, by=by, at=at)
    return ruling


def reopen(*, question_id: int, words: Text, by: AbstractBaseUser, at: datetime) -> None:
    """Take a closed question up again, because it came back.

    Raises
    ------
    AgendaRefused
        ``not_yours``, ``words_missing``, ``words_too_long`` or ``wrong_state``.
    """
    allow(by, "close")
    with transaction.atomic():
        question = locked(question_id)
        if question.state != State.CLOSED:
            raise AgendaRefused("wrong_state")
        move(question, State.WORKING)
        question.closed_at = None
        question.save(update_fields=["state", "closed_at"])
        note(question, NewStep(deed=Deed.REOPENED, words=worded(words)), by=by, at=at)
