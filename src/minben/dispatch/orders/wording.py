"""Words for the codes of work orders, as officers, clerks and residents read them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minben.dispatch.orders.core.refusals import OrderError

WORDS: Mapping[str, Mapping[str, Promise]] = {
    "state": {
        "dispatched": _("To be signed for"),
        "signed": _("Being worked on"),
        "sent_back": _("Sent back, with the centre"),
        "paused": _("Waiting for the person (clock stopped)"),
        "done": _("Done, awaiting the person's word"),
        "closed": _("Order closed"),
        "cancelled": _("Cancelled"),
    },
    "step": {
        "dispatched": _("Dispatched"),
        "signed": _("Signed for"),
        "sent_back": _("Sent back"),
        "rerouted": _("Given to another unit"),
        "ruled": _("The centre ruled in writing"),
        "asked": _("The person was asked"),
        "resumed": _("Work goes on"),
        "split": _("Other units were given a share"),
        "whistled": _("Departments were called together"),
        "reported": _("A department reported"),
        "reminded": _("Reminded by the system"),
        "supervised": _("Supervised by the centre"),
        "supervision_due": _("Put before the centre"),
        "visit_planned": _("Visit"),
        "done": _("Done, with evidence"),
        "closed": _("Order closed"),
        "reopened": _("Reopened: not solved"),
        "cancelled": _("Cancelled"),
    },
    "actor": {
        "person": _("the person"),
        "unit": _("the unit"),
        "centre": _("the hotline centre"),
        "machine": _("the system"),
        "record": _("the city's record"),
    },
    "first": {
        "danger": _("Somebody may be in danger"),
        "vulnerable": _("A vulnerable person"),
        "overdue": _("Overdue"),
        "due_soon": _("Due within a day"),
        "not_solved": _("Was not solved the first time"),
        "many": _("Several people, one event"),
        "due": _("By its deadline"),
        "age": _("By the time it was received"),
    },
    "urgency": {"urgent": _("Urgent"), "soon": _("Soon"), "normal": _("Ordinary")},
    "span": {"hours": _("hours"), "days": _("days"), "working_days": _("working days")},
    "why": {
        "overdue": _("overdue"),
        "not_signed": _("not signed for in time"),
        "due_soon": _("due within a day"),
        "not_solved": _("not solved twice"),
        "centre": _("the centre's own decision"),
    },
    "why_unit": {
        "exact_area": _("By the catalogue for this very place"),
        "parent_area": _("By the catalogue for the area around it"),
        "category_default": _("By the catalogue for the whole city"),
        "own_unit": _("The catalogue names nobody yet; a group was made for this category"),
        "ruling": _("The centre decided in writing"),
        "as_recorded": _("As it stands in the city's record"),
        "above_accused": _("Above the unit complained about"),
        "centre_decided": _("The centre decided"),
        "split": _("A share of another unit's order"),
        "span": _("The city's time limit"),
        "due_as_recorded": _("The deadline stands in the city's record"),
        "calendar_estimated": _("The holidays of that year are estimated"),
        "reopened": _("Reopened after “not solved”"),
        "extended": _("Taken up again"),
    },
}

NOTHING_SHOWN = _(
    "Thank you. One thing is missing: what somebody would see who went there now. Say what was done and where, "
    "for example “new pump in the cellar of house 3, 21 °C at four o'clock”; or add a photograph or a measured figure."
)
# What went wrong, and what to do: one text for each code of OrderError.
REFUSALS: Mapping[str, Promise] = {
    "order_unknown": _("There is no such order. Go back to your queue."),
    "not_your_unit": _(
        "This order is with another unit. Only people who work there may do this; ask the centre for it."
    ),
    "not_centre": _("Only the hotline centre may do this. Call the centre."),
    "words_missing": _("Some words are needed here: others must be able to understand what you decided."),
    "move_refused": _("The order has moved on in the meantime. Read its history below, then decide again."),
    "reason_unknown": _("Choose one of the listed reasons."),
    "too_late_to_send_back": _(
        "The time for sending back ended %(last)s. Sign for the order, or ask the centre to rule."
    ),
    "already_ruled": _(
        "The centre has ruled on this order; it cannot be sent back. If the ruling is wrong, call the centre."
    ),
    "needs_ruling": _("It was sent back twice: the centre must now rule in writing."),
    "no_evidence": _("Say what shows that the work is done. Without evidence an order stays open."),
    "says_nothing": NOTHING_SHOWN,
    "figure_without_unit": _("A figure needs its unit, for example 21 °C."),
    "still_joint": _("A unit that helps has not finished. Wait for it, or call it."),
    "not_open": _("The order is no longer open."),
    "not_lead": _("Only the unit that leads may do this."),
    "already_joint": _("Choose at least one unit that does not work on this yet."),
    "unit_unknown": _("Choose a unit from the list."),
    "unit_accused": _("This unit is the one complained about, or belongs to it. Choose another."),
    "nobody_but_accused": _("Only the unit complained about could act here. Choose another unit by hand."),
    "not_a_street": _("Only a street or a community may whistle. Use “give a share” instead."),
    "nobody_called": _("Choose at least one department, other than your own."),
    "call_unknown": _("There is no such call."),
    "already_reported": _("Your department has reported already."),
    "already_planned": _("A visit is planned already. Give it up first."),
    "too_far_ahead": _("A visit is promised within a year. Choose an earlier day, or leave it empty."),
    "no_crew_free": _("No crew that can do this is free within thirty days. Add a crew, or plan by hand."),
    "visit_unknown": _("There is no such visit, or it was given up."),
    "times_out_of_order": _("The times are not in order."),
}


def word(kind: str, code: str) -> str:
    """Return the words for a code; a code that has none stands for itself."""
    return str(WORDS[kind].get(code, code))


def refusal(error: OrderError) -> str:
    """Return what went wrong and what to do."""
    params = {
        key: f"{localtime(value):%m-%d %H:%M}" if key == "last" else value for key, value in _plain(error)
    }
    text = REFUSALS.get(error.code)
    return str(text) % params if text else error.code


def _plain(error: OrderError) -> list[tuple[str, Any]]:
    return list(error.params.items())


def named(row: Any, prefix: str = "") -> str:
    """Return a row's English name where the reader reads English and there is one, else the Chinese."""
    in_english = (get_language() or "").startswith("en")
    english = getattr(row, f"{prefix}name_en", "")
    return str(english if in_english and english else getattr(row, f"{prefix}name"))


def said(texts: Mapping[str, str]) -> str:
    """Return of a text in both languages the reader's."""
    in_english = (get_language() or "").startswith("en")
    return texts.get("en" if in_english else "zh") or texts.get("zh", "")
