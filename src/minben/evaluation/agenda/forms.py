"""Forms of the agenda."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.evaluation.agenda import wording
from minben.evaluation.agenda.words import Deed


def _short() -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})


def _lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


class SayForm(forms.Form):
    """A person's word; the code says which request they had made."""

    code = forms.CharField(
        label=_("Your tracking code"),
        max_length=24,
        help_text=_("It stands on the paper or in the message you got when you told us."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    word = forms.ChoiceField(
        label=_("Since the work began: how is it?"),
        widget=forms.RadioSelect,
        choices=list(wording.WORDS.items()),
        error_messages={"required": _("Choose one of these.")},
    )


class HearForm(SayForm):
    """The same, keyed by a clerk."""

    way = forms.ChoiceField(
        label=_("How did they say it?"),
        widget=forms.RadioSelect,
        choices=list(wording.WAYS.items()),
        error_messages={"required": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Tracking code of their request")
        self.fields["code"].help_text = _("Ask for it, or find the request at the desk.")


class ThemeForm(forms.Form):
    """What a month is about."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int, choices=[(n, n) for n in range(1, 13)])
    title = forms.CharField(label=_("Theme of the month"), max_length=60)
    title_en = forms.CharField(
        label=_("The same in English (may stay empty)"), max_length=120, required=False
    )

    def __init__(self, *args: Any, running: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.fields["year"]
        if isinstance(years, forms.ChoiceField):
            years.choices = [(year, year) for year in (running, running + 1)]


class _OfferedForm(forms.Form):
    """A form whose choices are read from the city's tables."""

    def __init__(self, *args: Any, choices: Mapping[str, list[tuple[Any, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                field.choices = offered


class LookForm(_OfferedForm):
    """Which heading, in which place, is looked at before it is chosen."""

    category = forms.TypedChoiceField(coerce=int)
    place = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)


class ChoiceForm(_OfferedForm):
    """A question is promised: who leads, how it is measured, and why it was chosen."""

    theme = forms.TypedChoiceField(label=_("Month and theme"), coerce=int)
    title = forms.CharField(
        label=_("The question, as people would ask it"), max_length=80,
        help_text=_("For example: why is it still cold at home?"),
    )  # fmt: skip
    title_en = forms.CharField(
        label=_("The same in English (may stay empty)"), max_length=160, required=False
    )
    words = forms.CharField(
        label=_("What it is about, in plain words"), required=False, max_length=2_000, widget=_lines()
    )
    unit = forms.TypedChoiceField(label=_("Unit in the lead"), coerce=int)
    category = forms.TypedChoiceField(
        label=_("Heading that is counted"), coerce=int,
        help_text=_("A heading above counts all that stand under it."),
    )  # fmt: skip
    place = forms.TypedChoiceField(
        label=_("Where"), coerce=int, required=False, empty_value=None,
    )  # fmt: skip
    comparison = forms.ChoiceField(
        label=_("Set against"), widget=forms.RadioSelect, choices=list(wording.COMPARISONS.items()),
        help_text=_(
            "The same matter elsewhere is the better one: it takes the season out. It needs a place. For the whole city"
            " take the same months a year earlier, where the matter has a season."
        ),
    )  # fmt: skip
    starts_on = forms.DateField(
        label=_("The work begins on"), widget=_day(),
        help_text=_("This day divides before from after. It cannot be moved later."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("The goal is due on"), widget=_day())
    fewer = forms.IntegerField(
        label=_("Fewer requests than would be expected, in per cent"),
        min_value=1,
        max_value=100,
        widget=_short(),
    )
    goal = forms.CharField(
        label=_("What people are promised"), max_length=2_000, widget=_lines(),
        help_text=_("One or two sentences that anybody can check."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why this one"), max_length=2_000, widget=_lines(),
        help_text=_("Name what speaks against it too: who seldom speaks of it, and who is silent."),
    )  # fmt: skip
    seen = forms.BooleanField(
        label=_("I have looked at who speaks of it, who seldom does, and who is silent."),
        error_messages={"required": _("Look at it first: a silent place may have the same trouble.")},
    )


class DeedForm(forms.Form):
    """One step, with words that everybody will read."""

    deed = forms.ChoiceField(choices=[(deed.value, deed.value) for deed in Deed])
    words = forms.CharField(max_length=2_000, required=False)
    words_en = forms.CharField(max_length=4_000, required=False)


class TaskForm(_OfferedForm):
    """One task: what, by whom, by when."""

    kind = forms.ChoiceField(
        label=_("What kind of task"), widget=forms.RadioSelect, choices=list(wording.TASK_KINDS.items())
    )
    words = forms.CharField(
        label=_("What will be done"), max_length=200,
        help_text=_("One thing that anybody can check, with its place or number. Everybody reads it."),
    )  # fmt: skip
    words_en = forms.CharField(
        label=_("The same in English (may stay empty)"), max_length=400, required=False
    )
    unit = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    due_on = forms.DateField(label=_("By when"), widget=_day())


class EndTaskForm(forms.Form):
    """How a task ended."""

    how = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        choices=list(wording.TASK_ENDS.items()),
        error_messages={"required": _("Choose one of these.")},
    )
    words = forms.CharField(
        label=_("What was done, or why not"), max_length=2_000, widget=_lines(),
        help_text=_("In plain words. Everybody reads it."),
    )  # fmt: skip
    words_en = forms.CharField(
        label=_("The same in English (may stay empty)"), max_length=4_000, required=False, widget=_lines()
    )


class HandOverForm(_OfferedForm):
    """Which unit leads from now on, and why."""

    unit = forms.TypedChoiceField(label=_("Unit in the lead from now on"), coerce=int)
    words = forms.CharField(
        label=_("What everybody will read"), max_length=2_000, widget=_lines(),
        help_text=_("Say why another unit leads it. The promise stays as it is."),
    )  # fmt: skip
    words_en = forms.CharField(
        label=_("The same in English (may stay empty)"), max_length=4_000, required=False, widget=_lines()
    )
