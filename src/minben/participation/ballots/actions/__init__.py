"""What others may do with decisions: prepare, move, object, vote, read paper, open who owns what, observe."""

from minben.participation.ballots.actions.casting import NewBallot, Receipt, cast
from minben.participation.ballots.actions.forgetting import forget_owners
from minben.participation.ballots.actions.moving import move
from minben.participation.ballots.actions.objecting import mediate, object_to
from minben.participation.ballots.actions.observing import (
    NewObserver,
    name_observer,
    open_ballots,
    read_openings,
    say,
)
from minben.participation.ballots.actions.opening import (
    OpenedDecision,
    OpenedOwner,
    open_decision,
    open_owners,
)
from minben.participation.ballots.actions.preparing import NewDecision, NewDwelling, prepare
from minben.participation.ballots.actions.reading import NewReading, read_sheet
from minben.participation.ballots.actions.telling import lay_beside
from minben.participation.ballots.core.stages import Stage
from minben.participation.ballots.core.tally import Choice
from minben.participation.ballots.models import OUTCOMES, VOID, Channel
from minben.participation.ballots.refusals import DecisionError

__all__ = [
    "OUTCOMES",
    "VOID",
    "Channel",
    "Choice",
    "DecisionError",
    "NewBallot",
    "NewDecision",
    "NewDwelling",
    "NewObserver",
    "NewReading",
    "OpenedDecision",
    "OpenedOwner",
    "Receipt",
    "Stage",
    "cast",
    "forget_owners",
    "lay_beside",
    "mediate",
    "move",
    "name_observer",
    "object_to",
    "open_ballots",
    "open_decision",
    "open_owners",
    "prepare",
    "read_openings",
    "read_sheet",
    "say",
]
