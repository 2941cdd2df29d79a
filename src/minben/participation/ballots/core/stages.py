"""The way of a decision: its stages, which may follow which, and the earliest day of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from minben.participation.ballots.core.procedure import Procedure

__all__ = ["MOVES", "STAGES", "Stage", "Stand", "Watch", "earliest", "why_not", "why_not_open"]


class Stage(StrEnum):
    """Where a decision stands. ``STOPPED`` is an end without a vote."""

    PREPARED = "prepared"
    NOTICE = "notice"
    HEARING = "hearing"
    OBJECTIONS = "objections"
    VOTE = "vote"
    RESULT = "result"
    FOLLOW_UP = "follow_up"
    STOPPED = "stopped"


STAGES = (Stage.NOTICE, Stage.HEARING, Stage.OBJECTIONS, Stage.VOTE, Stage.RESULT, Stage.FOLLOW_UP)
"""The stages that everybody sees, in their order."""

MOVES: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.PREPARED: (Stage.NOTICE, Stage.STOPPED),
    Stage.NOTICE: (Stage.HEARING, Stage.STOPPED),
    Stage.HEARING: (Stage.OBJECTIONS, Stage.STOPPED),
    Stage.OBJECTIONS: (Stage.VOTE, Stage.STOPPED),
    # Once people vote, only the count ends it: nobody stops a vote that goes the wrong way.
    Stage.VOTE: (Stage.RESULT,),
    Stage.RESULT: (Stage.FOLLOW_UP,),
    Stage.FOLLOW_UP: (),
    Stage.STOPPED: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How far the observers of a secret vote are.

    Attributes
    ----------
    needed, named, silent : int
        Observers there must be, there are, and who have not yet said whether the count agrees.
    waits_until : datetime or None
        Once the ballots were opened: until when the result waits for them.
    """

    needed: int
    named: int
    silent: int
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a decision is, as a move needs to know it.

    Attributes
    ----------
    stage : Stage
    reached : mapping of Stage to datetime
        When each stage began; aware.
    closes : datetime or None
        When the vote closes, once it has been opened.
    open_objections, open_sheets : int
        Objections nobody has answered; ballots on paper that two people have not yet read alike.
    watch : Watch or None
        For a secret vote alone.
    """

    stage: Stage
    reached: Mapping[Stage, datetime]
    closes: datetime | None = None
    open_objections: int = 0
    open_sheets: int = 0
    watch: Watch | None = None


def earliest(procedure: Procedure, reached: Mapping[Stage, datetime]) -> dict[Stage, datetime]:
    """Return the earliest moment of the stages whose limit has begun to run.

    Parameters
    ----------
    procedure : Procedure
    reached : mapping of Stage to datetime
        When each stage began; aware.
    """
    found = {}
    if noticed := reached.get(Stage.NOTICE):
        found[Stage.VOTE] = noticed + timedelta(days=procedure.notice_days)
    if told := reached.get(Stage.RESULT):
        found[Stage.FOLLOW_UP] = told + timedelta(days=procedure.result_days)
    return found


def why_not(
    stand: Stand, to: Stage, procedure: Procedure, *, at: datetime, closes: datetime | None = None
) -> str:
    """Return the code of what forbids a move, or nothing.

    Parameters
    ----------
    stand : Stand
    to : Stage
    procedure : Procedure
    at : datetime
        Aware; now.
    closes : datetime or None
        For a move to the vote: when it is to close.

    Returns
    -------
    str
        ``no_such_move``, ``too_early``, ``objections_open``, ``vote_too_short``, ``observers_missing``,
        ``vote_running``, ``sheets_open``, ``not_opened`` or ``observers_silent``; blank when the move is allowed.
    """
    if to not in MOVES[stand.stage]:
        return "no_such_move"
    limit = earliest(procedure, stand.reached).get(to)
    if limit is not None and at < limit:
        return "too_early"
    if to is Stage.VOTE:
        return _why_no_vote(stand, procedure, at, closes)
    if to is Stage.RESULT:
        return why_not_open(stand, at) or _why_no_result(stand, at)
    return ""


def _why_no_vote(stand: Stand, procedure: Procedure, at: datetime, closes: datetime | None) -> str:
    if stand.open_objections:
        return "objections_open"
    if stand.watch and stand.watch.named < stand.watch.needed:
        return "observers_missing"
    if closes is None or closes < at + timedelta(days=procedure.vote_days):
        return "vote_too_short"
    return ""


def why_not_open(stand: Stand, at: datetime) -> str:
    """Return the code of what forbids to open the ballots: ``vote_running``, ``sheets_open``, or nothing."""
    # A ballot at the very moment of the close is still in time.
    if stand.closes is None or at <= stand.closes:
        return "vote_running"
    return "sheets_open" if stand.open_sheets else ""


def _why_no_result(stand: Stand, at: datetime) -> str:
    """A secret vote is opened before observers, and its result waits for their word, though not for ever."""
    watch = stand.watch
    if watch is None:
        return ""
    if watch.waits_until is None:
        return "not_opened"
    return "observers_silent" if watch.silent and at < watch.waits_until else ""
