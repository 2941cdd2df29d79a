"""What several forms of a decision share: choices, moments, boxes for words."""

from django import forms

from minben.participation.ballots.actions import Choice
from minben.participation.ballots.wording import WORDS

LOCAL = "%Y-%m-%dT%H:%M"
MOMENTS = [LOCAL, "%Y-%m-%d %H:%M"]
CHOICES = [(one.value, WORDS["choice"][one.value]) for one in Choice]


def long_words(rows: int) -> forms.Textarea:
    """A box for a few lines of words."""
    return forms.Textarea(attrs={"rows": rows})


def moment_box() -> forms.DateTimeInput:
    """A box for a day and an hour."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
