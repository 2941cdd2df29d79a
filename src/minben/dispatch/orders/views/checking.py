"""An answer looked at before it goes out; the officer may send it whatever the check says."""

from dataclasses import dataclass

from django.http import HttpRequest

from minben.commons.clock import now
from minben.dispatch.orders.forms import Deed
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries as requests


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What the check says, the form as it was written, and whether it was about to be sent (with a photograph)."""

    told: requests.ReplyCheck
    form: Deed
    sending: bool
    photo: bool


def looked_over(request: HttpRequest, row: requests.MaskedRow, form: Deed) -> LookedOver | None:
    """Look an answer over when asked to, or before it is sent; None when it may go out now.

    What is wrong with the form itself is told first, by whoever sends it.
    """
    asked, anyway = "check" in request.POST, request.POST.get("anyway", "")
    whole = form.is_valid()
    words = form.cleaned_data.get("answer", "")
    if not words or not (asked or whole):
        return None
    if anyway and not asked:
        hotline.say_of_check(mistaken=anyway == "mistaken", at=now())
        return None
    told = requests.check_reply(message=row.masked, reply=words, kind=row.kind, at=now())
    if asked:
        return LookedOver(told, _as_written(form), sending=False, photo=bool(request.FILES))
    return LookedOver(told, form, sending=True, photo=bool(request.FILES)) if told.gaps else None


def _as_written(form: Deed) -> Deed:
    """Give the form back as it was typed: nothing is wrong with what is not sent yet."""
    typed = {name: form.data.get(form.add_prefix(name)) for name in form.fields}
    return type(form)(unit=form.unit, units=form.known_units, initial=typed)
