"""What staff write for owners: ballots by telephone, at the counter or at home, and those on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.participation.ballots import queries
from minben.participation.ballots.actions import VOID, Channel
from minben.participation.ballots.forms.fields import CHOICES, MOMENTS, moment_box
from minben.participation.ballots.forms.voting import BallotForm
from minben.participation.ballots.wording import WORDS, word

_TAKEN = (Channel.PHONE, Channel.COUNTER, Channel.HOME)


class TakeForm(BallotForm):
    """A ballot that somebody of the staff takes: by which way, and through whom."""

    def __init__(self, *args: Any, voter: queries.VoterRow, **kwargs: Any) -> None:
        super().__init__(*args, voter=voter, **kwargs)
        self.fields["channel"] = forms.ChoiceField(
            label=_("How it comes in"),
            choices=[(one.value, WORDS["channel"][one.value]) for one in _TAKEN],
            widget=forms.RadioSelect,
        )
        self.fields["proxy"] = forms.CharField(
            label=_("Who acts for the owner (may stay empty)"),
            required=False,
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["paper"] = forms.CharField(
            label=_("Where the signed paper lies"),
            required=False,
            max_length=120,
            help_text=_(
                "Needed with a proxy, for example: folder 3, sheet 12. The list shows it; no names here."
            ),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("proxy")) != bool(cleaned.get("paper")):
            self.add_error("paper", word("refusal", "no_paper"))
        return cleaned


class ReadForm(forms.Form):
    """What stands on a ballot on paper."""

    number = forms.CharField(
        label=_("Number of the sheet"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    owner = forms.IntegerField(label=_("Number of the owner on the sheet"), min_value=1, max_value=100_000)
    dwelling = forms.CharField(
        label=_("Dwelling on the sheet"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    choice = forms.ChoiceField(
        label=_("What is marked"),
        choices=[*CHOICES, (VOID, WORDS["choice"][VOID])],
        widget=forms.RadioSelect,
    )
    handed_in_at = forms.DateTimeField(
        label=_("Handed in at, as noted on the sheet"),
        widget=moment_box(),
        input_formats=MOMENTS,
    )
    proxy = forms.CharField(label=_("Who acts for the owner (may stay empty)"), required=False, max_length=80)
    paper = forms.CharField(label=_("Where the signed paper lies"), required=False, max_length=120)

    def __init__(self, *args: Any, decision: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision = decision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        label = cleaned.get("dwelling")
        if label and label not in queries.labels(self.decision):
            self.add_error("dwelling", _("The list has no such dwelling."))
        number = cleaned.get("owner")
        if number and queries.owner_numbered(decision=self.decision, number=number) is None:
            self.add_error("owner", _("The list has no owner of this number."))
        if bool(cleaned.get("proxy")) != bool(cleaned.get("paper")):
            self.add_error("paper", word("refusal", "no_paper"))
        return cleaned
