"""What the person is told of an order, through the history of their request."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from minben.dispatch.orders.models import Order
from minben.dispatch.orders.words import Part
from minben.needs.hotline import actions as hotline


def tell(
    order: Order,
    step: str,
    at: datetime,
    *,
    state: str = "",
    actor: str = "unit",
    by: AbstractBaseUser | None = None,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> None:
    """Append a step to the request's history; ``due_at`` also promises the person another deadline.

    Units that help tell no states and no deadlines: the leading unit answers.
    """
    telling = hotline.Telling(
        request_id=order.request_id,
        step=step,
        actor=actor,
        state=state if order.part == Part.LEAD else "",
        user_id=by.pk if by else None,
        unit_id=order.unit_id,
        words=words,
        facts=dict(facts or {}),
        public=order.part == Part.LEAD,
        due_at=due_at if order.part == Part.LEAD else None,
    )
    hotline.tell(tellings=[telling], at=at)
