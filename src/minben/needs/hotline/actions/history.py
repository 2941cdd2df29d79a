"""What happens to a request after it came in: appended to its history, with the moves that the one table allows."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minben.ledger import actions as ledger
from minben.needs.hotline.actions.rows import update_rows
from minben.needs.hotline.core.arrivals import Promise, Telling
from minben.needs.hotline.core.states import allowed
from minben.needs.hotline.models import Contact, Entry, Notice, Request
from minben.needs.hotline.words import Actor, ReplyBy, State, Step

_PER_INSERT = 1_000
_ENDED = {State.CLOSED, State.WITHDRAWN, State.DECLINED, State.UNREASONABLE, State.EXCLUDED}


class MoveRefused(ValueError):
    """The table of moves does not lead from ``old`` to ``new``."""

    code = "move_refused"

    def __init__(self, old: str, new: str) -> None:
        super().__init__(old, new)
        self.old, self.new = old, new


def promise(*, promises: Sequence[Promise], at: datetime) -> None:
    """Tell the people who acts for them, by when and why; the requests are routed from now on.

    Raises
    ------
    MoveRefused
        When a request can no longer be routed; nothing of the batch is written.
    """
    with transaction.atomic():
        _check([(one.request_id, State.ROUTED) for one in promises])
        update_rows(
            Request,
            ("unit_id", "due_at", "why", "state", "closed_at"),
            [(one.request_id, (one.unit_id, one.due_at, list(one.why), State.ROUTED, None)) for one in promises],
        )
        Entry.objects.bulk_create(
            [
                Entry(
                    request_id=one.request_id,
                    at=at,
                    step=Step.ROUTED,
                    actor=Actor.MACHINE,
                    unit_id=one.unit_id,
                    facts={"why": list(one.why), "due_at": one.due_at.isoformat() if one.due_at else None},
                )
                for one in promises
            ],
            batch_size=_PER_INSERT,
        )
        _notify([(one.request_id, Step.ROUTED) for one in promises], at)


def tell(*, tellings: Sequence[Telling], at: datetime, witness: bool = True) -> None:
    """Append to histories and move states; what is public is sent to people who asked to be told.

    Raises
    ------
    MoveRefused
        When the table does not allow a move; nothing of the batch is written.
    """
    with transaction.atomic():
        moves = [one for one in tellings if one.state]
        _check([(one.request_id, one.state) for one in moves])
        rows = [(one.request_id, (one.state, (one.at or at) if one.state in _ENDED else None)) for one in moves]
        update_rows(Request, ("state", "closed_at"), rows)
        Entry.objects.bulk_create(
            [
                Entry(
                    request_id=one.request_id, at=one.at or at, step=one.step, actor=one.actor, user_id=one.user_id,
                    unit_id=one.unit_id, words=one.words, facts=dict(one.facts), public=one.public,
                )
                for one in tellings
            ],
            batch_size=_PER_INSERT,
        )  # fmt: skip
        _notify([(one.request_id, one.step) for one in tellings if one.public], at)
        if witness:
            ledger.write([_act(one, at) for one in tellings])


def _act(one: Telling, at: datetime) -> ledger.Act:
    who = f"user:{one.user_id}" if one.user_id else (f"unit:{one.unit_id}" if one.unit_id else one.actor)
    return ledger.Act(
        what=f"hotline.{one.step}", who=who, subject=f"hotline.request:{one.request_id}", at=at,
        detail={"state": one.state, "words": ledger.salted_digest(one.words, owner=f"hotline.request:{one.request_id}")} if one.words else {"state": one.state},
    )  # fmt: skip


def _check(moves: Sequence[tuple[int, str]]) -> None:
    states = _states([request_id for request_id, _ in moves])
    for request_id, new in moves:
        old = states[request_id]
        if not allowed(old, new) and old != new:
            raise MoveRefused(old, new)
        states[request_id] = new


def _states(request_ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(request_ids), 10_000):
        some = request_ids[start : start + 10_000]
        # Two officers, one request: the second waits and then sees the first one's move.
        rows = Request.objects.select_for_update().filter(pk__in=some)
        found.update(rows.values_list("pk", "state"))
    return found


def _notify(steps: Sequence[tuple[int, str]], at: datetime) -> None:
    ids = {request_id for request_id, _ in steps}
    wishes: dict[int, str] = {}
    for start in range(0, len(ids), 10_000):
        some = sorted(ids)[start : start + 10_000]
        rows = Contact.objects.filter(request_id__in=some).exclude(reply_by=ReplyBy.NOTHING)
        wishes.update(rows.values_list("request_id", "reply_by"))
    Notice.objects.bulk_create(
        Notice(request_id=request_id, how=wishes[request_id], step=step, at=at)
        for request_id, step in steps
        if request_id in wishes
    )
