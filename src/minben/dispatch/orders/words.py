"""The closed lists of words of work orders."""

from enum import StrEnum


class State(StrEnum):
    DISPATCHED = "dispatched"
    SIGNED = "signed"
    SENT_BACK = "sent_back"
    PAUSED = "paused"
    DONE = "done"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Part(StrEnum):
    """Whether a unit leads a request's work or helps with a share of it (协办)."""

    LEAD = "lead"
    JOINT = "joint"


class Step(StrEnum):
    """What an entry of an order's history tells."""

    DISPATCHED = "dispatched"
    SIGNED = "signed"
    SENT_BACK = "sent_back"
    REROUTED = "rerouted"
    RULED = "ruled"
    ASKED = "asked"
    RESUMED = "resumed"
    SPLIT = "split"
    WHISTLED = "whistled"
    REPORTED = "reported"
    REMINDED = "reminded"
    SUPERVISED = "supervised"
    SUPERVISION_DUE = "supervision_due"
    VISIT_PLANNED = "visit_planned"
    DONE = "done"
    CLOSED = "closed"
    REOPENED = "reopened"
    CANCELLED = "cancelled"


class Actor(StrEnum):
    PERSON = "person"
    UNIT = "unit"
    CENTRE = "centre"
    MACHINE = "machine"
    RECORD = "record"


class Origin(StrEnum):
    """Where a rule comes from: people brought it, or no rule was there and a unit was made."""

    CATALOGUE = "catalogue"
    OWN = "own"


class WhyReminded(StrEnum):
    """Why the machine reminds a unit."""

    OVERDUE = "overdue"
    NOT_SIGNED = "not_signed"
    DUE_SOON = "due_soon"


class WhySupervised(StrEnum):
    """Why an order is taken in hand: the centre saw to it, or the person said again that it is not solved."""

    CENTRE = "centre"
    NOT_SOLVED = "not_solved"


OPEN = frozenset({State.DISPATCHED, State.SIGNED, State.SENT_BACK, State.PAUSED})
