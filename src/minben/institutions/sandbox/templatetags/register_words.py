"""Filters that turn what the sandbox keeps into words."""

from django import template
from django.utils.translation import get_language

from minben.institutions.sandbox import words
from minben.institutions.sandbox.core.declaration import Words

register = template.Library()


@register.filter
def said(text: Words) -> str:
    """Show a text of the register in the reader's language."""
    return text.read(get_language() or "zh-hans")


@register.filter
def percent(share: float) -> str:
    """Show a share that somebody set, in per cent."""
    return f"{share * 100:.4g}%"


@register.filter
def why_not_words(code: str) -> str:
    """Show whether an algorithm may run."""
    return str(words.WHY_NOT.get(code, code))


@register.filter
def metric_words(code: str) -> str:
    """Show what a figure measures."""
    return str(words.METRICS.get(code, code))


@register.filter
def isolation_words(code: str) -> str:
    """Show how a trial was kept apart."""
    return str(words.ISOLATION.get(code, code))


@register.filter
def group_words(code: str) -> str:
    """Show whom a figure is about."""
    return words.group_words(code)
