"""Closed lists of words: what an exchange tells, how a call stands, what is asked of the exchange."""

from enum import StrEnum


class Event(StrEnum):
    """What the exchange tells about a call."""

    RING = "ring"
    DIAL = "dial"
    ANSWER = "answer"
    HOLD = "hold"
    RESUME = "resume"
    JOIN = "join"
    LEAVE = "leave"
    TRANSFER = "transfer"
    RECORDING = "recording"
    HANGUP = "hangup"


class By(StrEnum):
    """Who did what the exchange tells of."""

    CALLER = "caller"
    AGENT = "agent"
    EXCHANGE = "exchange"


class CallState(StrEnum):
    UNKNOWN = "unknown"
    RINGING = "ringing"
    DIALLING = "dialling"
    TALKING = "talking"
    HELD = "held"
    THREE_WAY = "three_way"
    TRANSFERRED = "transferred"
    ENDED = "ended"
    ABANDONED = "abandoned"
    UNREACHED = "unreached"


class Origin(StrEnum):
    """Where we know a call from: the exchange, or a sheet of paper that was keyed in."""

    EXCHANGE = "exchange"
    PAPER = "paper"


class Deed(StrEnum):
    """What is asked of the exchange."""

    ANSWER = "answer"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    THREE_WAY = "three_way"
    HAND_OVER = "hand_over"
    HANG_UP = "hang_up"
    CALL_BACK = "call_back"


class BackOutcome(StrEnum):
    """What came of a call-back; who could not be reached is tried again."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    NOT_WANTED = "not_wanted"
    WRONG_NUMBER = "wrong_number"


class Link(StrEnum):
    """What a call had to do with a request: it made one, or asked after one."""

    NEW = "new"
    CHASED = "chased"
