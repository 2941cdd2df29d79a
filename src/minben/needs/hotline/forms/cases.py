"""What a clerk decides about one request."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minben.commons.evidence import says_something
from minben.needs.hotline import queries
from minben.needs.hotline.forms import fields
from minben.needs.hotline.wording import WORDS, choices

_REASONS = {
    "unreasonable": ["no_basis", "answered_fully", "impossible"],
    "suspended": ["waits_plan", "waits_law", "waits_money", "waits_season"],
    "excluded": ["no_facts", "double", "outside_control"],
    "declined": ["petition", "litigation", "arbitration", "review", "discipline", "disclosure"],
}
OPENINGS = [
    ("request.intake", _("to write the need down rightly and pass it on")),
    ("request.supervise", _("to make the unit do it again")),
    ("request.followup", _("to ask whether it helped")),
]
OPENINGS_OF_REPORTS = [("report.handle", _("to look into the report"))]


NOTHING_PROVEN = _(
    "Another person has to be able to check it. Say what was looked at, when and by whom, or which paper proves it, "
    "for example “visited on 2 March by two officers; the renewal plan of 2026, page 4”."
)


class CorrectForm(forms.Form):
    """Put right how a request was understood; what stays empty stays as it is."""

    category = fields.words(_("What it is about"), length=120)
    place = forms.TypedChoiceField(
        label=_("Community"),
        choices=fields.communities,
        coerce=fields.whole,
        empty_value=None,
        required=False,
    )
    address = fields.words(_("Where"), length=300)
    urgency = forms.ChoiceField(
        label=_("How urgent"), choices=[("", _("as it is")), *choices("urgency")], required=False
    )
    kind = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("as it is")), *choices("kind")], required=False
    )
    words = fields.words(_("Why (the person sees it)"), length=300)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        fields.read_once(self)

    def clean_category(self) -> str:
        """Take a code or a name in either language: clerks type what they know."""
        typed = str(self.cleaned_data["category"]).strip()
        if not typed:
            return ""
        for row in queries.categories(leaves_only=True):
            if typed.casefold() in {row.code.casefold(), row.name.casefold(), row.name_en.casefold()}:
                return row.code
        raise ValidationError(
            _("The list has no “%(typed)s”. Choose one of the names it offers as you type."),
            code="unknown",
            params={"typed": typed},
        )


class AnswerForm(forms.Form):
    words = fields.lines(_("Answer to the person"), rows=5)
    source = fields.words(
        _("Where this stands (law, notice, page)"),
        length=300,
        required=True,
        error_messages={"required": _("Name the source, so that the person can check the answer.")},
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        # Several forms of the page have words; a link must lead to these.
        super().__init__(*given, **{"auto_id": "id_answer_%s", **more})


class SingleForm(forms.Form):
    words = fields.lines(
        _("Why does the rule not fit this case?"),
        rows=3,
        max_length=2000,
        help_text=_("The person sees these words. A named person of the centre looks at the case by itself."),
    )


class OpenForm(forms.Form):
    """For which purpose to open the contact; a report of wrongdoing has one of its own."""

    purpose = forms.ChoiceField(label=_("What do you need it for?"))
    reason = fields.words(_("In a few words"), length=200)

    def __init__(self, *given: Any, report: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["purpose"] = forms.ChoiceField(
            label=_("What do you need it for?"), choices=OPENINGS_OF_REPORTS if report else OPENINGS
        )


class CallerSaysForm(forms.Form):
    """The person's own word, written down for them."""

    what = fields.one_of(
        _("The person"),
        [
            ("added", _("adds something")),
            ("chased", _("asks how far it is")),
            ("solved", _("says it is solved")),
            ("not_solved", _("says it is not solved")),
            ("withdrawn", _("takes it back")),
            ("erase", _("asks that what is kept about them goes")),
        ],
    )
    words = fields.lines(_("In their words"), rows=3, required=False, max_length=2000)


class EndingForm(forms.Form):
    """Propose an end; another person decides it."""

    kind = fields.one_of(_("What end?"), choices("ending"))
    reason = forms.ChoiceField(
        label=_("For which reason?"),
        choices=[
            ("", "—"),
            *((WORDS["ending"][kind], choices("ending_reason", some)) for kind, some in _REASONS.items()),
        ],
    )
    words = fields.lines(_("Explain it to the person"), rows=4)
    evidence = fields.lines(
        _("Evidence"), rows=3, help_text=_("What was looked at, when, by whom; what proves it.")
    )
    condition = fields.words(_("On hold until"), length=300)
    review_on = forms.DateField(
        label=_("Look at it again on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind, reason = said.get("kind"), said.get("reason")
        if kind and reason and reason not in _REASONS[kind]:
            self.add_error(
                "reason", _("This reason does not belong to that end. Choose one of its own list.")
            )
        if "evidence" in said and not says_something(said["evidence"]):
            self.add_error("evidence", ValidationError(NOTHING_PROVEN, code="says_nothing"))
        if kind == "suspended" and not said.get("condition"):
            self.add_error("condition", _("Name the condition; without one it would wait for ever."))
        if kind == "suspended" and not said.get("review_on"):
            self.add_error("review_on", _("Name the day on which somebody looks at it again."))
        return said


class DecideForm(forms.Form):
    agreed = fields.one_of(
        _("Do you agree with this end?"),
        [("yes", _("Yes, the evidence bears it")), ("no", _("No, work goes on"))],
    )


class DecideAppealForm(forms.Form):
    upheld = fields.one_of(
        _("Is the person right?"),
        [("yes", _("Yes: the request is taken up again")), ("no", _("No: the end stands"))],
    )
    words = fields.lines(_("Your reasons, for the person"), rows=4)


class SeenForm(forms.Form):
    done = fields.words(
        _("What you did"),
        length=500,
        required=True,
        error_messages={
            "required": _("Say what was done: called back, passed on to 110, somebody on the way …")
        },
    )


class ReportForm(forms.Form):
    """What the reporting desk decides about a report of wrongdoing."""

    what = fields.one_of(
        _("What comes of it?"),
        [
            ("closed", _("It was looked into, or passed on to those who do; this line's part ends")),
            ("with_clerk", _("It is not about wrongdoing: the clerks take it on")),
        ],
    )
    words = fields.lines(_("What the person is told"), rows=3, max_length=2000)
