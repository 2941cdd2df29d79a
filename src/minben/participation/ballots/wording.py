"""Words for a count: what each share is, why a ballot is not counted, what is wrong with a list."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.commons.errors import TeachingError
from minben.participation.ballots.core.lists import Fault

SHARES: Mapping[str, Promise] = {
    "area_present": _("Took part, by area (m²)"),
    "owners_present": _("Took part, by owners"),
    "area_for": _("Agreed, by area (m²)"),
    "owners_for": _("Agreed, by owners"),
}
DOUBTS: Mapping[str, Promise] = {
    "no_such_dwelling": _("The list has no such dwelling."),
    "too_late": _("It came after the close."),
    "no_paper": _("Who cast it is no owner, and no proxy's paper is named."),
    "entered_once": _("Only one person entered it. A ballot on paper is entered by two."),
    "entered_differently": _(
        "Two people read it differently. They must look at it together and enter it again."
    ),
}
_FAULTS: Mapping[str, Promise] = {
    "not_json": _("The file is not JSON: {detail}. Use the list as it was published."),
    "not_an_object": _("The file holds no list. It is one object in braces."),
    "secret_list": _(
        "This is the public file of a secret vote: it holds no choices. Observers count with minben ballots recount."
    ),
    "no_rows": _("“{name}” is missing or no list of rows. Give it in brackets."),
    "no_close": _("“{value}” is no moment at which the vote closes. Write it like 2026-03-01T18:00+08:00."),
    "no_law_day": _("“{value}” is no day. Write the day whose law holds like 2026-03-01."),
    "no_procedure": _("The list does not name its procedure. Name it, for example civil-code-278-building."),
    "no_id": _("{rows}, row {row}: it has no id. Give each dwelling one."),
    "id_twice": _("{rows}, row {row}: “{value}” stands twice. Each dwelling is counted once."),
    "no_area": _("{rows}, row {row}: “{value}” is no area. Write square metres, for example 89.63."),
    "no_owners": _("{rows}, row {row}: “{value}” has no owners. Name at least one."),
    "no_floor": _("{rows}, row {row}: “{value}” is no floor. Write a whole number."),
    "exempt_unclear": _("{rows}, row {row}: “exempt” is neither true nor false ({value})."),
    "no_choice": _("{rows}, row {row}: “{value}” is no choice. It is for, against or abstain."),
    "no_moment": _("{rows}, row {row}: “{value}” is no moment. Write it like 2026-03-01T18:00+08:00."),
    "entered_no_list": _("{rows}, row {row}: “entered” is no list. Give what each of the two people read."),
}

WORDS: Mapping[str, Mapping[str, Promise]] = {
    "stage": {
        "prepared": _("In preparation"),
        "notice": _("Announced"),
        "hearing": pgettext_lazy("decision", "Hearing"),
        "objections": _("Objections and talks"),
        "vote": _("Vote"),
        "result": pgettext_lazy("decision", "Result"),
        "follow_up": _("What follows"),
        "stopped": _("Stopped without a vote"),
    },
    "choice": {
        "for": pgettext_lazy("ballot", "For"),
        "against": pgettext_lazy("ballot", "Against"),
        "abstain": pgettext_lazy("ballot", "Abstain"),
        "sealed": _("taken; what it says stays sealed"),
        "void": _("Void: nothing, or more than one thing, is marked"),
        "": _("No ballot"),
    },
    "ballots": {
        "name": _("By name: after the close everybody reads, dwelling by dwelling, what was said"),
        "secret": _("Secret: nobody reads what was said; named observers count again"),
    },
    "cell": {
        "for": _("for it"),
        "against": _("against it"),
        "abstain": _("abstained"),
        "other": _("against it or abstained"),
    },
    "channel": {
        "web": _("by the owner, online"),
        "phone": pgettext_lazy("ballot", "by telephone"),
        "counter": pgettext_lazy("ballot", "at the counter"),
        "home": _("at home, with a community worker"),
        "paper": _("on paper, read by two people"),
    },
    "outcome": {
        "settled": _("settled"),
        "withdrawn": _("withdrawn"),
        "stands": _("it stands; people vote all the same"),
    },
    "sheet": {
        "waits": _("waits for the second reader"),
        "differs": _("read differently: look at it together, then both enter it again"),
        "done": pgettext_lazy("sheet", "done"),
    },
    "procedure": {
        "civil-code-278-building": _("Civil Code 278: building and rebuilding (3/4 agree)"),
        "civil-code-278-ordinary": _("Civil Code 278: other matters (more than half agree)"),
    },
    "scheme": {
        "guangzhou-reference": _("By floor (Guangzhou's table of reference)"),
        "guangzhou-reference-by-area": _("By floor and area (Guangzhou's table of reference)"),
    },
    "beside": {"sunlight": _("Sunlight before and after a lift")},
    "beside_own": {"sunlight": _("The card of your dwelling: your sun before and after")},
    "read": {
        "waits": _("Written down. Somebody else reads the same sheet next."),
        "differs": _("The two of you read it differently. Look at it together; then both enter it again."),
        "counted": _("Both read the same. The ballot counts."),
        "void": _("Both read the same: the sheet is void and counts for nothing."),
    },
    "refusal": {
        "no_such_move": _("This stage does not come next."),
        "too_early": _("The days that the procedure asks for are not over yet."),
        "objections_open": _("An objection has had no talk yet. Talk first, write it down, then vote."),
        "vote_too_short": _("The vote closes too early: the procedure asks for more days."),
        "vote_running": _("The vote is still open."),
        "sheets_open": _("A ballot on paper has not been read alike by two people yet."),
        "not_voting": _("No vote is open here."),
        "closed": _("This is not within the time of the vote."),
        "not_an_owner": _("This dwelling does not belong to this owner. Compare both with the list."),
        "no_paper": _("Who acts for somebody needs a paper: write their name and where the paper lies."),
        "nobody_took_it": _("It is not said who took this ballot."),
        "sheet_settled": _("This sheet has been read by two people already."),
        "read_already": _("You have read this sheet. Somebody else reads it next."),
        "objections_over": _("Objections are heard from the notice until the vote begins."),
        "nobody_has_a_say": _("The list holds no dwelling."),
        "dwelling_twice": _("A dwelling stands in the list twice."),
        "no_owner": _("A dwelling has no owner."),
        "subsidy_too_large": _("The subsidy is larger than the cost."),
        "not_secret": _("This vote is by name; it has no observers."),
        "observers_fixed": _("Observers are named before the vote begins, and stay the same."),
        "observers_missing": _("A secret vote needs its observers first. Name them, then open the vote."),
        "not_opened": _("The ballots have not been opened for the observers yet."),
        "opened_already": _("The ballots have been opened already."),
        "openings_gone": _("What was opened has been removed, together with the names."),
        "observers_silent": _(
            "An observer has not said yet what they found. Ask them; their days are not over."
        ),
        "observing_over": _("The decision is followed up; nothing is added to the count any more."),
        "no_reason": _("Say what you object to: people will ask."),
        "nobody_to_pay": _("By this table nobody would pay. Choose another."),
    },
}
TONES: Mapping[str, str] = {
    "vote": "good", "result": "plain", "follow_up": "plain", "stopped": "care", "for": "good", "against": "danger",
    "waits": "plain", "differs": "care", "done": "good", "stands": "care", "settled": "good",
}  # fmt: skip


def word(of: str, code: str) -> str:
    """Return a code in the reader's words; one without words stands for itself."""
    return str(WORDS[of].get(code, code))


def refusal(error: TeachingError) -> str:
    """Say why something was refused."""
    return word("refusal", error.code)


def in_words(fault: Fault) -> str:
    """Say what is wrong and what to do."""
    return str(_FAULTS[fault.code]).format(rows=fault.rows, row=fault.row, **fault.facts)
