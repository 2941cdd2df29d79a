"""What to compute, which place to propose, which moment to look at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from minben.participation.twin import law
from minben.participation.twin.core.rules import Errors
from minben.participation.twin.forms.fields import metres, offer
from minben.participation.twin.wording import word


class StudyForm(forms.Form):
    """What to compute: by which rule, for which shafts, how well the figures are known."""

    rule = forms.ChoiceField(label=_("By which rule on sunlight"))
    shafts = forms.MultipleChoiceField(
        label=_("Which shafts to try"),
        help_text=_("Each is tried on both sides, at each stairwell."),
        widget=forms.CheckboxSelectMultiple,
    )
    height_m = metres(
        _("Heights are right to ± (m)"),
        0.0,
        3.0,
        0.3,
        _("0.1 when measured, 0.3 from storeys, 1 when guessed."),
    )
    sill_m = metres(_("Sills are right to ± (m)"), 0.0, 1.0, 0.05)
    north_deg = metres(_("North is right to ± (degrees)"), 0.0, 10.0, 0.5)
    fund = forms.DecimalField(
        label=_("A sum that may be shared among those who lose (yuan, may stay empty)"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=_(
            "The page shows it shared by light and shared by floor, beside each other. People decide."
        ),
    )

    def __init__(self, *args: Any, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [one.name for one in law.catalogue(day)]
        some = {
            "rule": [(name, word("rule", name)) for name in law.rules()],
            "shafts": [(name, word("shaft", name)) for name in names],
        }
        offer(self, some)
        self.fields["shafts"].initial = names

    def errors_told(self) -> Errors:
        """How well the figures are known."""
        told = self.cleaned_data
        return Errors(told["height_m"], told["sill_m"], told["north_deg"])

    @property
    def fund_cents(self) -> int | None:
        """The sum [cent]."""
        told = self.cleaned_data["fund"]
        return None if told is None else int(told * 100)


class ProposeForm(forms.Form):
    """The place that the owners are asked about."""

    lift = forms.CharField(label=pgettext_lazy("lift", "Place"), max_length=80)


class PictureForm(forms.Form):
    """Which moment to look at, with which lift, from which side."""

    day = forms.ChoiceField(label=_("Which day"), required=False)
    hour = forms.FloatField(
        label=_("What time, from 6 to 18"),
        min_value=6,
        max_value=18,
        required=False,
        widget=forms.NumberInput(attrs={"type": "range", "min": "6", "max": "18", "step": "0.5"}),
    )
    lift = forms.ChoiceField(label=_("With which lift"), required=False)
    side = forms.ChoiceField(label=_("Looked at from"), required=False)

    def __init__(
        self,
        *args: Any,
        days: list[tuple[str, str]],
        lifts: list[tuple[str, str]],
        sides: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        without, year = ("none", str(_("without a lift"))), ("year", str(_("the whole year")))
        offer(self, {"day": [*days, year], "lift": [without, *lifts], "side": sides})
