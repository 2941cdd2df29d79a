"""Closed lists of words: who asks, how, and what came of it."""

from enum import StrEnum


class AskedBy(StrEnum):
    """Who asks the person: a clerk of the centre, or a clerk of an outside body that works in no unit."""

    CENTRE = "centre"
    THIRD_PARTY = "third_party"


class FollowUpState(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    DECLINED = "declined"


class AttemptOutcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    WRONG_NUMBER = "wrong_number"


class Way(StrEnum):
    """How the person said it: on a follow-up call, in writing on our form, or on the tracking page."""

    CALL = "call"
    WRITTEN = "written"
    TRACKING = "tracking"
