"""What owners, clerks and organisers write on the pages of decisions."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.commons.parameters import load
from minben.needs.hotline.core.codes import LETTERS, as_typed
from minben.participation.ballots import queries
from minben.participation.ballots.actions import OUTCOMES, VOID, Channel, Choice
from minben.participation.ballots.law import PACKAGE
from minben.participation.ballots.wording import WORDS, word

LOCAL = "%Y-%m-%dT%H:%M"
_CODE = re.compile(rf"[A-Za-z0-9]{{{LETTERS}}}")
CHOICES = [(one.value, WORDS["choice"][one.value]) for one in Choice]
_TAKEN = (Channel.PHONE, Channel.COUNTER, Channel.HOME)


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CodeForm(forms.Form):
    """The code of an owner's letter."""

    code = forms.CharField(
        label=_("The code of the letter"),
        max_length=40,
        help_text=_("Ten letters and digits; dashes and capitals do not matter."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "spellcheck": "false"}),
    )

    def owner_of(self, code: str) -> int | None:
        """Return whose code this is."""
        return queries.owner_of_code(code)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        owner = None
        if _CODE.fullmatch(re.sub(r"[\s－-]", "", code)):
            owner = self.owner_of(code)
        if owner is None:
            raise ValidationError(
                _("No letter has this code. Compare it with the letter, or call us; nothing was lost.")
            )
        self.owner = owner
        return as_typed(code)


class ObserverCodeForm(CodeForm):
    """The code of an observer's appointment."""

    def owner_of(self, code: str) -> int | None:
        return queries.observer_of_code(code)


class BallotForm(forms.Form):
    """One choice for each dwelling of an owner."""

    def __init__(self, *args: Any, voter: queries.VoterRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voter = voter
        for home in voter.dwellings:
            self.fields[f"home-{home.key}"] = forms.ChoiceField(
                label=_("Dwelling %(label)s, %(area)s m²") % {"label": home.label, "area": home.area_m2},
                choices=CHOICES,
                initial=home.choice,
                required=len(voter.dwellings) == 1,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the three answers.")},
            )

    def said(self) -> dict[int, Choice]:
        """What was chosen for each dwelling, where something was."""
        chosen = {home.key: self.cleaned_data.get(f"home-{home.key}") for home in self.voter.dwellings}
        return {key: Choice(choice) for key, choice in chosen.items() if choice}


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
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
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
        if number and queries.owner_numbered(self.decision, number) is None:
            self.add_error("owner", _("The list has no owner of this number."))
        if bool(cleaned.get("proxy")) != bool(cleaned.get("paper")):
            self.add_error("paper", word("refusal", "no_paper"))
        return cleaned


class ObjectionForm(forms.Form):
    """What somebody has against it."""

    words = forms.CharField(label=_("In the person's own words"), max_length=5000, widget=_words(4))


class HeardForm(ObjectionForm):
    """An objection that was told to the organiser."""

    gist = forms.CharField(
        label=_("Its gist, for everybody"),
        max_length=200,
        help_text=_("One sentence without names or numbers of dwellings."),
    )


class TalkForm(forms.Form):
    """What came of a talk about an objection."""

    gist = forms.CharField(
        label=_("Its gist, for everybody"),
        max_length=200,
        required=False,
        help_text=_("One sentence without names or numbers of dwellings."),
    )
    words = forms.CharField(label=_("What was talked over, for everybody"), max_length=500, widget=_words(3))
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=[(one, WORDS["outcome"][one]) for one in OUTCOMES]
    )


class ObserverForm(forms.Form):
    """Somebody who watches a secret vote."""

    name = forms.CharField(
        label=_("Name of the observer"),
        max_length=80,
        help_text=_("Everybody reads this name. Ask the person first."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    stands_for = forms.CharField(
        label=_("For whom they watch (may stay empty)"),
        max_length=80,
        required=False,
        help_text=_("For example: the owners of the ground floor, the neighbourhood committee."),
    )
    user_id = forms.TypedChoiceField(
        label=_("With an account of the house"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "An auditor finds the count on the page of the decision, signed in. Everybody else needs none."
        ),
    )

    def __init__(self, *args: Any, auditors: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("None: the code of the appointment is enough")), *auditors.items()]


class WordForm(forms.Form):
    """What an observer found."""

    agrees = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[("yes", _("I counted again: it agrees.")), ("no", _("I object to it."))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("What you object to, or wish to add"),
        max_length=500,
        required=False,
        help_text=_("Everybody reads it. Write nothing that tells how somebody voted."),
        widget=_words(3),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("agrees") == "no" and not cleaned.get("reason"):
            self.add_error("reason", word("refusal", "no_reason"))
        return cleaned


class MoveForm(forms.Form):
    """The step to the next stage."""

    words = forms.CharField(
        label=_("What everybody shall read about this stage"),
        max_length=1000,
        required=False,
        help_text=_("Where and when the hearing is; what was answered; what follows."),
        widget=_words(3),
    )
    closes = forms.DateTimeField(
        label=_("Close of the vote"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
    )


def _keys(name: str) -> list[tuple[str, str]]:
    return [(key, key) for key in load(PACKAGE, name).series]


def _procedures() -> list[tuple[str, Any]]:
    return [(key, WORDS["procedure"].get(key, key)) for key, _same in _keys("procedures")]


def _schemes() -> list[tuple[str, Any]]:
    return [("", _("It costs nothing, or that is settled elsewhere"))] + [
        (key, WORDS["scheme"].get(key, key)) for key, _same in _keys("cost_shares")
    ]


class NewForm(forms.Form):
    """A new decision."""

    title = forms.CharField(label=_("What it is called"), max_length=120)
    title_en = forms.CharField(
        label=_("Its name in English (may stay empty)"), max_length=160, required=False
    )
    question = forms.CharField(label=_("What is decided, in plain words"), max_length=3000, widget=_words(5))
    question_en = forms.CharField(
        label=_("What is decided, in English (may stay empty)"),
        max_length=3000,
        required=False,
        widget=_words(3),
    )
    unit = forms.TypedChoiceField(label=_("Who organises it"), coerce=int)
    procedure = forms.ChoiceField(label=_("By which rule"), choices=_procedures)
    ballots = forms.ChoiceField(
        label=_("How ballots are kept"),
        choices=[("name", WORDS["ballots"]["name"]), ("secret", WORDS["ballots"]["secret"])],
        initial="name",
        required=False,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("Who has a say: the filled-in spreadsheet"),
        help_text=_("The template, filled in: .xlsx or .csv, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    scheme = forms.ChoiceField(label=_("How the cost is shared"), choices=_schemes, required=False)
    cost = forms.DecimalField(
        label=_("What it costs (yuan)"), min_value=Decimal(0), max_digits=12, decimal_places=2, required=False
    )
    subsidy = forms.DecimalField(
        label=_("What others pay of it (yuan)"),
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        required=False,
    )
    instalments = forms.IntegerField(
        label=pgettext_lazy("money", "In how many parts it is paid"), min_value=1, max_value=120, initial=1
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = units

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise ValidationError(_("This file is larger than 5 MB. Split it and send the parts."))
        if not file.name.lower().endswith((".xlsx", ".csv")):
            raise ValidationError(_("Save the spreadsheet as .xlsx or .csv and send it again."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cost, subsidy = cleaned.get("cost"), cleaned.get("subsidy")
        if (subsidy or 0) > (cost or 0):
            self.add_error("subsidy", word("refusal", "subsidy_too_large"))
        if cost is not None and not cleaned.get("scheme"):
            self.add_error("scheme", _("A cost needs a table by which it is shared."))
        return cleaned
