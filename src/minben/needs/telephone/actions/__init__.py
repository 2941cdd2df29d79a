"""What others may do with calls: tell what happened, ask something of the exchange, link, call back, key in."""

from minben.needs.telephone.actions.backs import BackRefused, book_call_back, dial_back, settle_call_back
from minben.needs.telephone.actions.calling import (
    Screen,
    another_person,
    chase,
    link_requests,
    note,
    open_recording,
    open_screen,
    sit_down,
)
from minben.needs.telephone.actions.deeds import DeedRefused, ask, hand_over_110
from minben.needs.telephone.actions.forgetting import follow_removals, forget_numbers
from minben.needs.telephone.actions.paper import Keyed, PaperCall, key_in_offline
from minben.needs.telephone.actions.taking import Taken, take_events
from minben.needs.telephone.core.events import Fault, Read, read
from minben.needs.telephone.core.moves import Heard
from minben.needs.telephone.words import BackOutcome, CallState, Deed, Event

__all__ = [
    "BackOutcome",
    "BackRefused",
    "CallState",
    "Deed",
    "DeedRefused",
    "Event",
    "Fault",
    "Heard",
    "Keyed",
    "PaperCall",
    "Read",
    "Screen",
    "Taken",
    "another_person",
    "ask",
    "book_call_back",
    "chase",
    "dial_back",
    "follow_removals",
    "forget_numbers",
    "hand_over_110",
    "key_in_offline",
    "link_requests",
    "note",
    "open_recording",
    "open_screen",
    "read",
    "settle_call_back",
    "sit_down",
    "take_events",
]
