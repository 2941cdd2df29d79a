"""What is asked of those who force a page open and of those who look back at it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minben.institutions.rights.models import Verdict
from minben.institutions.rights.opening import LEAST_REASON
from minben.institutions.rights.words import VERDICTS


class GlassForm(forms.Form):
    reason = forms.CharField(
        label=_("What is the emergency?"),
        help_text=_("At least ten characters. The person concerned and an auditor will read it."),
        min_length=LEAST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Was it justified?"),
        choices=[(verdict.value, VERDICTS[verdict.value]) for verdict in Verdict],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why?"),
        help_text=_("In plain words; the person concerned will see your verdict."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
