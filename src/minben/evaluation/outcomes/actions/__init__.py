"""What others may do with outcomes: draw whom to ask, keep tries and voices, sum up."""

from minben.evaluation.outcomes.actions.calling import (
    Answers,
    CallerRefused,
    open_call,
    record_attempt,
    record_own_voice,
    record_voice,
)
from minben.evaluation.outcomes.actions.drawing import Drawn, draw_followups
from minben.evaluation.outcomes.actions.listening import follow_judgements
from minben.evaluation.outcomes.actions.playing import Played, play
from minben.evaluation.outcomes.actions.removing import follow_removals
from minben.evaluation.outcomes.actions.summing import summarise
from minben.evaluation.outcomes.actions.thinning import thin_snapshots
from minben.evaluation.outcomes.core.summaries import Summary

__all__ = [
    "Answers",
    "CallerRefused",
    "Drawn",
    "Played",
    "Summary",
    "draw_followups",
    "follow_judgements",
    "follow_removals",
    "open_call",
    "play",
    "record_attempt",
    "record_own_voice",
    "record_voice",
    "summarise",
    "thin_snapshots",
]
