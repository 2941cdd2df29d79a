"""Tags of the hotline's pages: words for codes, reasons, names in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from minben.needs.hotline import wording
from minben.needs.hotline.reasons import in_words

register = template.Library()


@register.filter
def word(code: Any, of: str) -> str:
    """Show a code as the reader's word."""
    return wording.word(of, str(code)) if code not in (None, "") else ""


@register.filter
def tone(state: Any) -> str:
    """Return the colour a state is shown in."""
    return wording.TONES.get(str(state), "")


@register.filter
def name(row: Any) -> str:
    """Show a stored name in the reader's language."""
    return wording.name_of(row) if row else ""


@register.filter
def named(row: Any, what: str) -> str:
    """Show the name of a row's category, place or unit in the reader's language."""
    return wording.named(row, what)


@register.filter
def told(row: Any, what: str) -> str:
    """Show a text that is kept in both languages."""
    return wording.in_language(getattr(row, what, ""), getattr(row, f"{what}_en", ""))


@register.filter
def reasons(why: Sequence[Mapping[str, Any]] | None) -> list[str]:
    """Show reason codes as sentences."""
    return in_words(why or [])


@register.filter
def percent(share: float | None) -> str:
    """Show a share between 0 and 1 as whole per cent."""
    return "" if share is None else f"{round(share * 100)}%"


@register.filter
def tongue(chinese: str, english: str) -> str:
    """Show the one of two names that the reader's language asks for."""
    return wording.in_language(chinese, english)
