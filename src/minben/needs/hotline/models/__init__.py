"""Tables of the hotline: requests and what belongs to them, what goes to and comes from other houses."""

from minben.needs.hotline.models.exchange import Peer, PublicId, Question, Rehearsal, Sent, UpdateTaken
from minben.needs.hotline.models.removals import Erasure, Removal
from minben.needs.hotline.models.requests import (
    PHONE_MARK,
    REPORTS_WRONGDOING,
    Alert,
    Answer,
    Category,
    Contact,
    Draft,
    Ending,
    Entry,
    Event,
    Import,
    Notice,
    Photo,
    Request,
    SetAside,
)

__all__ = [
    "PHONE_MARK",
    "REPORTS_WRONGDOING",
    "Alert",
    "Answer",
    "Category",
    "Contact",
    "Draft",
    "Ending",
    "Entry",
    "Erasure",
    "Event",
    "Import",
    "Notice",
    "Peer",
    "Photo",
    "PublicId",
    "Question",
    "Rehearsal",
    "Removal",
    "Request",
    "Sent",
    "SetAside",
    "UpdateTaken",
]
