"""How far a decision is."""

from datetime import datetime, timedelta

from minben.participation.ballots.core.stages import Stage, Stand, Watch
from minben.participation.ballots.law import secrecy_of
from minben.participation.ballots.models import Decision, Objection, Observer, Opened, Sheet, Step


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
        watch=watch_of(decision) if decision.secret else None,
    )


def watch_of(decision: Decision) -> Watch:
    """Return how far the observers of a secret decision are."""
    rule, observers = secrecy_of(decision), Observer.objects.filter(decision=decision)
    opened = Opened.objects.filter(decision=decision).only("at").first()
    return Watch(
        needed=rule.observers,
        named=observers.count(),
        silent=observers.filter(words=None).count(),
        waits_until=opened.at + timedelta(days=rule.observe_days) if opened else None,
    )
