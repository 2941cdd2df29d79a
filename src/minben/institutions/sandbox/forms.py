"""What a reviewer decides on one page: which evidence, until when, from which confidence on."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from minben.institutions.sandbox.core.clearing import Terms
from minben.institutions.sandbox.queries import EvidenceRow

FIRST_CHOICE = timedelta(days=180)


class ClearForm(forms.Form):
    evidence = forms.TypedChoiceField(label=_("Evidence to rely on"), coerce=int)
    expires = forms.DateField(
        label=_("Last day"),
        help_text=_("A year ahead at most. After it the algorithm stops by itself."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    threshold = forms.FloatField(
        label=_("Least confidence"),
        help_text=_("Between 0 and 1. Below it, people decide. Leave empty if the algorithm states none."),
        required=False,
        min_value=0,
        max_value=1,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    error_limit = forms.FloatField(
        label=_("Error limit"),
        help_text=_(
            "Share of checked results that may be wrong, for example 0.1. Past it, it stops by itself."
        ),
        min_value=0.0001,
        max_value=0.9999,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        help_text=_("What must hold besides; public."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def offer(self, rows: Sequence[EvidenceRow]) -> None:
        """Offer these pieces of evidence to choose from."""
        field = self.fields["evidence"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(row.key, _named(row)) for row in rows]

    @property
    def terms(self) -> Terms:
        """What was decided, as the sandbox takes it; the last day counts in full."""
        chosen = self.cleaned_data
        end = datetime.combine(chosen["expires"], time.max, tzinfo=timezone.get_current_timezone())
        return Terms(
            expires=end,
            error_limit=chosen["error_limit"],
            threshold=chosen["threshold"],
            conditions=chosen["conditions"],
        )


class StopForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you stop it?"),
        help_text=_("Public. From this moment on, people decide."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _named(row: EvidenceRow) -> str:
    return f"{timezone.localtime(row.at):%Y-%m-%d %H:%M} · {row.version} · n = {row.rows}"
