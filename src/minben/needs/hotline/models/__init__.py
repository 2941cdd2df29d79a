"""Tables of the hotline: requests and what belongs to them, what goes to and comes from other houses."""

from minben.needs.hotline.models.exchange import Peer, PublicId, Question, Rehearsal, Sent, UpdateTaken
from minben.needs.hotline.models.imports import Import, SetAside
from minben.needs.hotline.models.lists import Answer, Category
from minben.needs.hotline.models.people import PHONE_MARK, Contact, Draft, Notice
from minben.needs.hotline.models.removals import Erasure, Removal
from minben.needs.hotline.models.requests import REPORTS_WRONGDOING, Entry, Event, Photo, Request
from minben.needs.hotline.models.signed import Alert, Ending

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
