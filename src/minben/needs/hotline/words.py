"""The hotline's closed lists of words: channels, identities, kinds, states and what history can hold."""

from enum import StrEnum


class Channel(StrEnum):
    PHONE = "phone"
    WEB = "web"
    COUNTER = "counter"
    LETTER = "letter"
    TEXT_RELAY = "text"
    SIGN_RELAY = "sign"
    PROXY = "proxy"
    OPEN311 = "open311"
    PARTNER = "partner"
    IMPORT = "import"


class Identity(StrEnum):
    """Who may learn who asked: the unit that acts, the centre only, or nobody (nothing is kept)."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Kind(StrEnum):
    HELP = "help"
    CONSULTATION = "consultation"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    WHISTLE = "whistle"
    PRAISE = "praise"


class Tier(StrEnum):
    BASIC = "basic"
    DEVELOPMENT = "development"


class Urgency(StrEnum):
    URGENT = "urgent"
    SOON = "soon"
    NORMAL = "normal"


class DecidedBy(StrEnum):
    """Who gave the category: nobody yet, an algorithm, a person, or the export it came with."""

    NOBODY = "nobody"
    MACHINE = "machine"
    PERSON = "person"
    RECORD = "record"


class State(StrEnum):
    RECEIVED = "received"
    WITH_CLERK = "with_clerk"
    SET_APART = "set_apart"
    ROUTED = "routed"
    SIGNED = "signed"
    ASKED = "asked"
    DONE = "done"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    UNREASONABLE = "unreasonable"
    SUSPENDED = "suspended"
    EXCLUDED = "excluded"
    PASSED_ON = "passed_on"


ENDS = (State.UNREASONABLE, State.SUSPENDED, State.EXCLUDED, State.DECLINED)
"""Ends that two people decide."""


class Step(StrEnum):
    """What an entry of a request's history tells."""

    RECEIVED = "received"
    UNDERSTOOD = "understood"
    CORRECTED = "corrected"
    ROUTED = "routed"
    SIGNED = "signed"
    SENT_BACK = "sent_back"
    ASKED = "asked"
    ADDED = "added"
    VISITED = "visited"
    REMINDED = "reminded"
    SUPERVISED = "supervised"
    DONE = "done"
    ANSWERED = "answered"
    CALLED = "called"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    JOINED = "joined"
    CHASED = "chased"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    ENDING_PROPOSED = "ending_proposed"
    ENDING_AGREED = "ending_agreed"
    ENDING_REFUSED = "ending_refused"
    APPEALED = "appealed"
    APPEAL_DECIDED = "appeal_decided"
    RESUMED = "resumed"
    SINGLED_OUT = "singled_out"
    DECLINED = "declined"
    PASSED_ON = "passed_on"
    HEARD_BACK = "heard_back"
    BETTER_ASKED = "better_asked"


class Actor(StrEnum):
    """Whose act an entry is, as the person may see it."""

    PERSON = "person"
    CLERK = "clerk"
    UNIT = "unit"
    CENTRE = "centre"
    MACHINE = "machine"
    RECORD = "record"
    NEIGHBOUR = "neighbour"


class ReplyBy(StrEnum):
    NOTHING = "nothing"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    SMS = "sms"
