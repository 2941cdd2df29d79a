"""Tags for every template: form fields, error summary, estimates, moments, marks, bars, page links.

They are built in: no ``{% load %}`` is needed.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, Select, SelectMultiple
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minben.commons.bars import Bar, laid_out
from minben.commons.clock import now
from minben.commons.statistics import Estimate
from minben.commons.text import said_once
from minben.portal.words import moment_in_words, quantity

register = template.Library()

LENGTH = re.compile(r"[\d一二两三四五六七八九十百几半多]+个?多?(?:小时|钟头|天|日|周|星期|礼拜|月|年)[多半]?")
TONES = frozenset({"", "plain", "good", "care", "danger"})


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Show a form field with its label, hint and error, each tied to the input for those who listen."""
    described = [f"{bound.auto_id}-error"] if bound.errors else []
    if bound.help_text:
        described.append(f"{bound.auto_id}-hint")
    attributes: dict[str, Any] = {"aria-describedby": " ".join(described) or False}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if type(bound.field.widget) in (Select, SelectMultiple):
        # The framework's own draws each option by a template of its own: most of the time of a page with long lists.
        bound.field.widget.template_name = "portal/select.html"
    context = {
        "field": bound,
        "group": bound.use_fieldset,
        "check": isinstance(bound.field.widget, CheckboxInput),
        "described": " ".join(described),
        "widget": bound.as_widget(attrs={} if bound.use_fieldset else attributes),
    }
    return SafeString(render_to_string("portal/field.html", context))


@register.inclusion_tag("portal/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """List at the top what is wrong with a form, each line a link to the field it is about."""
    lines = [
        {"target": _first_input(form[name]), "label": form[name].label, "error": error}
        for name in form.errors
        if name in form.fields
        for error in form.errors[name]
    ]
    return {"lines": lines, "general": form.non_field_errors()}


def _first_input(bound: BoundField) -> str:
    """Return the id a link must lead to; in a group of choices that is the first of them."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.auto_id)


@register.simple_tag
def estimate(value: Estimate | None) -> SafeString:
    """Show an estimate as value, interval and unit; say so when too few people stand behind it."""
    if value is None or not value.shown:
        return format_html('<span class="why">{}</span>', _("too few to show"))
    shown = quantity(value)
    if not shown.interval:
        return format_html("<span>{}</span>", shown.value)
    interval = _("likely between %(interval)s") % {"interval": shown.interval}
    return format_html(
        '<span>{} <small><span class="sr">{}</span><span aria-hidden="true">{}</span></small></span>',
        shown.value,
        interval,
        _("(%(interval)s)") % {"interval": shown.interval},
    )


@register.filter
def grouped(count: Any) -> Any:
    """Show a count with marks of thousands, in the reader's way; what is no count stays as it is."""
    return number_format(count, force_grouping=True) if isinstance(count, int) else count


@register.filter
def lasting(since: str) -> str:
    """Show a bare Chinese length (“两天”) as an answer to “since when”; whatever else was said stays as it is."""
    return f"已有{since}" if since and LENGTH.fullmatch(since) else since


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """Show a moment in plain local words, the exact one beside it for machines and for paper."""
    if moment is None:
        return format_html('<span class="why">{}</span>', _("not yet"))
    local = localtime(moment)
    return format_html(
        '<time datetime="{}" data-day="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        date_format(local, "DATETIME_FORMAT"),
        moment_in_words(local, localtime(now())),
    )


@register.simple_tag
def place_words(name: str, address: str) -> str:
    """Show a place and the address in it without saying either twice."""
    return said_once(name or "", address or "")


@register.filter
def in_my_language(text: str) -> str:
    """Of a source told as “中文 / English”, show the half the reader reads; anything else stays as it is."""
    halves = text.split(" / ")
    chinese = [half for half in halves if any("\u4e00" <= sign <= "\u9fff" for sign in half)]
    if len(halves) != 2 or len(chinese) != 1:
        return text
    other = next(half for half in halves if half is not chinese[0])
    return other if (get_language() or "").startswith("en") else chinese[0]


@register.simple_tag(name="tag")
def mark(text: object, tone: str = "") -> SafeString:
    """Show a short state as a coloured mark; its words carry the meaning, the colour only helps."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"no tone {tone!r}; there are {sorted(TONES)}")
    return format_html('<span class="{}">{}</span>', f"tag {tone}".strip(), text)


@register.inclusion_tag("portal/bars.html", takes_context=True)
def bars(context: dict[str, Any], rows: Sequence[Bar], title: str, key: str) -> dict[str, Any]:
    """Draw one bar a row; the table beside it holds the same figures."""
    return {
        "chart": laid_out(rows, view=context.get("frame", {}).get("view", "")),
        "title": title,
        "key": key,
    }


@register.inclusion_tag("portal/pages.html", takes_context=True)
def pages(context: dict[str, Any], page: Page[Any]) -> dict[str, Any]:
    """Show links to the page before and after, keeping what the reader was looking for."""
    request: HttpRequest = context["request"]
    asked = request.GET.copy()
    asked.pop("page", None)
    return {"page": page, "asked": f"{asked.urlencode()}&" if asked else ""}
