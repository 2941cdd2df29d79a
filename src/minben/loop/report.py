"""The figures of a turn in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its words, the count, and what it means."""

    words: Promise
    count: int
    meaning: Promise


_LINES = (
    ("imported", _("Received"), _("New requests taken in from the file.")),
    ("known", _("Known already"), _("The same row came in before; nothing was added.")),
    ("set_aside", _("Set aside"), _("Rows that could not go in, each with its reason and remedy.")),
    ("classified", _("Category named"), _("By the export, or by the cleared classifier where it was sure.")),
    ("abstained", _("Not sure enough"), _("The classifier offers two guesses; a clerk decides.")),
    (
        "grouped",
        _("Joined to an event"),
        _("Seem to be about one thing at one place; each keeps its own record."),
    ),
    (
        "topics",
        _("Topics of the newest month"),
        _("What several people speak of; the most urgent come first."),
    ),
    ("routed", _("Sent to a unit"), _("With a deadline, and the reason for both.")),
    ("to_clerk", _("With a clerk"), _("Wait for a person to decide.")),
    ("apart", _("Of these, set apart"), _("Seem to report wrongdoing: the reporting desk alone reads them.")),
    ("deadlines_met", _("Deadlines met"), _("Finished by the deadline.")),
    ("deadlines_missed", _("Deadlines missed"), _("Finished late, or still open past the deadline.")),
    ("deadlines_pending", _("Not due yet"), _("Still open, before the deadline.")),
    ("deadlines_none", _("Without a deadline"), _("The export names none, or nobody was asked to act yet.")),
)


def lines(figures: Mapping[str, int]) -> list[Line]:
    """Put a turn's figures into words, in the order of the loop."""
    return [Line(words, figures.get(name, 0), meaning) for name, words, meaning in _LINES]
