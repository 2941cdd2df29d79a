"""Codes of the sandbox in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minben.commons.errors import TeachingError

FIELDS: dict[str, Promise] = {
    "title": _("Name of the algorithm"),
    "owner": _("Who answers for it"),
    "contact": _("How to reach them"),
    "purpose": _("What it is for"),
    "decides": _("What it decides or suggests"),
    "never_decides": _("What it never decides"),
    "affected": _("Whom it affects"),
    "legal_basis": _("Basis in law"),
    "people": _("What people do"),
    "input": _("Data it uses, and from where"),
    "personal_data": _("Personal data in it"),
    "method": _("How it works"),
    "explanation": _("How a result is explained"),
    "risks": _("Known risks"),
    "safeguards": _("Safeguards"),
    "groups": _("Groups it was checked for"),
    "metric": _("How it is measured"),
    "error_limit": _("Error limit"),
    "limits": _("What it is not made for"),
    "appeal": _("How to appeal"),
}

MORE: dict[str, Promise] = {
    "supplier": _("Who made it"),
    "licence": _("Licence"),
    "impact": _("Impact assessment"),
}

ISOLATION: dict[str, Promise] = {
    "bubblewrap": _("shut in while it was tried: no network, no files but the data, nothing of our settings"),
    "process": _("tried in a process of its own under limits; the network was not closed to it"),
}

WHY_NOT: dict[str, Promise] = {
    "": _("It may run"),
    "not_declared": _("Not in the register: people decide"),
    "retired": _("Retired: people decide"),
    "not_cleared": _("Not cleared: people decide"),
    "version_differs": _("Only another version is cleared: people decide"),
    "expired": _("Clearance has expired: people decide"),
    "revoked": _("Stopped by a person: people decide"),
    "tripped": _("Stopped by itself after too many errors: people decide"),
    "failed": _("It broke off: people decide"),
}

METRICS: dict[str, Promise] = {
    "accuracy": _("Right answers"),
    "accuracy_above_threshold": _("Right answers where it was sure enough"),
    "macro_f1": _("Balanced score over all categories (macro F1)"),
    "abstained": _("Left to people"),
    "wrong": _("Wrong answers"),
    "ece": _("Error of its stated confidence"),
    "false_joins": _("Wrongly put together"),
    "order_changed": _("How far a crowd changes the order of the first ten"),
    "kept_in_top": _("Of the first ten, how many a crowd does not push out"),
    "honest_counted_less": _("Honest requests that count for less"),
    "outside_band": _("Truth outside of the stated band"),
    "false_pass": _("Called enough, though it was not"),
    "cannot_tell": _("Left open: cannot tell"),
    "found": _("Found among those there are"),
    "late": _("Late in this order"),
    "late_by_deadline": _("Late by deadline alone"),
    "precision": _("Right among those it found"),
    "recall": _("Found among those there are"),
    "coverage": _("Answered by itself"),
    "gaps_missed": _("Answers with a gap in which it saw none"),
    "false_alarms": _("Whole answers in which it saw a gap"),
    "auc": _("Chance that it puts a right one above a wrong one (AUC)"),
    "found_first": _("The request's own answer found first"),
    "found_among_three": _("The request's own answer among the three shown"),
    "wrong_when_shown": _("Another answer than the request's own shown first"),
    "shown_without_one": _("Something shown though the request's own answer was taken away"),
}

GROUPS: dict[str, Promise] = {
    "all": _("everybody"),
    "age": _("age"),
    "channel": _("channel"),
    "income": _("income"),
    "district": _("district"),
    "condition": _("group of people"),
    "vulnerable": _("vulnerable people"),
    "yes": _("yes"),
    "no": _("no"),
    "category": _("category"),
    "phone": _("phone"),
    "web": _("web"),
    "counter": _("counter"),
    "proxy": _("through somebody else"),
    "partner": _("through a partner of the city"),
    "letter": _("letter"),
    "sign": _("sign relay"),
    "text": _("text relay"),
    "voice": _("who asks"),
    "older": _("older people"),
    "disabled": _("disabled people"),
    "newcomer": _("newcomers"),
    "family": _("families with children"),
    "worker": _("working people"),
    "phoneless": _("people without a smartphone"),
    "deaf": _("deaf people"),
    "blind": _("blind people"),
    "none": _("none of these"),
    "floor": _("floor"),
    "side": _("side of the house"),
    "front": _("front"),
    "back": _("back"),
    "unknown": _("unknown"),
    "under 35": _("under 35"),
    "low": _("low"),
    "middle": _("middle"),
    "high": _("high"),
}

WHY_NOT_CLEAR: dict[str, Promise] = {
    "wrong_role": _("Only a reviewer of algorithms clears, and only a reviewer or a clerk stops."),
    "not_declared": _("No algorithm of that name is declared. Look at the list for the right name."),
    "no_evidence": _("There is no evidence for it. Run “minben sandbox try” first."),
    "own_evidence": _("You made this evidence yourself; another reviewer must clear on it."),
    "evidence_of_other_version": _("The evidence is about another version. Try the version that runs now."),
    "evidence_not_genuine": _("The evidence does not fit its signature. Do not rely on it; try again."),
    "evidence_too_old": _("The evidence is more than a year old. Try again."),
    "evidence_before_trip": _("It was stopped after this evidence was made. Find the cause, then try again."),
    "expires_in_the_past": _("The last day must lie ahead."),
    "expires_too_late": _("A clearance lasts a year at most, so that somebody looks again."),
    "threshold_no_share": _("The least confidence is a number between 0 and 1."),
    "error_limit_no_share": _("The error limit is a share between 0 and 1, for example 0.1."),
    "error_limit_over_declared": _(
        "The register promises an error limit of {limit}. A clearance may ask for less, never allow more."
    ),
    "evidence_over_limit": _(
        "Its trial shows “{metric}” {error}, and the declared limit is {limit}. Mend the algorithm and try it again; "
        "until then people decide."
    ),
    "evidence_without_error": _(
        "The evidence lacks the figure “{metric}”, which is held against the error limit. Try the algorithm again."
    ),
    "no_reason": _("Say why you stop it; the reason is public."),
    "nothing_to_stop": _("Nothing is cleared, so nothing needs to be stopped."),
}

WHY_NO_TRIAL: dict[str, Promise] = {
    "not_declared": WHY_NOT_CLEAR["not_declared"],
    "no_trial": _("This algorithm brings no trial of its own; its feature must record evidence."),
    "version_differs": _("The trial looked at another version than the one that runs."),
    "broke_off": _("The trial broke off and left no evidence."),
}


def refusal(error: TeachingError) -> str:
    """Say why something may not be cleared or stopped, with the figures."""
    metric = str(error.params.get("metric", ""))
    return str(WHY_NOT_CLEAR[error.code]).format(**error.params | {"metric": METRICS.get(metric, metric)})


def group_words(group: str) -> str:
    """Return a group such as ``channel:phone`` in words; what nobody named stands for itself."""
    dimension, _colon, value = group.partition(":")
    if not value:
        return str(GROUPS.get(dimension, dimension))
    return f"{GROUPS.get(dimension, dimension)} · {GROUPS.get(value, value)}"
