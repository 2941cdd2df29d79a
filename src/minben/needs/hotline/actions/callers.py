"""A caller at the desk: known again without a name, and brought along from the telephone under seal."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings

from minben.accounts.core.sealing import KeyGoneError, seal, unseal
from minben.needs.hotline.actions import handovers
from minben.needs.hotline.core.arrivals import FromCall, LedTo
from minben.needs.hotline.drafts import key_of_phone

_LASTS = timedelta(hours=12)


def mark_of_phone(phone: str) -> str:
    """Return an opaque key by which a number is known again; without this city's secret it tells nothing."""
    return key_of_phone(phone.replace(" ", "").replace("-", "").strip())


def ticket_of(given: FromCall, *, at: datetime) -> str:
    """Seal what a call brings to the desk, so that no address, log or history of a browser tells it."""
    told = {**asdict(given), "at": at.timestamp()}
    return seal(json.dumps(told, ensure_ascii=False).encode(), _keys())


def read_ticket(ticket: str, *, at: datetime) -> FromCall | None:
    """Open what :func:`ticket_of` sealed; None when it is nobody's, or older than a shift."""
    try:
        told = json.loads(unseal(ticket, _keys())) if ticket.isascii() else {}
    except (KeyGoneError, ValueError):
        return None
    made = told.pop("at", 0.0)
    return FromCall(**told) if told and at.timestamp() - made < _LASTS.total_seconds() else None


def follow_call(*, call: str, request_ids: Sequence[int], at: datetime) -> None:
    """Tell the telephone which requests a call led to, in the transaction that took them."""
    handovers.follow(handovers.called, [LedTo(call=call, request_id=key) for key in request_ids], at)


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
