"""One request as those may see it who have no purpose to see more: covered words, public history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from minben.commons.rows import known_keys
from minben.needs.hotline.core.codes import as_typed
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.states import OPEN
from minben.needs.hotline.models import Ending, Entry, Photo, Request
from minben.needs.hotline.words import Actor, Identity, Kind, Step


@dataclass(frozen=True, slots=True)
class MaskedRow:
    """A request with personal data covered; names of category, place and unit in Chinese and, where known, English."""

    key: int
    code: str
    masked: str
    kind: str
    channel: str
    identity: str
    received_at: datetime
    since_when: str
    category: int | None
    category_code: str
    category_name: str
    category_name_en: str
    category_by: str
    confidence: float | None
    guesses: list[Any]
    place: int | None
    place_name: str
    place_name_en: str
    address: str
    lat: float | None
    lon: float | None
    tier: str
    urgency: str
    signals: dict[str, Any]
    state: str
    unit: int | None
    unit_name: str
    unit_name_en: str
    due_at: datetime | None
    why: list[Any]
    closed_at: datetime | None
    solved: bool | None
    event: int | None
    event_size: int
    person: int | None
    against: int | None
    support: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of a history; ``user`` is the name of whoever did it, for colleagues alone."""

    at: datetime
    step: str
    actor: str
    user: str
    unit_name: str
    unit_name_en: str
    words: str
    facts: dict[str, Any]
    public: bool


@dataclass(frozen=True, slots=True)
class EndingRow:
    """An end as proposed, decided and perhaps appealed."""

    key: int
    request: int
    kind: str
    reason: str
    words: str
    evidence: str
    condition: str
    review_on: date | None
    proposed_by: int
    proposed_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    agreed: bool | None
    appeal: str
    appealed_at: datetime | None
    appeal_upheld: bool | None
    appeal_at: datetime | None


ROW = (
    "pk", "code", "masked", "kind", "channel", "identity", "received_at", "since_when", "category_id",
    "category__code", "category__name", "category__name_en", "category_by", "confidence", "guesses", "place_id",
    "place__name", "place__name_en", "address", "lat", "lon", "tier", "urgency", "signals", "state", "unit_id",
    "unit__name", "unit__name_en", "due_at", "why", "closed_at", "solved", "event_id", "event__size", "person_id",
    "against_id", "support",
)  # fmt: skip
_ENTRY = (
    "at", "step", "actor", "user__display", "user__username", "unit__name", "unit__name_en", "words", "facts", "public",
)  # fmt: skip
_ENDING = (
    "pk", "request_id", "kind", "reason", "words", "evidence", "condition", "review_on", "proposed_by_id",
    "proposed_at", "decided_by_id", "decided_at", "agreed", "appeal", "appealed_at", "appeal_upheld", "appeal_at",
)  # fmt: skip
# A clerk on the telephone writes down what the person says: then the actor is the clerk, the words are theirs.
_THEIRS = {Step.ADDED, Step.CHASED, Step.SOLVED, Step.NOT_SOLVED, Step.WITHDRAWN, Step.APPEALED}
_NAMES = {9, 10, 11, 16, 17, 26, 27}
_SIZE = ROW.index("event__size")


def masked_row(values: Sequence[Any]) -> MaskedRow:
    """Read one row of a list of requests."""
    full: list[Any] = [("" if v is None and n in _NAMES else v) for n, v in enumerate(values)]
    full[_SIZE] = full[_SIZE] or 1
    return MaskedRow(*full)


def masked_rows(request_ids: Sequence[int]) -> dict[int, MaskedRow]:
    """Requests by key, in one query."""
    found = masked_list(request_ids)
    return {row[0]: masked_row(row) for row in found}


def masked_list(request_ids: Sequence[int]) -> Any:
    """List requests by their keys."""
    return Request.objects.filter(pk__in=request_ids).values_list(*ROW)


def id_of_code(code: str) -> int | None:
    """The request with a tracking code as a person typed it, or None."""
    return Request.objects.filter(code=as_typed(code)).values_list("pk", flat=True).first()


def is_open(state: str) -> bool:
    """Tell whether a request in this state is still in somebody's hands."""
    return state in OPEN


def code_of(request_id: int) -> str:
    """The tracking code of a request."""
    return Request.objects.values_list("code", flat=True).get(pk=request_id)


def id_of_key(*, source: str, key: str) -> int | None:
    """The request that was taken in under a key of its source, or None."""
    return known_keys(connection, Request, source=source, keys=[key]).get(key)


def history_list(request_id: int, *, public_only: bool, of: QuerySet[Entry] | None = None) -> Any:
    """List what happened, the first first, with the accounts of those who did it."""
    found = (Entry.objects if of is None else of).filter(request_id=request_id)
    found = found.filter(public=True) if public_only else found
    return found.order_by("at", "id").values_list(*_ENTRY)


def entry_row(*row: Any) -> EntryRow:
    """Read one row of that list; whoever did it stands there by the name that colleagues see."""
    at, step, actor, display, username, unit, unit_en, words, facts, public = row
    who = display or username or ""
    return EntryRow(at, step, actor, who, unit or "", unit_en or "", words, facts, public)


def covered_history(request_id: int) -> list[EntryRow]:
    """The public history, with personal data covered in what the person said."""
    return covered([entry_row(*row) for row in history_list(request_id, public_only=True)])


def covered(rows: list[EntryRow]) -> list[EntryRow]:
    """Cover the personal data in what the person said, and the names of those who worked on it."""
    rows = [replace(row, user="") for row in rows]
    theirs = [n for n, row in enumerate(rows) if row.actor == Actor.PERSON or row.step in _THEIRS]
    for n, covered in zip(theirs, mask([rows[n].words for n in theirs]), strict=True):
        rows[n] = replace(rows[n], words=covered.text)
    return rows


def same_person_list(row: MaskedRow, *, limit: int) -> Any:
    """List other requests a person made in their own name, the newest first; no report of wrongdoing.

    What they asked in confidence stays out: beside a request with a name it would tell who asked.
    """
    # Nobody's key is 0: asked for "none", the database would look through all whose person is not known.
    return _others(Request.objects.filter(person_id=row.person or 0, identity=Identity.NAMED), row, limit)


def same_event_list(row: MaskedRow, *, limit: int) -> Any:
    """List other requests about the same thing, the newest first; a report of wrongdoing is not among them."""
    return _others(Request.objects.filter(event_id=row.event or 0), row, limit)


def _others(found: QuerySet[Request], row: MaskedRow, limit: int) -> Any:
    found = found.exclude(pk=row.key).exclude(kind=Kind.WHISTLE).order_by("-received_at")
    return found.values_list(*ROW)[:limit]


def photos_list(request_id: int) -> Any:
    """List the pictures of a request: key, file name, width and height [px]."""
    found = Photo.objects.filter(request_id=request_id).order_by("pk")
    return found.values_list("pk", "file", "width_px", "height_px")


def photos_of(request_id: int) -> list[tuple[int, str, int, int]]:
    """Pictures of a request: key, file name, width and height [px]."""
    return list(photos_list(request_id))


def endings_list(request_id: int) -> Any:
    """List the ends proposed for a request, the newest first."""
    return Ending.objects.filter(request_id=request_id).order_by("-proposed_at").values_list(*_ENDING)


def endings_of(request_id: int) -> list[EndingRow]:
    """Ends proposed for a request, the newest first."""
    return [EndingRow(*row) for row in endings_list(request_id)]


def ending_rows(found: Any) -> list[EndingRow]:
    """Rows of a query over ends."""
    return [EndingRow(*row) for row in found.values_list(*_ENDING)]
