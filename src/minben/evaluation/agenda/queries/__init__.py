"""What others may read of the agenda: the year's list, a question with its history, what is published of it."""

from minben.evaluation.agenda.queries.evidence import Evidence, HeardTable, evidence_for
from minben.evaluation.agenda.queries.lists import (
    QuestionRow,
    StepRow,
    ThemeRow,
    question,
    questions,
    questions_of_units,
    same_as,
    steps,
    themes,
    years,
)
from minben.evaluation.agenda.queries.measuring import reaches_a_year_back
from minben.evaluation.agenda.queries.published import (
    Measured,
    MonthCount,
    Spoken,
    measured,
    measured_of,
    spoken,
    spoken_of,
)
from minben.evaluation.agenda.queries.said import (
    Since,
    came_back,
    members_count,
    ruling_on,
    said_since_closing,
    tallies,
    tally_of,
)
from minben.evaluation.agenda.queries.sources import Candidate, candidate, candidates, members_of
from minben.evaluation.agenda.queries.tasks import TaskRow, tasks_counted, tasks_of, tasks_of_all

__all__ = [
    "Candidate",
    "Evidence",
    "HeardTable",
    "Measured",
    "MonthCount",
    "QuestionRow",
    "Since",
    "Spoken",
    "StepRow",
    "TaskRow",
    "ThemeRow",
    "came_back",
    "candidate",
    "candidates",
    "evidence_for",
    "measured",
    "measured_of",
    "members_count",
    "members_of",
    "question",
    "questions",
    "questions_of_units",
    "reaches_a_year_back",
    "ruling_on",
    "said_since_closing",
    "same_as",
    "spoken",
    "spoken_of",
    "steps",
    "tallies",
    "tally_of",
    "tasks_counted",
    "tasks_of",
    "tasks_of_all",
    "themes",
    "years",
]
