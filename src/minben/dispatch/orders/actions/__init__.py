"""What others may do with work orders: dispatch, sign, send back, rule, ask, split, call together, finish."""

from minben.dispatch.orders.actions.catalogue import NewRule, bring_catalogue
from minben.dispatch.orders.actions.dispatching import dispatch
from minben.dispatch.orders.actions.following import follow_judgements, follow_moves
from minben.dispatch.orders.actions.playing import Played, play
from minben.dispatch.orders.actions.pressing import remind_due, supervise
from minben.dispatch.orders.actions.removing import follow_removals
from minben.dispatch.orders.actions.ruling import reroute, rule_on
from minben.dispatch.orders.actions.together import report_to_whistle, split, whistle
from minben.dispatch.orders.actions.visits import NewCrew, add_crews, give_up_visit, plan_visit
from minben.dispatch.orders.actions.working import (
    Evidence,
    ask_person,
    close,
    finish,
    resume,
    send_back,
    sign,
)
from minben.dispatch.orders.core.refusals import OrderError

__all__ = [
    "Evidence",
    "NewCrew",
    "NewRule",
    "OrderError",
    "Played",
    "add_crews",
    "ask_person",
    "bring_catalogue",
    "close",
    "dispatch",
    "finish",
    "follow_judgements",
    "follow_moves",
    "follow_removals",
    "give_up_visit",
    "plan_visit",
    "play",
    "remind_due",
    "report_to_whistle",
    "reroute",
    "resume",
    "rule_on",
    "send_back",
    "sign",
    "split",
    "supervise",
    "whistle",
]
