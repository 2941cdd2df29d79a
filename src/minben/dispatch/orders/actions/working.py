"""What the unit does: sign, send back, ask, go on, finish with evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import File
from django.db import transaction

from minben.commons.evidence import says_something
from minben.dispatch.orders.actions.deeds import Deed, centre, keep, locked, move, said, worker_of
from minben.dispatch.orders.actions.grants import end_grants
from minben.dispatch.orders.actions.telling import tell
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.limits import due, limit, value_at
from minben.dispatch.orders.models import Order, Proof, SendBack
from minben.dispatch.orders.words import Actor, Part, State, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows that the work was done: words, and a photograph or a measured figure where there is one.

    ``figure_unit`` is required with ``figure``: 21 is not a temperature, 21 °C is.
    """

    words: str
    photo: File[Any] | None = None
    figure: float | None = None
    figure_unit: str = ""

    @property
    def shows_something(self) -> bool:
        """Tell whether somebody could check it: a picture, a figure, or words that say more than "done"."""
        return self.photo is not None or self.figure is not None or says_something(self.words)


def sign(*, order_id: int, by: AbstractBaseUser, at: datetime) -> None:
    """A unit signs for an order (签收): from now on it answers for it, and no other.

    Raises
    ------
    OrderError
        ``not_your_unit`` or ``move_refused``.
    """
    with transaction.atomic():
        order = locked(order_id)
        worker_of(order, by, at)
        move(order, State.SIGNED)
        before = order.answers_id
        order.answers_id, order.signed_at = order.unit_id, at
        keep(order, Deed(step=Step.SIGNED, actor=Actor.UNIT, at=at, by=by))
        if before != order.unit_id:
            end_grants([order], at, holders=[f"unit:{before}"])
        tell(order, "signed", at, state="signed", by=by)


def send_back(*, order_id: int, reason: str, words: str, by: AbstractBaseUser, at: datetime) -> None:
    """A unit says that an order is not its own; it goes on answering until another has signed (首接负责).

    Raises
    ------
    OrderError
        ``not_your_unit``, ``reason_unknown``, ``words_missing``, ``too_late_to_send_back``, ``already_ruled``
        (the centre has ruled: the unit acts) or ``move_refused``.
    """
    with transaction.atomic():
        order = locked(order_id)
        worker_of(order, by, at)
        _may_send_back(order, reason, at)
        move(order, State.SENT_BACK)
        order.times_sent_back += 1
        SendBack.objects.create(
            order=order, unit_id=order.unit_id, reason=reason, words=said(words), by_id=by.pk, at=at
        )
        facts = {"reason": reason, "time": order.times_sent_back}
        deed = Deed(step=Step.SENT_BACK, actor=Actor.UNIT, at=at, by=by, words=words.strip(), facts=facts)
        keep(order, deed)
        tell(order, "sent_back", at, by=by, facts={"reason": reason})


def _may_send_back(order: Order, reason: str, at: datetime) -> None:
    if reason not in {row["code"] for row in value_at("send-back-reasons", "reasons", at)}:
        raise OrderError("reason_unknown", reason=reason)
    if SendBack.objects.filter(order=order, ruling__isnull=False).exists():
        raise OrderError("already_ruled", order=order.pk)
    last = due(start=routed_at(order), span=limit("send_back", order.urgency, at))
    if at > last:
        raise OrderError("too_late_to_send_back", order=order.pk, last=last)


def routed_at(order: Order) -> datetime:
    """Return when the order came to the unit that has it now."""
    steps = (Step.DISPATCHED, Step.REROUTED, Step.RULED, Step.REOPENED)
    latest = order.entries.filter(step__in=steps).order_by("-at", "-pk").values_list("at", flat=True).first()
    return latest or order.dispatched_at


