"""How far a decision is."""

from datetime import datetime

from minben.participation.ballots.core.stages import Stage, Stand
from minben.participation.ballots.models import Decision, Objection, Sheet, Step


def reached_of(decision: Decision) -> dict[Stage, datetime]:
    """When each stage began."""
    return {
        Stage(stage): at for stage, at in Step.objects.filter(decision=decision).values_list("stage", "at")
    }


def stand_of(decision: Decision) -> Stand:
    """Return how far a decision is, as a move needs to know it."""
    return Stand(
        stage=Stage(decision.stage),
        reached=reached_of(decision),
        closes=decision.closes_at,
        open_objections=Objection.objects.filter(decision=decision, mediations=None).count(),
        open_sheets=Sheet.objects.filter(decision=decision, settled_at=None).count(),
    )
