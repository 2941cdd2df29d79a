"""Closed lists of words: where a question stands, what happened to it, what people say, what it is compared with."""

from enum import StrEnum

from minben.evaluation.agenda.core.states import State

__all__ = ["Comparison", "Deed", "State", "TaskEnd", "TaskKind", "Way", "Word"]


class Deed(StrEnum):
    """What was done about a question; each is a line of its history."""

    CHOSEN = "chosen"
    BEGUN = "begun"
    PROGRESS = "progress"
    ASKED = "asked"
    WENT_ON = "went_on"
    CLOSED = "closed"
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"
    TASK_SET = "task_set"
    TASK_DONE = "task_done"
    TASK_DROPPED = "task_dropped"


class Word(StrEnum):
    """A resident's word on whether it got better; or that they take back what they said."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    TAKEN_BACK = "taken_back"


class Way(StrEnum):
    """How the word reached us: on the person's own page, or keyed by a clerk at the telephone or at a counter."""

    OWN = "own"
    PHONE = "phone"
    COUNTER = "counter"


class TaskKind(StrEnum):
    """What a unit lists to do: a piece of work, or a rule to be made."""

    WORK = "work"
    RULE = "rule"


class TaskEnd(StrEnum):
    """How a task ended."""

    DONE = "done"
    DROPPED = "dropped"


class Comparison(StrEnum):
    """What the requests are set against: the same matter elsewhere, other matters in the same area, or these and
    the same months a year earlier.
    """

    ELSEWHERE = "elsewhere"
    OTHER_MATTERS = "other_matters"
    YEAR_EARLIER = "year_earlier"
