"""Words for a count: what each share is, why a ballot is not counted, what is wrong with a list."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    "no_rows": _("“{name}” is missing or no list of rows. Give it in brackets."),
    "no_close": _("“{value}” is no moment at which the vote closes. Write it like 2026-03-01T18:00+08:00."),
    "no_procedure": _("The list does not name its procedure. Name it, for example civil-code-278-building."),
    "no_id": _("{rows}, row {row}: it has no id. Give each dwelling one."),
    "id_twice": _("{rows}, row {row}: “{value}” stands twice. Each dwelling is counted once."),
    "no_area": _("{rows}, row {row}: “{value}” is no area. Write square metres, for example 89.63."),
    "no_owners": _("{rows}, row {row}: “{value}” has no owners. Name at least one."),
    "no_floor": _("{rows}, row {row}: “{value}” is no floor. Write a whole number."),
    "no_choice": _("{rows}, row {row}: “{value}” is no choice. It is for, against or abstain."),
    "no_moment": _("{rows}, row {row}: “{value}” is no moment. Write it like 2026-03-01T18:00+08:00."),
    "entered_no_list": _("{rows}, row {row}: “entered” is no list. Give what each of the two people read."),
}


def in_words(fault: Fault) -> str:
    """Say what is wrong and what to do."""
    return str(_FAULTS[fault.code]).format(rows=fault.rows, row=fault.row, **fault.facts)
