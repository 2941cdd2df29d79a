"""Filters that turn what rights keeps into words."""

from django import template
from django.utils.translation import get_language

from minben.institutions.rights import words
from minben.institutions.rights.core.purposes import Words

register = template.Library()


@register.filter
def said(text: Words) -> str:
    """Show a text of the city in the reader's language."""
    return text.read(get_language() or "zh-hans")


@register.filter
def role_words(role: str) -> str:
    """Show a role by its name."""
    return words.role_words(role)


@register.filter
def field_words(fields: tuple[str, ...]) -> str:
    """Show which data was opened."""
    return words.field_words(fields)


@register.filter
def outcome_words(outcome: str) -> str:
    """Show how a reading ended."""
    return str(words.OUTCOMES.get(outcome, outcome))


@register.filter
def verdict_words(verdict: str) -> str:
    """Show what an auditor found."""
    return str(words.VERDICTS.get(verdict, verdict))