def ask_person(*, order_id: int, words: str, by: AbstractBaseUser, at: datetime) -> None:
    """Ask the person for what is missing; the clock stands still until they answer.

    Raises
    ------
    OrderError
        ``not_your_unit``, ``words_missing`` or ``move_refused``.
    """
    with transaction.atomic():
        order = locked(order_id)
        worker_of(order, by, at)
        move(order, State.PAUSED)
        order.paused_at = at
        keep(order, Deed(step=Step.ASKED, actor=Actor.UNIT, at=at, by=by, words=said(words)))
        tell(order, "asked", at, state="asked", by=by, words=words.strip())


def resume(*, order_id: int, by: AbstractBaseUser, at: datetime) -> None:
    """Go on without waiting for the person any longer; the deadline moves by the time that stood still.

    Raises
    ------
    OrderError
        ``not_your_unit`` or ``move_refused``.
    """
    with transaction.atomic():
        order = locked(order_id)
        worker_of(order, by, at)
        run_again(order, at)
        keep(order, Deed(step=Step.RESUMED, actor=Actor.UNIT, at=at, by=by))
        tell(order, "resumed", at, state="signed", by=by, due_at=order.due_at)


def run_again(order: Order, at: datetime) -> None:
    """Let the clock run again, extending the deadline by exactly the time it stood still."""
    move(order, State.SIGNED)
    if order.paused_at is None:
        return
    stood = max(at - order.paused_at, timedelta())
    order.paused_s += int(stood.total_seconds())
    order.due_at = order.due_at + stood if order.due_at else None
    order.paused_at = None


def finish(
    *, order_id: int, proofs: Sequence[Evidence], answer: str, by: AbstractBaseUser, at: datetime
) -> None:
    """Say that the work is done, with evidence, and answer the person. Only they say that it is solved.

    Raises
    ------
    OrderError
        ``not_your_unit``, ``no_evidence``, ``says_nothing`` (words such as "ok", and neither picture nor figure),
        ``figure_without_unit``, ``words_missing``, ``still_joint`` (a unit that helps is not done yet) or
        ``move_refused``.
    """
    with transaction.atomic():
        order = locked(order_id)
        worker_of(order, by, at)
        _proven(order, proofs)
        move(order, State.DONE)
        order.done_at = at
        Proof.objects.bulk_create([_proof(order, one, by, at) for one in proofs])
        keep(order, Deed(step=Step.DONE, actor=Actor.UNIT, at=at, by=by, words=said(answer)))
        if order.part == Part.LEAD:
            end_grants([order], at)
            tell(order, "done", at, state="done", by=by, words=answer.strip())


def _proven(order: Order, proofs: Sequence[Evidence]) -> None:
    if not any(one.words.strip() for one in proofs):
        raise OrderError("no_evidence", order=order.pk)
    for one in proofs:
        if one.figure is not None and not one.figure_unit.strip():
            raise OrderError("figure_without_unit", figure=one.figure)
    if not any(one.shows_something for one in proofs):
        raise OrderError("says_nothing", order=order.pk)
    open_states = (State.DISPATCHED, State.SIGNED, State.PAUSED, State.SENT_BACK)
    if order.part == Part.LEAD and Order.objects.filter(parent=order, state__in=open_states).exists():
        raise OrderError("still_joint", order=order.pk)


def _proof(order: Order, one: Evidence, by: AbstractBaseUser, at: datetime) -> Proof:
    proof = Proof(order=order, at=at, by_id=by.pk, words=one.words.strip(), figure=one.figure)
    proof.figure_unit = one.figure_unit.strip()
    if one.photo is not None:
        proof.photo = one.photo
    return proof


def close(*, order_id: int, words: str, by: AbstractBaseUser, at: datetime) -> None:
    """The centre closes an order that is done. Closed says nothing of solved: that is the person's word.

    Raises
    ------
    OrderError
        ``not_centre``, ``words_missing`` or ``move_refused``.
    """
    with transaction.atomic():
        centre(by)
        order = locked(order_id)
        move(order, State.CLOSED)
        order.closed_at, order.paused_at = at, None
        keep(order, Deed(step=Step.CLOSED, actor=Actor.CENTRE, at=at, by=by, words=said(words)))
        if order.part == Part.LEAD:
            end_grants([order], at)
            tell(order, "closed", at, state="closed", by=by, words=words.strip())
