"""What others may do with requests: take them in, tell what happened, judge, correct, end, open for a purpose."""

from minben.needs.hotline.actions.answered import lay_out_replies, learn_replies
from minben.needs.hotline.actions.callers import follow_call, mark_of_phone, read_ticket, ticket_of
from minben.needs.hotline.actions.categories import NewAnswer, NewCategory, add_answers, add_categories
from minben.needs.hotline.actions.clerks import answer, correct, see_alert, set_apart, single_out
from minben.needs.hotline.actions.drafts import drop_draft, drop_old_drafts, save_draft
from minben.needs.hotline.actions.endings import (
    EndingRefused,
    Proposal,
    appeal,
    decide_appeal,
    decide_ending,
    propose_ending,
    resume,
)
from minben.needs.hotline.actions.erasing import EraseRefused, ask_erasure, erase, erase_again, refuse_erasure
from minben.needs.hotline.actions.handovers import called, judged, moved, received, removed
from minben.needs.hotline.actions.history import MoveRefused, hold, promise, tell
from minben.needs.hotline.actions.imports import Brought, FileToBring, bring_file, look_at_days
from minben.needs.hotline.actions.intake import receive
from minben.needs.hotline.actions.opening import (
    Opened,
    OpenedPhoto,
    open_for,
    open_photos_for,
    requests_by_phone,
)
from minben.needs.hotline.actions.passing import (
    PassingRefused,
    PassOn,
    send_to_peer,
    take_back,
    try_at_once,
)
from minben.needs.hotline.actions.peers import (
    ask_services,
    deliver_to_peers,
    fetch_peer_updates,
    keep_up_with_peers,
)
from minben.needs.hotline.actions.people import add_words, chase, judge, withdraw
from minben.needs.hotline.actions.photos import add_photos, tell_lost
from minben.needs.hotline.actions.posted import (
    HandedIn,
    Sender,
    drop_old_rehearsals,
    hand_in,
    hand_in_update,
    rehearse,
)
from minben.needs.hotline.actions.public import number_publicly
from minben.needs.hotline.actions.removing import anonymise_due
from minben.needs.hotline.actions.replies import say_of_check
from minben.needs.hotline.actions.reports import decide_report, open_reports, reads_reports, record_key
from minben.needs.hotline.actions.sharing import share_masked
from minben.needs.hotline.actions.understanding import Guess, Understood, understand
from minben.needs.hotline.actions.waiting import sort_waiting
from minben.needs.hotline.core.arrivals import (
    Arrival,
    ContactGiven,
    Correction,
    FromCall,
    Intake,
    Judgement,
    LedTo,
    Moved,
    Promise,
    Received,
    Removed,
    Telling,
)
from minben.needs.hotline.core.lexicon import Reading
from minben.needs.hotline.model import take_up, train_model, warm_up
from minben.needs.hotline.pictures import PictureRefused
from minben.needs.hotline.pictures import clean as clean_picture
from minben.needs.hotline.trials import evidence_of, threshold_of
from minben.needs.hotline.words import Actor, Channel, Identity, Kind, ReplyBy, State, Step, Tier, Urgency

__all__ = [
    "Actor",
    "Arrival",
    "Brought",
    "Channel",
    "ContactGiven",
    "Correction",
    "EndingRefused",
    "EraseRefused",
    "FileToBring",
    "FromCall",
    "Guess",
    "HandedIn",
    "Identity",
    "Intake",
    "Judgement",
    "Kind",
    "LedTo",
    "MoveRefused",
    "Moved",
    "NewAnswer",
    "NewCategory",
    "Opened",
    "OpenedPhoto",
    "PassOn",
    "PassingRefused",
    "PictureRefused",
    "Promise",
    "Proposal",
    "Reading",
    "Received",
    "Removed",
    "ReplyBy",
    "Sender",
    "State",
    "Step",
    "Telling",
    "Tier",
    "Understood",
    "Urgency",
    "add_answers",
    "add_categories",
    "add_photos",
    "add_words",
    "anonymise_due",
    "answer",
    "appeal",
    "ask_erasure",
    "ask_services",
    "bring_file",
    "called",
    "chase",
    "clean_picture",
    "correct",
    "decide_appeal",
    "decide_ending",
    "decide_report",
    "deliver_to_peers",
    "drop_draft",
    "drop_old_drafts",
    "drop_old_rehearsals",
    "erase",
    "erase_again",
    "evidence_of",
    "fetch_peer_updates",
    "follow_call",
    "hand_in",
    "hand_in_update",
    "hold",
    "judge",
    "judged",
    "keep_up_with_peers",
    "lay_out_replies",
    "learn_replies",
    "look_at_days",
    "mark_of_phone",
    "moved",
    "number_publicly",
    "open_for",
    "open_photos_for",
    "open_reports",
    "promise",
    "propose_ending",
    "read_ticket",
    "reads_reports",
    "receive",
    "received",
    "record_key",
    "refuse_erasure",
    "rehearse",
    "removed",
    "requests_by_phone",
    "resume",
    "save_draft",
    "say_of_check",
    "see_alert",
    "send_to_peer",
    "set_apart",
    "share_masked",
    "single_out",
    "sort_waiting",
    "take_back",
    "take_up",
    "tell",
    "tell_lost",
    "threshold_of",
    "ticket_of",
    "train_model",
    "try_at_once",
    "understand",
    "warm_up",
    "withdraw",
]
