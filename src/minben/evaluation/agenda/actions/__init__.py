"""What others may do with the agenda: plan, choose, work, set tasks, ask, hear, close or go on, measure."""

from minben.evaluation.agenda.actions.asking import close, go_on, open_asking, reopen
from minben.evaluation.agenda.actions.choosing import Choice, choose
from minben.evaluation.agenda.actions.guarding import AgendaRefused, worked_for, works_for
from minben.evaluation.agenda.actions.hearing import NewWord, say
from minben.evaluation.agenda.actions.measuring import measure, measure_due
from minben.evaluation.agenda.actions.planning import NewTheme, plan_theme
from minben.evaluation.agenda.actions.removing import follow_removals
from minben.evaluation.agenda.actions.tasking import NewTask, TaskEnded, end_task, set_task
from minben.evaluation.agenda.actions.working import NewLead, begin, hand_over, report_progress
from minben.evaluation.agenda.core.texts import Text

__all__ = [
    "AgendaRefused",
    "Choice",
    "NewLead",
    "NewTask",
    "NewTheme",
    "NewWord",
    "TaskEnded",
    "Text",
    "begin",
    "choose",
    "close",
    "end_task",
    "follow_removals",
    "go_on",
    "hand_over",
    "measure",
    "measure_due",
    "open_asking",
    "plan_theme",
    "reopen",
    "report_progress",
    "say",
    "set_task",
    "worked_for",
    "works_for",
]
