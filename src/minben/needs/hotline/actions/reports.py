"""Reports of wrongdoing: the reporting desk alone reads them, opens them and decides what comes of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from minben.ground.registers import queries as registers
from minben.institutions.rights import actions as rights
from minben.needs.hotline.actions.history import MoveRefused, tell
from minben.needs.hotline.core.arrivals import Telling
from minben.needs.hotline.core.states import is_report
from minben.needs.hotline.models import Request
from minben.needs.hotline.queries import MaskedRow, masked_rows
from minben.needs.hotline.queries.queues import reports_waiting
from minben.needs.hotline.words import Actor, Kind, State, Step

REPORTS = "report.handle"


def record_of(request: Request, fields: tuple[str, ...]) -> rights.Record:
    """Return how rights knows one page about a request."""
    person = f"person:{request.person_id}" if request.person_id else ""
    return rights.Record(record=record_key(request.pk), person=person, fields=fields)


def record_key(request_id: int) -> str:
    """Return the key under which rights knows a request."""
    return f"hotline.request:{request_id}"


def reads_reports(reader: rights.Reader, *, at: datetime) -> bool:
    """Tell whether the account that reads is charged with the reporting desk today."""
    account = _account_of(reader)
    return account is not None and registers.has_duty(
        account=account, duty=registers.Duty.REPORT_DESK, on=localdate(at)
    )


def allow_report(reader: rights.Reader, records: Sequence[rights.Record], purpose: str, at: datetime) -> None:
    """Let the reporting desk, with the purpose made for it, pass; nobody else.

    Raises
    ------
    rights.Refused
        ``report_desk``.
    """
    if purpose != REPORTS or not reads_reports(reader, at=at):
        raise rights.Refused(rights.Refusal("report_desk", purpose, reader, tuple(records), unnamed=True))


def open_reports(
    *, reader: rights.Reader, at: datetime, request_ids: Sequence[int] | None = None
) -> list[MaskedRow]:
    """Show the reporting desk the reports that wait, or these; even with words covered it is written down.

    Raises
    ------
    rights.Refused
        When the reader is not charged with the desk, or one of ``request_ids`` is no report.
    """
    keys = reports_waiting() if request_ids is None else list(request_ids)
    rows = Request.objects.only("pk", "person_id", "kind", "state").filter(pk__in=keys)
    found = {row.pk: row for row in rows}
    records = [record_of(found[key], ("masked",)) for key in keys if key in found]
    allow_report(reader, records, REPORTS, at)
    if not all(is_report(row.kind, row.state) for row in found.values()):
        raise rights.Refused(rights.Refusal("report_desk", REPORTS, reader, tuple(records), unnamed=True))
    rights.open_for(reader=reader, records=records, purpose=REPORTS, at=at)
    masked = masked_rows(keys)
    return [masked[key] for key in keys if key in masked]


def decide_report(*, request_id: int, closed: bool, words: str, reader: rights.Reader, at: datetime) -> None:
    """Close a report with what came of it, or hand it to the clerks because it is something else.

    Raises
    ------
    rights.Refused
        When the reader is not charged with the reporting desk.
    MoveRefused
        When it is no report (any more), or was closed before.
    """
    with transaction.atomic():
        request = Request.objects.select_for_update().get(pk=request_id)
        allow_report(reader, [record_of(request, ())], REPORTS, at)
        state = State.CLOSED if closed else State.WITH_CLERK
        if not is_report(request.kind, request.state) or request.state == State.CLOSED:
            raise MoveRefused(request.state, state)
        if not closed:
            Request.objects.filter(pk=request_id).update(kind=Kind.COMPLAINT)
        step = Step.CLOSED if closed else Step.CORRECTED
        told = Telling(
            request_id=request_id, step=step, actor=Actor.CENTRE, user_id=_account_of(reader), words=words,
            state=state,
        )  # fmt: skip
        tell(tellings=[told], at=at)


def _account_of(reader: rights.Reader) -> int | None:
    kind, _, key = reader.key.partition(":")
    return int(key) if kind == "user" and key.isdigit() else None
