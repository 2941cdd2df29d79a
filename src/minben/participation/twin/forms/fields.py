"""Fields that several of the steps ask for: metres, counts, choices filled in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms


def metres(label: Any, low: float, high: float, initial: float, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        min_value=low,
        max_value=high,
        initial=initial,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "any", "class": "short"}),
    )


def count(label: Any, most: int, initial: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        initial=initial,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )


def offer(form: forms.Form, choices: Mapping[str, Sequence[tuple[Any, str]]]) -> None:
    """Fill in what may be chosen."""
    for name, some in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
        field.choices = list(some)
