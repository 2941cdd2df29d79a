"""What the person may do with their request; a clerk, a caller or a helper may write it down for them."""

from datetime import datetime

from django.db import transaction

from minben.needs.hotline.actions import handovers
from minben.needs.hotline.actions.history import MoveRefused, said_already, tell
from minben.needs.hotline.core.arrivals import Judgement, Moved, Telling
from minben.needs.hotline.models import Entry, Request
from minben.needs.hotline.words import Actor, Kind, State, Step

_FINISHED = {State.DONE, State.ANSWERED, State.CLOSED}


def judge(
    *,
    request_id: int,
    solved: bool,
    words: str,
    at: datetime,
    by_user: int | None = None,
    actor: str = Actor.PERSON,
) -> None:
    """Write down the person's own word: it is solved, or it is not.

    Raises
    ------
    MoveRefused
        When nothing was done or answered yet, so that there is nothing to judge.
    """
    with transaction.atomic():
        request = Request.objects.select_for_update().get(pk=request_id)
        step = Step.SOLVED if solved else Step.NOT_SOLVED
        told = Telling(request_id=request_id, step=step, actor=actor, user_id=by_user, words=words)
        if request.solved is solved and said_already(told, at=at):
            return
        if request.state not in _FINISHED:
            raise MoveRefused(request.state, step)
        request.solved, request.solved_at = solved, at if solved else None
        request.save(update_fields=["solved", "solved_at"])
        tell(tellings=[told], at=at)
        handovers.follow(handovers.judged, [Judgement(request_id=request_id, solved=solved, words=words)], at)
        # An answer at the desk has no order that could follow: the request itself goes back to a clerk, or ends.
        if request.state == State.ANSWERED or request.unit_id is None:
            back = State.SET_APART if request.kind == Kind.WHISTLE else State.WITH_CLERK
            state = State.CLOSED if solved else back
            closing = Telling(
                request_id=request_id,
                step=Step.CLOSED if solved else Step.RESUMED,
                actor=Actor.MACHINE,
                state=state,
                public=False,
            )
            tell(tellings=[closing], at=at)


def add_words(
    *, request_id: int, words: str, at: datetime, actor: str = Actor.PERSON, by_user: int | None = None
) -> None:
    """Add what the person says later; if they had been asked, the work goes on."""
    with transaction.atomic():
        request = Request.objects.select_for_update().get(pk=request_id)
        back = _before_asking(request) if request.state == State.ASKED else ""
        added = Telling(
            request_id=request_id, step=Step.ADDED, actor=actor, user_id=by_user, words=words, state=back
        )
        if said_already(added, at=at):
            return
        tell(tellings=[added], at=at)
        if back:
            handovers.follow(handovers.moved, [Moved(request_id=request_id, step=Step.ADDED, state=back)], at)


def withdraw(*, request_id: int, words: str, at: datetime, actor: str = Actor.PERSON) -> None:
    """Take the request back, at the person's own wish."""
    with transaction.atomic():
        _leave(request_id, Step.WITHDRAWN, State.WITHDRAWN, actor=Actor(actor), words=words, at=at)


def chase(
    *, request_id: int, words: str, at: datetime, actor: str = Actor.PERSON, by_user: int | None = None
) -> None:
    """Note that the person asked after their request (催单): a line in its history, never a new request."""
    chased = Telling(request_id=request_id, step=Step.CHASED, actor=actor, user_id=by_user, words=words)
    with transaction.atomic():
        if not said_already(chased, at=at):
            tell(tellings=[chased], at=at)


def _leave(request_id: int, step: Step, state: State, *, actor: Actor, words: str, at: datetime) -> None:
    told = Telling(request_id=request_id, step=step, actor=actor, words=words, state=state)
    if said_already(told, at=at):
        return
    if Request.objects.values_list("state", flat=True).get(pk=request_id) == state:
        raise MoveRefused(state, state)
    tell(tellings=[told], at=at)
    handovers.follow(handovers.moved, [Moved(request_id=request_id, step=step, state=state)], at)


def _before_asking(request: Request) -> str:
    signed = Entry.objects.filter(request=request, step=Step.SIGNED).exists()
    return State.SIGNED if signed else (State.ROUTED if request.unit_id else State.WITH_CLERK)
