"""Storing requests that come in, each with the first line of its history, its contact and its alerts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from django.db import connection

from minben.commons.rows import append_columns, insert_columns
from minben.needs.hotline.actions.composing import Row
from minben.needs.hotline.core.arrivals import ContactGiven
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.models import Alert, Contact, Entry, Request
from minben.needs.hotline.words import Actor, Channel, State, Step

# An alert is for what happens now; an export of past years must not wake anybody.
_ALERT_WITHIN = timedelta(hours=48)
_PER_INSERT = 1_000


def store(rows: Sequence[Row], at: datetime, batch: str) -> None:
    """Write the requests; from here on each knows its key."""
    requests = [row.request for row in rows]
    columns = {
        field.name: list(map(attrgetter(field.attname), requests))
        for field in Request._meta.concrete_fields
        if not field.primary_key
    }
    keys = insert_columns(connection, Request, columns, size=len(rows))
    for request, key in zip(requests, keys, strict=True):
        request.key = key
    append_columns(connection, Entry, _first_entries(rows, batch), size=len(rows))
    if answered := [row for row in rows if row.intake.reply]:
        append_columns(connection, Entry, _replies(answered), size=len(answered))
    if contacts := [contact for row in rows if (contact := _contact(row, at))]:
        Contact.objects.bulk_create(contacts, batch_size=_PER_INSERT)
    if alerts := [alert for row in rows for alert in _alerts(row, at)]:
        Alert.objects.bulk_create(alerts)


def _first_entries(rows: Sequence[Row], batch: str) -> dict[str, object]:
    own = {"batch": batch} if batch else {}
    actors = {True: Actor.RECORD.value, False: Actor.PERSON.value}
    return {
        "request": [row.request.key for row in rows],
        "at": [row.request.received_at for row in rows],
        "step": Step.RECEIVED.value,
        "actor": [actors[row.request.channel == Channel.IMPORT] for row in rows],
        "user": None,
        "unit": None,
        "words": "",
        "facts": _first_facts(rows, own),
        "public": True,
    }


def _replies(rows: Sequence[Row]) -> dict[str, object]:
    """What an export says was answered: words of the history, covered, and removed with the others."""
    return {
        "request": [row.request.key for row in rows],
        "at": [row.intake.closed_at or row.request.received_at for row in rows],
        "step": Step.ANSWERED.value,
        "actor": Actor.RECORD.value,
        "user": None,
        "unit": None,
        "words": [one.text for one in mask([row.intake.reply for row in rows])],
        "facts": {},
        "public": True,
    }


def _first_facts(rows: Sequence[Row], own: dict[str, str]) -> list[dict[str, object]]:
    """Tell the facts of each first entry; where an intake brings none of its own, equal ones are one object."""
    made: dict[tuple[str, str], dict[str, object]] = {}
    for row in rows:
        how = (row.request.channel, row.request.category_by)
        made.setdefault(how, {**own, "channel": how[0], "category_by": how[1]})
    return [
        {**plain, **row.intake.facts} if row.intake.facts else plain
        for row in rows
        for plain in [made[row.request.channel, row.request.category_by]]
    ]


def contact_kept(row: Row) -> ContactGiven | None:
    """Return how the person may be reached, if that is kept: anonymous means nothing is, whatever a form sent along."""
    return None if row.intake.identity == "anonymous" else row.intake.contact


def _contact(row: Row, at: datetime) -> Contact | None:
    given = contact_kept(row)
    if given is None:
        return None
    return Contact(
        request_id=row.request.key,
        consent_at=at if given.consent_how else None,
        **{name: getattr(given, name) for name in given.__dataclass_fields__},
    )


def _alerts(row: Row, at: datetime) -> list[Alert]:
    if at - row.intake.received_at >= _ALERT_WITHIN:
        return []
    return [Alert(request_id=row.request.key, kind=kind, at=at) for kind in row.seen.reading.alerts]


def wait_for_clerk(request_ids: Sequence[int], errors: Sequence[Exception], at: datetime) -> None:
    """Put before the clerks what nobody could take further."""
    if not request_ids:
        return
    Request.objects.filter(pk__in=request_ids).update(state=State.WITH_CLERK)
    Entry.objects.bulk_create(
        Entry(
            request_id=request_id,
            at=at,
            step=Step.UNDERSTOOD,
            actor=Actor.MACHINE,
            facts={"stranded": type(error).__name__},
            public=False,
        )
        for request_id, error in zip(request_ids, errors, strict=True)
    )
