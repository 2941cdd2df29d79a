"""Tags of the pages of decisions: words for codes, money, and bars of the shares with their sentence."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from minben.participation.ballots import wording
from minben.participation.ballots.core.tally import Share

register = template.Library()

WIDTH = 300


@register.filter
def ballot_word(code: Any, of: str) -> str:
    """Show a code of decisions as the reader's word."""
    return wording.word(of, str(code or ""))


@register.filter
def line_word(name: str) -> str:
    """Show a line of the law as the reader's words."""
    return str(wording.SHARES[name])


@register.filter
def ballot_tone(code: Any) -> str:
    """Return the colour a code is shown in."""
    return wording.TONES.get(str(code), "")


@register.filter
def yuan(cents: int | None) -> str:
    """Show an amount of money to the cent."""
    if cents is None:
        return "–"
    whole = number_format(cents // 100, force_grouping=True)
    return f"¥{whole}.{cents % 100:02}"


@register.filter
def amount(value: Fraction, name: str = "area") -> str:
    """Show heads as whole numbers, areas and weights with two decimals."""
    if name.startswith("owners"):
        return number_format(int(value), force_grouping=True)
    return number_format(round(float(value), 2), decimal_pos=2, force_grouping=True)


@register.filter
def needed(share: Share) -> str:
    """Show the least that is needed, as the law writes it."""
    least = share.needed
    if least.beyond:
        return _("more than %(share)s") % {"share": least.share}
    return _("at least %(share)s") % {"share": least.share}


@register.filter
def percent(share: Share) -> str:
    """Show a share for the eye; what decides is the exact fraction, so one just below the line never reads as on it."""
    if not share.whole:
        return "–"
    hundredths = share.part * 10_000 // share.whole
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def _sentence(share: Share, name: str, so_far: bool) -> str:
    """Say in one sentence what a bar shows."""
    told = {
        "what": str(wording.SHARES[name]),
        "part": amount(share.part, name),
        "whole": amount(share.whole, name),
        "percent": percent(share),
        "needed": needed(share),
    }
    if share.reached:
        return _("%(what)s: %(part)s of %(whole)s (%(percent)s). Needed: %(needed)s. Reached.") % told
    if so_far:
        return (
            _("%(what)s: %(part)s of %(whole)s (%(percent)s). Needed: %(needed)s. Not reached so far.") % told
        )
    return _("%(what)s: %(part)s of %(whole)s (%(percent)s). Needed: %(needed)s. Not reached.") % told


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the drawing, in its coordinates, as text that no language's commas can spoil."""

    name: str
    title: str
    share: Share
    said: str
    part: str
    line: str


@register.inclusion_tag("ballots/bars.html")
def share_bars(*, so_far: bool = False, **shares: Share) -> dict[str, object]:
    """Draw shares as bars with a mark where the law draws its line; ``so_far`` while people still vote."""
    bars = [
        Bar(
            name,
            str(wording.SHARES[name]),
            one,
            _sentence(one, name, so_far),
            _length(one.part, one.whole),
            _length(one.needed.share, Fraction(1)),
        )
        for name, one in shares.items()
    ]
    return {"bars": bars, "width": WIDTH, "so_far": so_far}


@register.inclusion_tag("ballots/bars.html")
def tally_bars(tally: Any) -> dict[str, object]:
    """Draw the four shares of a count."""
    return share_bars(**tally.shares)


def _length(part: Fraction, whole: Fraction) -> str:
    return f"{float(part / whole) * WIDTH:.2f}" if whole else "0"
