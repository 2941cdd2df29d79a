"""Words for the telephone's codes, as clerks and exchanges read them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Mapping[str, Promise]] = {
    "state": {
        "unknown": _("how it stands is not known"),
        "ringing": _("ringing"),
        "dialling": _("being dialled"),
        "talking": _("talking"),
        "held": _("on hold"),
        "three_way": _("three-way call"),
        "transferred": _("passed on"),
        "ended": _("ended"),
        "abandoned": _("hung up unanswered"),
        "unreached": _("nobody answered"),
    },
    "event": {
        "ring": _("it rang"),
        "dial": _("we dialled"),
        "answer": _("answered"),
        "hold": _("put on hold"),
        "resume": _("taken back"),
        "join": _("a third person joined"),
        "leave": _("the third person left"),
        "transfer": _("passed on"),
        "recording": _("recorded by the exchange"),
        "hangup": _("hung up"),
    },
    "deed": {
        "answer": _("Answer the call"),
        "hold": _("Put on hold"),
        "resume": _("Take the call back"),
        "transfer": _("Pass the call on"),
        "three_way": _("Three-way call"),
        "hand_over": _("Hand over to 110"),
        "hang_up": _("Hang up"),
        "call_back": _("Call back"),
    },
    "origin": {"exchange": _("told by the exchange"), "paper": _("keyed in from paper")},
    "outcome": {
        "reached": _("We spoke"),
        "no_answer": _("Nobody answered"),
        "not_wanted": _("No longer wanted"),
        "wrong_number": _("Wrong number"),
    },
    "link": {"new": _("taken in this call"), "chased": _("asked after in this call")},
    "trouble": {
        "": _("The exchange is being told."),
        "away": _("The exchange does not answer. It is tried again; do it on your telephone now."),
        "refused": _("The exchange refused it. Do it on your telephone."),
        "too_late": _("The exchange could not be told in time. It was given up."),
        "no_key": _("No key for the exchange is set. Do it on your telephone."),
        "no_exchange": _("No exchange is set up. Do it on your telephone."),
        "forbidden_address": _("The exchange's address is not allowed. Do it on your telephone."),
    },
    "refusal": {
        "not_yours": _("This call, or this request, is not yours. Ask the clerk who has it."),
        "not_now": _("The call does not stand so any more. Look at it again."),
        "no_number": _("There is no number to call. Choose a unit, or write a number."),
        "no_seat": _("Write down first at which extension you sit."),
        "booked": _("This call-back stands on the list already."),
        "done": _("Somebody has settled this call-back meanwhile."),
    },
}

# For whoever builds the exchange's side: what is wrong with a body or an event, and what to do.
FAULTS: Mapping[str, Promise] = {
    "no_exchange": _(
        "No exchange has this name. Send Minben-Exchange with the name that MINBEN_TELEPHONE_KEYS gives it."
    ),
    "no_timestamp": _(
        "Minben-Timestamp is missing or no number. Send the seconds since 1970 at which you send."
    ),
    "no_signature": _("Minben-Signature is missing or unreadable. Send sha256=, then 64 hexadecimal digits."),
    "unknown_digest": _("This digest is not known here. Sign with sha256."),
    "wrong_signature": _(
        "The signature does not fit. Sign the timestamp, a full stop and the very bytes you send."
    ),
    "stale": _("It was sent more than 300 seconds from our time. Set the clock, sign anew, and send again."),
    "too_large": _("The body is too large. Send at most 1,000 events and 1 MB at once."),
    "no_json": _("The body is not JSON in UTF-8. Send one event, or a list of events."),
    "none": _("There is no event in the body. Send at least one."),
    "too_many": _("There are too many events. Send at most 1,000 at once."),
    "no_object": _("An event is an object with id, call, type and at. Send one."),
    "missing": _("This field is needed. Send it with every event."),
    "no_text": _("This field is text. Put it in quotation marks."),
    "no_name": _(
        "1 to 80 letters, digits and . : _ @ / + - are possible here. Shorten or replace the others."
    ),
    "unknown_type": _("No event has this type. Choose one of the table of the reference."),
    "no_number": _(
        "This is no telephone number. Send digits, with + before a country code; leave it out if withheld."
    ),
    "unknown_by": _("Who hung up is caller, agent or exchange. Send one of these."),
    "too_long": _("At most 300 printable characters are possible here. Send a reference, not the recording."),
    "no_moment": _("This is no moment with its zone. Write it like 2026-03-11T10:00:00+08:00."),
    "ahead": _("This lies more than five minutes ahead. Set the exchange's clock."),
    "too_old": _("This is older than 400 days. Such events are no longer taken."),
    "no_count": _("A sequence is a whole number from 0. Send one, or leave it out."),
    "changed": _(
        "This id was used before for something else; the first stands. Give each event an id of its own."
    ),
}


def word(of: str, code: str) -> str:
    """Return the reader's word for a code; a code nobody has put into words yet stands for itself."""
    known = WORDS[of].get(str(code))
    return str(known) if known is not None else str(code)
