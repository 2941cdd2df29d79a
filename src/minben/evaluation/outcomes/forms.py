"""The questionnaire as a form, for the clerk on the telephone and for the person in writing."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from minben.evaluation.outcomes import asking
from minben.evaluation.outcomes.actions import Answers
from minben.evaluation.outcomes.words import AttemptOutcome

_MOST = 200
_COUNTS = ("contacts", "visits", "papers")
_YES_NO = {"yes": True, "no": False}


class AnswersForm(forms.Form):
    """What the person says. Nothing must be answered, but something must."""

    responded = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    solved = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    satisfied = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    contacts = forms.IntegerField(required=False, min_value=0, validators=[MaxValueValidator(_MOST)])
    visits = forms.IntegerField(required=False, min_value=0, validators=[MaxValueValidator(_MOST)])
    papers = forms.IntegerField(required=False, min_value=0, validators=[MaxValueValidator(_MOST)])
    words = forms.CharField(required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        worded = asking.questionnaire(day).questions
        for name, wording in worded.items():
            self.fields[name].label = wording.words(language)
        not_said = ("", _("Not said"))
        for name in ("responded", "solved"):
            self._choose(name, [("yes", _("Yes")), ("no", _("No")), not_said])
        english = language.startswith("en")
        marks = [(str(mark), en if english else zh) for mark, zh, en in worded["satisfied"].answers]
        self._choose("satisfied", [*marks, not_said])
        for name in _COUNTS:
            self.fields[name].widget.attrs |= {"class": "short", "inputmode": "numeric"}

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing was said."""
        facts = super().clean() or {}
        answered = any(facts.get(name) not in ("", None) for name in asking.QUESTIONS)
        if not self.errors and not answered:
            raise forms.ValidationError(
                _("Nothing was answered. Choose one answer at least, or leave the page without sending.")
            )
        return facts

    def answers(self) -> Answers:
        """Return what was said; call it on a valid form only."""
        facts = self.cleaned_data
        return Answers(
            responded=_YES_NO.get(facts["responded"]),
            solved=_YES_NO.get(facts["solved"]),
            satisfied=int(facts["satisfied"]) if facts["satisfied"] else None,
            contacts=facts["contacts"],
            visits=facts["visits"],
            papers=facts["papers"],
            words=facts["words"],
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
            field.initial = ""


class OwnAnswersForm(AnswersForm):
    """The same questions for the person themselves, who holds the code of the request."""

    code = forms.CharField(
        label=gettext_lazy("Your tracking code"),
        max_length=24,
        help_text=gettext_lazy("It stands on the paper or in the message you got when you told us."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    field_order = ("code", *asking.QUESTIONS)


class AttemptForm(forms.Form):
    """A try that did not lead to a talk."""

    outcome = forms.ChoiceField(
        choices=[(o.value, o.value) for o in AttemptOutcome if o is not AttemptOutcome.REACHED]
    )
