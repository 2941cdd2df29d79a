"""What can be done with an order now: one table of deeds, from its state and the reader's place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minben.dispatch.orders import actions as orders
from minben.dispatch.orders import forms
from minben.dispatch.orders.queries import OrderRow

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One deed: its name in the address, the words on its button, its form, and what it does."""

    name: str
    label: Promise
    done: Promise
    form: type[forms.Deed]
    do: Callable[[OrderRow, Facts, AbstractBaseUser, datetime], object]
    quiet: bool = True


def _finish(order: OrderRow, facts: Facts, by: AbstractBaseUser, at: datetime) -> None:
    picture = facts.get("photo")
    photo = (
        ContentFile(picture.content, name=f"{picture.digest.rpartition(':')[2][:24]}.jpg")
        if picture
        else None
    )
    proof = orders.Evidence(
        words=facts["proof"],
        photo=photo,
        figure=facts.get("figure"),
        figure_unit=facts.get("figure_unit", ""),
    )
    orders.finish(order_id=order.key, proofs=[proof], answer=facts["answer"], by=by, at=at)


def _route(order: OrderRow, facts: Facts, by: AbstractBaseUser, at: datetime) -> None:
    if order.times_sent_back > 1 or facts["general"]:
        orders.rule_on(
            order_id=order.key,
            unit_id=facts["unit_id"],
            words=facts["words"],
            general=facts["general"],
            by=by,
            at=at,
        )
    else:
        orders.reroute(order_id=order.key, unit_id=facts["unit_id"], words=facts["words"], by=by, at=at)


SIGN = Choice(
    "sign",
    _("Sign for it"),
    _("Signed. Your unit answers for it now."),
    forms.SignForm,
    lambda order, facts, by, at: orders.sign(order_id=order.key, by=by, at=at),
    quiet=False,
)
SEND_BACK = Choice(
    "send-back",
    _("Send the order back"),
    _("Sent back to the centre. Your unit answers for it until another has signed."),
    forms.SendBackForm,
    lambda order, facts, by, at: orders.send_back(order_id=order.key, **facts, by=by, at=at),
)
ASK = Choice(
    "ask",
    _("Ask the person"),
    _("Asked. The clock stands still until they answer."),
    forms.AskForm,
    lambda order, facts, by, at: orders.ask_person(order_id=order.key, words=facts["words"], by=by, at=at),
)
RESUME = Choice(
    "resume",
    _("Go on without waiting"),
    _("The clock runs again."),
    forms.ResumeForm,
    lambda order, facts, by, at: orders.resume(order_id=order.key, by=by, at=at),
    quiet=False,
)
VISIT = Choice(
    "visit",
    _("Plan a visit"),
    _("A visit is planned, and the person is told."),
    forms.VisitForm,
    lambda order, facts, by, at: orders.plan_visit(
        order_id=order.key, by=by, at=at, not_before=facts["not_before"]
    ),
)
SPLIT = Choice(
    "split",
    _("Give other units a share"),
    _("The other units have it on their lists now. Yours goes on answering."),
    forms.SplitForm,
    lambda order, facts, by, at: orders.split(order_id=order.key, **facts, by=by, at=at),
)
WHISTLE = Choice(
    "whistle",
    _("Whistle: call departments together"),
    _("The departments were called."),
    forms.WhistleForm,
    lambda order, facts, by, at: orders.whistle(
        order_id=order.key, units=facts["units"], subject=facts["words"], by=by, at=at
    ),
)
FINISH = Choice(
    "finish",
    _("Finish, with evidence"),
    _("Done. The person is told, and says whether it is solved."),
    forms.FinishForm,
    _finish,
    quiet=False,
)
ROUTE = Choice(
    "route", _("Decide who acts"), _("Decided. The unit has it now."), forms.RouteForm, _route, quiet=False
)
SUPERVISE = Choice(
    "supervise",
    _("Supervise, and sign"),
    _("Signed. The unit was told."),
    forms.SuperviseForm,
    lambda order, facts, by, at: orders.supervise(order_id=order.key, words=facts["words"], by=by, at=at),
)
CLOSE = Choice(
    "close",
    _("Close the order"),
    _("Closed. Only the person says whether it is solved."),
    forms.CloseForm,
    lambda order, facts, by, at: orders.close(order_id=order.key, words=facts["words"], by=by, at=at),
)

ALL = {
    one.name: one
    for one in (SIGN, SEND_BACK, ASK, RESUME, VISIT, SPLIT, WHISTLE, FINISH, ROUTE, SUPERVISE, CLOSE)
}
_UNIT: Mapping[str, tuple[Choice, ...]] = {
    "dispatched": (SIGN, SEND_BACK),
    "signed": (FINISH, VISIT, ASK, SPLIT, WHISTLE, SEND_BACK),
    "paused": (RESUME,),
}
_CENTRE: Mapping[str, tuple[Choice, ...]] = {
    "sent_back": (ROUTE,),
    "dispatched": (SUPERVISE,),
    "signed": (SUPERVISE,),
    "done": (CLOSE,),
}


def choices(order: OrderRow, *, at_centre: bool) -> tuple[Choice, ...]:
    """Return what the reader can do now, the likeliest first."""
    offered = (_CENTRE if at_centre else _UNIT).get(order.state, ())
    hidden: tuple[Choice, ...] = () if order.part == "lead" else (SPLIT, WHISTLE, SEND_BACK)
    # Only a street or a community whistles (吹哨); departments give shares.
    hidden += () if order.unit_kind in ("street", "community") else (WHISTLE,)
    return tuple(one for one in offered if one not in hidden)
