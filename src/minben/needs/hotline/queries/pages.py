"""What a page about one request shows, asked in as few questions as there are kinds of answers."""

from dataclasses import dataclass

from django.db import connection

from minben.commons.together import together
from minben.needs.hotline.models import Entry
from minben.needs.hotline.queries.cards import (
    EndingRow,
    EntryRow,
    MaskedRow,
    covered,
    endings_list,
    entry_row,
    history_list,
    masked_row,
    photos_list,
    same_event_list,
    same_person_list,
)
from minben.needs.hotline.queries.neighbours import SentRow, sent_list
from minben.needs.hotline.queries.removals import ErasureRow, RemovalRow, removals_list, wishes_list
from minben.needs.hotline.words import Step

Picture = tuple[int, str, int, int]
_SAME_PERSON, _SAME_EVENT = 10, 20


@dataclass(frozen=True, slots=True)
class CaseParts:
    """A request as the clerk sees it who decides: its whole history, pictures, ends, neighbours of both kinds."""

    history: list[EntryRow]
    photos: list[Picture]
    endings: list[EndingRow]
    sent: SentRow | None
    same_person: list[MaskedRow]
    same_event: list[MaskedRow]


@dataclass(frozen=True, slots=True)
class TrackParts:
    """A request as the person follows it: the covered public steps, pictures, ends, what was removed or asked to be."""

    steps: list[EntryRow]
    photos: list[Picture]
    endings: list[EndingRow]
    removals: list[RemovalRow]
    wish: ErasureRow | None


@dataclass(frozen=True, slots=True)
class SaidSince:
    """What the person said after their request, covered, and how many pictures they sent."""

    added: list[EntryRow]
    pictures: int


def case_parts(row: MaskedRow) -> CaseParts:
    """Return what hangs on a request, for the clerk; one query."""
    history, photos, endings, sent, person, event = together(
        connection,
        history_list(row.key, public_only=False),
        photos_list(row.key),
        endings_list(row.key),
        sent_list(row.key),
        same_person_list(row, limit=_SAME_PERSON),
        same_event_list(row, limit=_SAME_EVENT),
    )
    return CaseParts(
        history=[entry_row(*one) for one in history],
        photos=[_picture(*one) for one in photos],
        endings=[EndingRow(*one) for one in endings],
        sent=next((SentRow(*one) for one in sent), None),
        same_person=[masked_row(one) for one in person],
        same_event=[masked_row(one) for one in event],
    )


def track_parts(request_id: int) -> TrackParts:
    """Return what hangs on a request, for the person; one query."""
    steps, photos, endings, removals, wishes = together(
        connection,
        history_list(request_id, public_only=True),
        photos_list(request_id),
        endings_list(request_id),
        removals_list(request_id),
        wishes_list(request_id)[:1],
    )
    return TrackParts(
        steps=covered([entry_row(*one) for one in steps]),
        photos=[_picture(*one) for one in photos],
        endings=[EndingRow(*one) for one in endings],
        removals=[RemovalRow(*one) for one in removals],
        wish=next((ErasureRow(*one) for one in wishes), None),
    )


def said_since(request_id: int) -> SaidSince:
    """Return what the person added or asked after since, and count their pictures; one query."""
    words = Entry.objects.filter(step__in=(Step.ADDED, Step.CHASED)).exclude(words="")
    steps = history_list(request_id, public_only=True, of=words)
    added, photos = together(connection, steps, photos_list(request_id))
    return SaidSince(covered([entry_row(*one) for one in added]), len(photos))


def _picture(key: int, file: str, width_px: int, height_px: int) -> Picture:
    return key, file, width_px, height_px
