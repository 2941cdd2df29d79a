"""Words of work orders in templates."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minben.commons.clock import now
from minben.dispatch.orders import wording

register = template.Library()
_SOON_S = 24 * 3600


@register.filter
def state_words(code: str) -> str:
    return wording.word("state", code)


@register.filter
def step_words(code: str) -> str:
    return wording.word("step", code)


@register.filter
def actor_words(code: str) -> str:
    return wording.word("actor", code)


@register.filter
def first_words(code: str) -> str:
    return wording.word("first", code)


@register.filter
def why_words(code: str) -> str:
    return wording.word("why", code)


@register.filter
def urgency_words(code: str) -> str:
    return wording.word("urgency", code)


@register.filter
def named(row: Any, prefix: str = "") -> str:
    return wording.named(row, prefix)


@register.filter
def text_words(row: Any) -> str:
    """The words of a reply template in the reader's language."""
    return wording.said({"zh": row.words, "en": row.words_en})


@register.filter
def span_words(text: str) -> str:
    """``5 working_days`` in words."""
    amount, _space, unit = str(text).partition(" ")
    return f"{amount} {wording.word('span', unit)}"


@register.filter
def reason_words(reason: Mapping[str, Any]) -> str:
    """Why this unit, or why this deadline, with what it rests on."""
    words = wording.word("why_unit", str(reason.get("code", "")))
    told = {**reason, "since": _day(reason.get("since"))}
    more = [str(told[key]) for key in ("place", "source", "since", "words") if told.get(key)]
    if reason.get("amount"):
        more.insert(0, span_words(f"{reason['amount']} {reason['unit']}"))
    if reason.get("verified") is False:
        more.append(_("not yet compared with the source"))
    return words + _(" (%(more)s)") % {"more": _("; ").join(more)} if more else words


def _day(iso: Any) -> str:
    """A day as the reason keeps it, in the form of the reader's pages."""
    return str(date_format(date.fromisoformat(str(iso)), "DATE_FORMAT")) if iso else ""


@register.simple_tag
def time_left(due: datetime | None, state: str) -> dict[str, str]:
    """How long is left, in words, with the tone of its mark; a stopped clock says that it stands still.

    ``text`` stands under a heading that says what is left, ``whole`` says it by itself.
    """
    if due is None:
        return _left(_("no deadline"), "")
    if state == "paused":
        return _left(_("clock stopped"), "plain")
    left = (due - now()).total_seconds()
    if left < 0:
        return _left(_("overdue by %(span)s") % {"span": _span(-left)}, "danger")
    span = _span(left)
    return _left(span, "care" if left < _SOON_S else "", _("%(span)s left") % {"span": span})


def _left(text: str, tone: str, whole: str = "") -> dict[str, str]:
    return {"text": text, "tone": tone, "whole": whole or text}


def _span(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}
