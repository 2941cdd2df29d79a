"""Why this unit and why this deadline: the codes that dispatch wrote, as sentences for the person."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from minben.needs.hotline.wording import word

_UNIT: Mapping[str, Promise] = {
    "exact_area": gettext_lazy("This unit: by the city's list it does this kind of work at this very place."),
    "parent_area": gettext_lazy(
        "This unit: by the city's list it does this kind of work in the area around it."
    ),
    "category_default": gettext_lazy(
        "This unit: by the city's list it does this kind of work in the whole city."
    ),
    "own_unit": gettext_lazy("This group: the city's list names no unit yet for this kind of work."),
    "ruling": gettext_lazy("This unit: the hotline centre decided in writing that such things are its work."),
    "as_recorded": gettext_lazy("This unit: so it stands in the city's record."),
    "above_accused": gettext_lazy(
        "Not the unit you complain about: somebody above it looks into the matter."
    ),
    "centre_decided": gettext_lazy("This unit: the hotline centre decided it for your case."),
    "split": gettext_lazy("Several units share the work; this one leads."),
    "due_as_recorded": gettext_lazy("The deadline stands as in the city's record."),
    "calendar_estimated": gettext_lazy(
        "The public holidays of that year are not announced yet, so the day may still move."
    ),
    "reopened": gettext_lazy("It was not solved, so the same unit has to do it again, with a new deadline."),
    "extended": gettext_lazy("The clock stood still while you were being asked; that time was added."),
}


def in_words(why: Sequence[Mapping[str, Any]]) -> list[str]:
    """Turn reason codes into sentences; a code this page does not know yet is told as a rule of the city."""
    said = [_sentence(one) for one in why]
    return list(dict.fromkeys(said))


def _sentence(one: Mapping[str, Any]) -> str:
    code = str(one.get("code", ""))
    if code == "span":
        return _span(one)
    known = _UNIT.get(code)
    if known:
        return str(known) + _source(one)
    return _("By a rule of the city (%(code)s). Ask us and we explain it.") % {"code": code}


def _source(one: Mapping[str, Any]) -> str:
    """Name the list or decision a reason rests on, and say so when nobody compared it with its source."""
    # A unit that was made because no list named one has no source to show.
    if not one.get("source") or one.get("code") == "own_unit":
        return ""
    facts = {"source": one["source"], "since": _day(one.get("since"))}
    return _(" (%(source)s, since %(since)s)") % facts + _uncompared(one)


def _day(iso: Any) -> str:
    """A day as the ledger keeps it, in the form of the reader's pages."""
    return str(date_format(date.fromisoformat(str(iso)), "DATE_FORMAT")) if iso else ""


def _uncompared(one: Mapping[str, Any]) -> str:
    return "" if one.get("verified", True) else _(" (not yet compared with the source)")


def _span(one: Mapping[str, Any]) -> str:
    amount = int(one.get("amount") or 0)
    count = _COUNTS.get(str(one.get("unit", "")), _hours)
    urgency = word("urgency", str(one.get("urgency") or "normal"))
    told = _("The deadline: the city allows %(span)s for this (%(urgency)s).") % {
        "span": count(amount),
        "urgency": urgency,
    }
    if since := one.get("since"):
        told += _(" (by the rule since %(since)s)") % {"since": _day(since)}
    return told + _uncompared(one)


def _hours(amount: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", amount) % {"n": amount}


def _days(amount: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", amount) % {"n": amount}


def _working_days(amount: int) -> str:
    return ngettext("%(n)d working day", "%(n)d working days", amount) % {"n": amount}


_COUNTS: Mapping[str, Callable[[int], str]] = {
    "hours": _hours,
    "days": _days,
    "working_days": _working_days,
}
