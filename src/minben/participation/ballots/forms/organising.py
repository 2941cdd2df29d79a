"""What an organiser writes: a new decision, its stages, objections that were heard and talked over."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.commons.parameters import load
from minben.participation.ballots.actions import OUTCOMES
from minben.participation.ballots.forms.fields import MOMENTS, long_words, moment_box
from minben.participation.ballots.forms.voting import ObjectionForm
from minben.participation.ballots.law import PACKAGE
from minben.participation.ballots.wording import WORDS, word


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
    words = forms.CharField(
        label=_("What was talked over, for everybody"), max_length=500, widget=long_words(3)
    )
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=[(one, WORDS["outcome"][one]) for one in OUTCOMES]
    )


class MoveForm(forms.Form):
    """The step to the next stage."""

    words = forms.CharField(
        label=_("What everybody shall read about this stage"),
        max_length=1000,
        required=False,
        help_text=_("Where and when the hearing is; what was answered; what follows."),
        widget=long_words(3),
    )
    closes = forms.DateTimeField(
        label=_("Close of the vote"),
        required=False,
        widget=moment_box(),
        input_formats=MOMENTS,
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
    question = forms.CharField(
        label=_("What is decided, in plain words"), max_length=3000, widget=long_words(5)
    )
    question_en = forms.CharField(
        label=_("What is decided, in English (may stay empty)"),
        max_length=3000,
        required=False,
        widget=long_words(3),
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
