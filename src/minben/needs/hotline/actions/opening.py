"""Opening what a person told the hotline about themselves: for a purpose, written down, or refused."""

from dataclasses import dataclass
from datetime import datetime

from minben.institutions.rights import actions as rights
from minben.institutions.vault import queries as vault
from minben.needs.hotline.actions.reports import REPORTS, allow_report, record_of
from minben.needs.hotline.core.numbers import same_number
from minben.needs.hotline.core.states import is_report
from minben.needs.hotline.models import PHONE_MARK, Contact, Request
from minben.needs.hotline.queries import photos_of
from minben.needs.hotline.words import Identity, Kind


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader with a purpose is shown: the words as they were said, and how to reach the person."""

    request_id: int
    text: str
    name: str
    phone: str
    email: str
    address: str
    reply_by: str
    helper_name: str
    helper_phone: str
    helper_relation: str


@dataclass(frozen=True, slots=True)
class OpenedPhoto:
    """A picture the person sent: its key, the name of its file, its width and height [px]."""

    key: int
    file: str
    width_px: int
    height_px: int


_SEEN = ("text", "name", "phone", "email", "address")
_PICTURES = ("photos",)
_OF_UNITS = frozenset({"officer", "worker"})


def open_for(
    *, purpose: str, request_id: int, reader: rights.Reader, at: datetime, reason: str = ""
) -> Opened:
    """Open one request's own words and contact; a report of wrongdoing for the reporting desk alone.

    Raises
    ------
    rights.Refused
        When the purpose does not cover this reader and this request; the refusal is kept. ``confidential``
        when those who act may not learn who asked: that no emergency opens, only the centre.
    """
    request = _open(purpose, request_id, _SEEN, reader=reader, at=at, reason=reason)
    contact = Contact.objects.filter(pk=request_id).first() or Contact()
    return Opened(
        request_id, request.text, contact.name, contact.phone, contact.email, contact.address, contact.reply_by,
        contact.helper_name, contact.helper_phone, contact.helper_relation,
    )  # fmt: skip


def open_photos_for(
    *, purpose: str, request_id: int, reader: rights.Reader, at: datetime
) -> list[OpenedPhoto]:
    """Open the pictures a person sent, under the same rules as their words: a picture may show who asked.

    Raises
    ------
    rights.Refused
        As for :func:`open_for`.
    """
    _open(purpose, request_id, _PICTURES, reader=reader, at=at)
    return [OpenedPhoto(*row) for row in photos_of(request_id)]


def _open(
    purpose: str,
    request_id: int,
    seen: tuple[str, ...],
    *,
    reader: rights.Reader,
    at: datetime,
    reason: str = "",
) -> Request:
    fields = ("pk", "text", "person_id", "kind", "state", "identity", "against_id")
    request = Request.objects.only(*fields).get(pk=request_id)
    record = record_of(request, seen)
    report = is_report(request.kind, request.state)
    if report:
        allow_report(reader, [record], purpose, at)
    elif purpose == REPORTS:
        raise rights.Refused(rights.Refusal("report_desk", purpose, reader, (record,), unnamed=True))
    if not report and _kept_from(request, reader):
        raise rights.Refused(rights.Refusal("confidential", purpose, reader, (record,)))
    rights.open_for(reader=reader, records=record, purpose=purpose, at=at, reason=reason)
    return request


def _kept_from(request: Request, reader: rights.Reader) -> bool:
    """Tell whether the reader works in a unit that may not learn who asked."""
    if reader.role not in _OF_UNITS:
        return False
    return request.identity != Identity.NAMED or f"unit:{request.against_id}" in reader.keys


def requests_by_phone(*, phone: str, reader: rights.Reader, at: datetime, limit: int = 20) -> list[int]:
    """Find the caller's earlier requests by the number they call from; looking is written down too.

    A report of wrongdoing is not among them, whoever looks.

    Raises
    ------
    rights.Refused
        When the reader's role may not look people up.
    """
    if not phone.strip():
        return []
    marks = vault.marks(plain=same_number(phone), context=PHONE_MARK)
    rows = Request.objects.filter(contact__phone_mark__in=marks).exclude(kind=Kind.WHISTLE)
    found = list(rows.order_by("-received_at").only("pk", "person_id")[:limit])
    records = [record_of(row, ("text",)) for row in found]
    if records:
        rights.open_for(reader=reader, records=records, purpose="person.lookup", at=at)
    return [r.pk for r in found]
