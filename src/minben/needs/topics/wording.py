"""Words for what topics are made of: parts of hotness, reasons of discounts, how a list came about."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

# Name and explanation of each part, in the order in which they are shown.
PARTS: Mapping[str, tuple[Promise, Promise]] = {
    "voices": (
        _("Voices"),
        _("How many people speak of it; one person is one voice, however often they ask."),
    ),
    "duration": (_("Duration"), _("How long it has gone on.")),
    "support": (_("Support"), _("How many others pressed “me too”; damped, for pressing is easy.")),
    "danger": (_("Danger"), _("How dangerous the words read.")),
    "vulnerable": (
        _("Vulnerable people"),
        _("How many tell of an old, ill, disabled, pregnant or poor person, or of a small child."),
    ),
    "unsolved": (_("Unsolved"), _("How many have not confirmed that it is solved.")),
    "reopened": (_("Came back"), _("How many said “not solved” after it was closed.")),
    "excess": (_("More than usual"), _("How much more is heard than usual at this time of the year.")),
}
REASONS: Mapping[str, tuple[Promise, Promise]] = {
    "same_person": (_("Same person"), _("One person asked several times; one person is one voice.")),
    "burst": (_("All at once"), _("They came in a burst that ordinary requests do not make.")),
    "copied": (_("Copied words"), _("The words are copies of one another, changed a little or not at all.")),
    "one_district": (
        _("One district far beyond its share"),
        _("One district is far louder about it than what happens there explains."),
    ),
    "new_accounts": (_("New accounts"), _("They come from accounts that were heard of nothing else.")),
}
HOW: Mapping[str, Promise] = {
    "ranked": _("Ranked by a program that a person has cleared."),
    "found": _(
        "A cleared program put requests together; they are only counted, for no program may rank them now."
    ),
    "counted": _(
        "No program may put requests together or rank them now, so this is a plain count:"
        " people who ask under one heading in one community."
    ),
}


def part_name(code: str) -> str:
    """Return the name of a part of the hotness; one without words stands for itself."""
    return str(PARTS[code][0]) if code in PARTS else code


def part_meaning(code: str) -> str:
    """Return what a part of the hotness measures."""
    return str(PARTS[code][1]) if code in PARTS else ""


def reason_name(code: str) -> str:
    """Return the name of a reason why a voice counts for less."""
    return str(REASONS[code][0]) if code in REASONS else code


def reason_meaning(code: str) -> str:
    """Return what a reason means."""
    return str(REASONS[code][1]) if code in REASONS else ""


def month_in_words(month: date) -> str:
    """Write a month as its readers do."""
    return date_format(month, "Y年n月" if translation.get_language() == "zh-hans" else "F Y")


def days_in_words(first: int, last: int) -> str:
    """Write days, given as ordinals, as their readers do: 3 – 9 March."""
    begins, ends = (date_format(date.fromordinal(day), _pattern()) for day in (first, last))
    return begins if first == last else f"{begins} – {ends}"


def day_in_words(moment: datetime) -> str:
    """Write the day of a moment in the city's own time: 9 March."""
    return date_format(localdate(moment), _pattern())


def listed(names: Sequence[str]) -> str:
    """Write several names after one another."""
    return ("、" if translation.get_language() == "zh-hans" else ", ").join(names)


def _pattern() -> str:
    return "n月j日" if translation.get_language() == "zh-hans" else "j F"
