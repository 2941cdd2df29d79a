"""A clerk's answer looked at before it goes out; the clerk may send it whatever the check says."""

from dataclasses import dataclass

from django.http import HttpRequest

from minben.commons.clock import now
from minben.needs.hotline import actions, queries
from minben.needs.hotline.core.states import is_report
from minben.needs.hotline.forms.cases import AnswerForm


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What the check says, the form as it was written, and whether it was about to be sent."""

    told: queries.ReplyCheck
    form: AnswerForm
    sending: bool


def looked_over(request: HttpRequest, row: queries.MaskedRow, form: AnswerForm) -> LookedOver | None:
    """Look an answer over when asked to, or before it is sent; None when it may go out now."""
    asked, anyway = "check" in request.POST, request.POST.get("anyway", "")
    whole = form.is_valid()
    words = form.cleaned_data.get("words", "")
    # A report of wrongdoing is read by nobody but the few, and by no program.
    if not words or not (asked or whole) or is_report(row.kind, row.state):
        return None
    if anyway and not asked:
        actions.say_of_check(mistaken=anyway == "mistaken", at=now())
        return None
    told = queries.check_reply(message=row.masked, reply=words, kind=row.kind, at=now())
    if asked:
        typed = {name: form.data.get(name) for name in form.fields}
        return LookedOver(told, AnswerForm(initial=typed), sending=False)
    return LookedOver(told, form, sending=True) if told.gaps else None
