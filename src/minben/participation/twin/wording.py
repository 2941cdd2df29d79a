"""Words for the codes of the twin: sides, rooms, rules, shafts, verdicts, steps, refusals."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from minben.participation.twin.refusals import TwinError

WORDS: Mapping[str, Mapping[str, Promise]] = {
    "compass": {
        "0": _("north side"),
        "1": _("north-east side"),
        "2": _("east side"),
        "3": _("south-east side"),
        "4": _("south side"),
        "5": _("south-west side"),
        "6": _("west side"),
        "7": _("north-west side"),
    },
    "side": {"front": _("The side that looks most to the south"), "back": _("The other side")},
    "room": {
        "living": _("Living room"),
        "bedroom": _("Bedroom"),
        "kitchen": _("Kitchen"),
    },
    "term": {"great_cold": _("Great Cold (大寒)"), "winter_solstice": _("Winter solstice (冬至)")},
    "verdict": {
        "pass": pgettext_lazy("sunlight", "Enough"),
        "fail": pgettext_lazy("sunlight", "Not enough"),
        "cannot_tell": _("Cannot tell"),
        "information": _("For information"),
    },
    "rule": {
        "cn-gb50180-great-cold-2h": _("Two hours on Great Cold (large city, cold zones)"),
        "cn-gb50180-great-cold-3h": _("Three hours on Great Cold (smaller city, or zone IV)"),
        "cn-gb50180-solstice-1h": _("One hour on the winter solstice (other zones)"),
        "cn-gb50180-elderly-2h": _("Two hours on the winter solstice (homes for the elderly)"),
        "cn-gb50180-old-area-1h": _("One hour on Great Cold (new homes where old ones are renewed)"),
    },
    "shaft": {
        "standard-solid": _("Standard, solid walls"),
        "standard-glass": _("Standard, glazed"),
        "slim-glass": _("Slim, glazed"),
    },
    "step": {
        "site": _("The houses around were taken in"),
        "house": _("The house was described"),
        "windows": _("Windows were corrected"),
    },
    "why_not": {
        "failed": _("The program broke off."),
        "expired": _("Its clearance has expired."),
        "tripped": _("It stopped by itself after too many errors."),
        "revoked": _("A person stopped it."),
    },
    "refusal": {
        "decision_taken": _(
            "Another block is set up for this decision already. Choose that block, or no decision."
        ),
        "no_such_decision": _("There is no such decision."),
        "scene_refused": _(
            "The block cannot be computed as it is. Mend what is named below, then save again."
        ),
        "no_site": _("First take in the houses around, from a file or as coordinates."),
        "no_such_building": _("No house of this block has that number."),
        "no_house": _("First describe the house: storeys, stairwells, dwellings."),
        "no_shaft": _("Choose at least one shaft of the catalogue."),
        "too_many_places": _("These are too many places at once. Choose fewer shafts."),
        "no_study": _("Nothing was computed yet. Compute first, look at it, then show it."),
        "no_cards": _("For this place there are no cards. Compute again with its shaft."),
        "no_decision": _("Without a decision of the owners nobody can speak for a dwelling."),
        "not_cleared": _(
            "The program that computes sunlight may not run now. A surveyor can measure as before; "
            "a reviewer clears the program under “Algorithms”."
        ),
    },
}
_ENOUGH = _("With it you keep the %(asked)s that the rule asks for.")
_NEVER = _("The rule asks for %(asked)s; you do not have them now either.")
_UNSURE = _(
    "The rule asks for %(asked)s; with the lift it is %(low)s to %(high)s. We cannot tell on which side the truth "
    "lies: let the heights be measured, it costs you nothing."
)
_LOST = _("The rule asks for %(asked)s, and with the lift you would no longer have them.")
# What the rule says before and after, in one sentence.
SENTENCES: Mapping[tuple[str, str], Promise] = {
    ("pass", "pass"): _ENOUGH,
    ("cannot_tell", "pass"): _ENOUGH,
    ("fail", "pass"): _ENOUGH,
    ("fail", "fail"): _NEVER,
    ("pass", "fail"): _LOST,
    ("cannot_tell", "fail"): _LOST,
    ("pass", "cannot_tell"): _UNSURE,
    ("cannot_tell", "cannot_tell"): _UNSURE,
    ("fail", "cannot_tell"): _UNSURE,
}
TONES: Mapping[str, str] = {"pass": "good", "fail": "danger", "cannot_tell": "care", "information": "plain"}


def word(of: str, code: object) -> str:
    """Return a code in the reader's words; one without words stands for itself."""
    return str(WORDS[of].get(str(code), code))


def compass(azimuth: float) -> str:
    """Say to which side something looks."""
    return word("compass", round(azimuth / 45.0) % 8)


def lift_words(lift: Mapping[str, Any]) -> str:
    """Say where a lift would stand and which it is."""
    return gettext("%(side)s, stairwell %(n)s: %(shaft)s") % {
        "side": compass(lift["azimuth"]),
        "n": lift["stairwell"],
        "shaft": word("shaft", lift["shaft"]["name"]),
    }


def refusal(error: TwinError) -> str:
    """Say why something was refused."""
    return word("refusal", error.code)
