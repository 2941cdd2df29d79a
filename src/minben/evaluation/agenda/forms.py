"""Forms of the agenda."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.evaluation.agenda import wording
from minben.evaluation.agenda.core.texts import Most, Text
from minben.evaluation.agenda.words import Deed


def _short() -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})


def _lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


def _text(label: Any, most: Most, *, help_text: Any = "", required: bool = True) -> forms.CharField:
    widget = _lines() if most == Most.WORDS else None
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, required=required, widget=widget
    )  # fmt: skip


def _in_english(most: Most, label: Any = None) -> forms.CharField:
    widget = _lines() if most == Most.WORDS else None
    same = _("The same in English (may stay empty)")
    return forms.CharField(label=label or same, max_length=most.in_english, required=False, widget=widget)


class _TextForm(forms.Form):
    """Of a field and its twin in English (``words`` and ``words_en``) comes one text."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in self.fields:
            if f"{name}_en" in self.fields:
                given[name] = Text(given.get(name, ""), given.pop(f"{name}_en", ""))
        return given


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


class ThemeForm(_TextForm):
    """What a month is about."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int, choices=[(n, n) for n in range(1, 13)])
    title = _text(_("Theme of the month"), Most.THEME)
    title_en = _in_english(Most.THEME)

    def __init__(self, *args: Any, running: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.fields["year"]
        if isinstance(years, forms.ChoiceField):
            years.choices = [(year, year) for year in (running, running + 1)]


class _OfferedForm(_TextForm):
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
    title = _text(
        _("The question, as people would ask it"), Most.TITLE,
        help_text=_("For example: why is it still cold at home?"),
    )  # fmt: skip
    words = _text(_("What it is about, in plain words"), Most.WORDS, required=False)
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
    goal = _text(
        _("What people are promised"), Most.WORDS, help_text=_("One or two sentences that anybody can check.")
    )  # fmt: skip
    reason = _text(
        _("Why this one"), Most.WORDS,
        help_text=_("Name what speaks against it too: who seldom speaks of it, and who is silent."),
    )  # fmt: skip
    title_en = _in_english(Most.TITLE, _("The question in English"))
    words_en = _in_english(Most.WORDS, _("What it is about, in English"))
    goal_en = _in_english(Most.WORDS, _("What people are promised, in English"))
    reason_en = _in_english(Most.WORDS, _("Why this one, in English"))
    seen = forms.BooleanField(
        label=_("I have looked at who speaks of it, who seldom does, and who is silent."),
        error_messages={"required": _("Look at it first: a silent place may have the same trouble.")},
    )

    def in_chinese(self) -> list[forms.BoundField]:
        """Return the fields that every choice asks for, but the last."""
        return [bound for bound in self if not bound.name.endswith("_en") and bound.name != "seen"]

    def in_english(self) -> list[forms.BoundField]:
        """Return the fields that may stay empty, for they are folded together."""
        return [bound for bound in self if bound.name.endswith("_en")]

    def english_told(self) -> bool:
        """Tell whether anything stands in them that somebody may have to mend."""
        return any(bound.value() for bound in self.in_english())


class DeedForm(_TextForm):
    """One step, with words that everybody will read."""

    deed = forms.ChoiceField(choices=[(deed.value, deed.value) for deed in Deed])
    words = forms.CharField(required=False)
    words_en = forms.CharField(required=False)


class TaskForm(_OfferedForm):
    """One task: what, by whom, by when."""

    kind = forms.ChoiceField(
        label=_("What kind of task"), widget=forms.RadioSelect, choices=list(wording.TASK_KINDS.items())
    )
    words = _text(
        _("What will be done"), Most.TASK,
        help_text=_("One thing that anybody can check, with its place or number. Everybody reads it."),
    )  # fmt: skip
    words_en = _in_english(Most.TASK)
    unit = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    due_on = forms.DateField(label=_("By when"), widget=_day())


class EndTaskForm(_TextForm):
    """How a task ended."""

    how = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        choices=list(wording.TASK_ENDS.items()),
        error_messages={"required": _("Choose one of these.")},
    )
    words = _text(
        _("What was done, or why not"), Most.WORDS, help_text=_("In plain words. Everybody reads it.")
    )  # fmt: skip
    words_en = _in_english(Most.WORDS)


class HandOverForm(_OfferedForm):
    """Which unit leads from now on, and why."""

    unit = forms.TypedChoiceField(label=_("Unit in the lead from now on"), coerce=int)
    words = _text(
        _("What everybody will read"), Most.WORDS,
        help_text=_("Say why another unit leads it. The promise stays as it is."),
    )  # fmt: skip
    words_en = _in_english(Most.WORDS)
