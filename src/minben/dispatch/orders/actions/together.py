"""Several units at once: a share of the work for another unit, and the street's whistle (吹哨报到)."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import localdate

from minben.dispatch.orders.actions.deeds import Deed, locked, note, said, worker_of
from minben.dispatch.orders.actions.grants import grant_unit
from minben.dispatch.orders.actions.ruling import not_accused
from minben.dispatch.orders.actions.telling import tell
from minben.dispatch.orders.core.reasons import WhyUnit
from minben.dispatch.orders.core.refusals import OrderError
from minben.dispatch.orders.limits import due, limit, limits_at
from minben.dispatch.orders.models import Order, Whistle, WhistleCall
from minben.dispatch.orders.words import OPEN, Actor, Part, State, Step
from minben.ground.registers import queries as registers


def split(
    *, order_id: int, units: Sequence[int], words: str, by: AbstractBaseUser, at: datetime
) -> list[int]:
    """Give other units a share of the work (协办); the first goes on answering. Return the new ids.

    Raises
    ------
    OrderError
        ``not_your_unit``, ``words_missing``, ``not_open``, ``not_lead``, ``already_joint``,
        ``unit_unknown`` or ``unit_accused``.
    """
    with transaction.atomic():
        order = locked(order_id)
        worker_of(order, by, at)
        _may_split(order, units)
        made = [_joint(order, unit, at) for unit in dict.fromkeys(units)]
        for child in made:
            child.save()
            note(child, Deed(step=Step.DISPATCHED, actor=Actor.UNIT, at=at, by=by, words=said(words)))
        grant_unit(made, at)
        facts = {"units": [child.unit_id for child in made]}
        note(order, Deed(step=Step.SPLIT, actor=Actor.UNIT, at=at, by=by, words=said(words), facts=facts))
        tell(order, "joined", at, by=by, facts=facts)
        return [child.pk for child in made]


def _may_split(order: Order, units: Sequence[int]) -> None:
    if order.state not in OPEN:
        raise OrderError("not_open", order=order.pk, state=order.state)
    if order.part != Part.LEAD:
        raise OrderError("not_lead", order=order.pk)
    there = Order.objects.filter(request_id=order.request_id, state__in=OPEN, unit_id__in=units)
    if not units or order.unit_id in units or there.exists():
        raise OrderError("already_joint", order=order.pk)


def _joint(order: Order, unit_id: int, at: datetime) -> Order:
    child = Order(
        request_id=order.request_id,
        parent=order,
        part=Part.JOINT,
        unit_id=unit_id,
        answers_id=unit_id,
        category_id=order.category_id,
        place_id=order.place_id,
        event_id=order.event_id,
        against_id=order.against_id,
        urgency=order.urgency,
        vulnerable=order.vulnerable,
        danger=order.danger,
        names_person=order.names_person,
        state=State.DISPATCHED,
        received_at=order.received_at,
        dispatched_at=at,
        sign_by=due(start=at, span=limits_at(at).sign[order.urgency]),
        due_at=order.due_at,
        why=[{"code": WhyUnit.SPLIT.value, "order": order.pk}],
    )
    not_accused(child, unit_id)
    return child


def whistle(*, order_id: int, units: Sequence[int], subject: str, by: AbstractBaseUser, at: datetime) -> int:
    """A street calls departments together (吹哨); each must report within its limit. Return the whistle's id.

    Raises
    ------
    OrderError
        ``not_your_unit``, ``not_a_street`` (only a street or a community may whistle), ``not_open``,
        ``nobody_called``, ``unit_unknown`` or ``words_missing``.
    """
    with transaction.atomic():
        order = locked(order_id)
        worker_of(order, by, at)
        called = _called(order, units)
        made = Whistle.objects.create(
            order=order, unit_id=order.unit_id, subject=said(subject), by_id=by.pk, at=at
        )
        report_by = due(start=at, span=limit("report_to_whistle", order.urgency, at))
        WhistleCall.objects.bulk_create(
            WhistleCall(whistle=made, unit_id=unit, report_by=report_by) for unit in called
        )
        facts = {"units": called, "report_by": report_by.isoformat()}
        note(
            order,
            Deed(step=Step.WHISTLED, actor=Actor.UNIT, at=at, by=by, words=subject.strip(), facts=facts),
        )
        tell(order, "joined", at, by=by, facts={"units": called})
        return made.pk


def _called(order: Order, units: Sequence[int]) -> list[int]:
    known = {row.key: row for row in registers.units()}
    called = list(dict.fromkeys(units))
    if known[order.unit_id].kind not in (registers.UnitKind.STREET, registers.UnitKind.COMMUNITY):
        raise OrderError("not_a_street", unit=order.unit_id)
    if order.state not in OPEN:
        raise OrderError("not_open", order=order.pk, state=order.state)
    if not called or order.unit_id in called:
        raise OrderError("nobody_called", order=order.pk)
    if unknown := set(called) - known.keys():
        raise OrderError("unit_unknown", unit=min(unknown))
    return called


def report_to_whistle(*, call_id: int, words: str, by: AbstractBaseUser, at: datetime) -> None:
    """A department reports (报到): it is there, and says what it does.

    Raises
    ------
    OrderError
        ``call_unknown``, ``not_your_unit``, ``already_reported`` or ``words_missing``.
    """
    with transaction.atomic():
        call = WhistleCall.objects.select_for_update().filter(pk=call_id).first()
        if call is None:
            raise OrderError("call_unknown", call=call_id)
        if call.unit_id not in registers.units_of(by, on=localdate(at)):
            raise OrderError("not_your_unit", unit=call.unit_id)
        if call.reported_at is not None:
            raise OrderError("already_reported", call=call_id)
        call.reported_at, call.by_id, call.words = at, by.pk, said(words)
        call.save()
        order = locked(call.whistle.order_id)
        facts = {"call": call.pk, "in_time": at <= call.report_by}
        deed = Deed(
            step=Step.REPORTED,
            actor=Actor.UNIT,
            at=at,
            by=by,
            unit_id=call.unit_id,
            words=call.words,
            facts=facts,
        )
        note(order, deed)
