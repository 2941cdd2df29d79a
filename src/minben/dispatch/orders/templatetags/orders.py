"""Words of work orders in templates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
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
    more = [str(reason[key]) for key in ("place", "source", "since", "words") if reason.get(key)]
    if reason.get("amount"):
        more.insert(0, span_words(f"{reason['amount']} {reason['unit']}"))
    if reason.get("verified") is False:
        more.append(_("not yet compared with the source"))
    return words + _(" (%(more)s)") % {"more": _("; ").join(more)} if more else words


@register.simple_tag
def time_left(due: datetime | None, state: str) -> dict[str, str]:
    """How long is left, in words, with the tone of its mark; a stopped clock says that it stands still."""
    if due is None:
        return {"text": _("no deadline"), "tone": ""}
    if state == "paused":
        return {"text": _("clock stopped"), "tone": "plain"}
    left = (due - now()).total_seconds()
    if left < 0:
        return {"text": _("overdue by %(span)s") % {"span": _span(-left)}, "tone": "danger"}
    return {"text": _span(left), "tone": "care" if left < _SOON_S else ""}


def _span(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}
