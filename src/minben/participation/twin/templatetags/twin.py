"""Tags of the pages of blocks: words for codes, clock times, bars of the day, the plan drawn on the server."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from minben.participation.twin import wording
from minben.participation.twin.drawing import day_bars, month_bars, plan

register = template.Library()


@register.filter
def twin_word(code: Any, of: str) -> str:
    """Show a code of the twin as the reader's word."""
    return wording.word(of, code)


@register.filter
def twin_tone(code: Any) -> str:
    """Return the colour a verdict is shown in."""
    return wording.TONES.get(str(code), "")


@register.filter
def compass(azimuth: float) -> str:
    """Say to which side something looks."""
    return wording.compass(azimuth)


@register.filter
def hours(minutes: float) -> str:
    """Show minutes as people say them: hours and minutes."""
    whole = round(minutes)
    if whole < 60:
        return _("%(minutes)s min") % {"minutes": whole}
    if whole % 60 == 0:
        return _("%(hours)s h") % {"hours": whole // 60}
    return _("%(hours)s h %(minutes)s min") % {"hours": whole // 60, "minutes": whole % 60}


@register.filter
def band(ends: Sequence[float]) -> str:
    """Show a band: one figure when both ends round to the same."""
    low, high = round(ends[0]), round(ends[-1])
    if low == high:
        return hours(low)
    return _("%(low)s to %(high)s") % {"low": hours(low), "high": hours(high)}


@register.filter
def year_band(ends: Sequence[float]) -> str:
    """Show hours of a year as a band."""
    low, high = (number_format(round(one), force_grouping=True) for one in (ends[0], ends[-1]))
    if low == high:
        return _("%(hours)s h") % {"hours": low}
    return _("%(low)s to %(high)s h") % {"low": low, "high": high}


@register.filter
def day_words(iso: str) -> str:
    """Show a day that a study names, as the other pages write it."""
    return str(date_format(date.fromisoformat(iso), "DATE_FORMAT"))


@register.filter
def clock(seconds: float) -> str:
    """Show seconds of the local clock as a time.

    Examples
    --------
    >>> clock(46059.3)
    '12:48'
    """
    minutes = round(seconds / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


@register.filter
def spans(told: Sequence[Sequence[float]]) -> str:
    """Show spans of the clock, one after the other."""
    return _(", ").join(f"{clock(begin)}–{clock(end)}" for begin, end in told)


@register.filter
def place_of(lift: Mapping[str, Any]) -> str:
    """Say where a lift would stand and which it is."""
    return wording.lift_words(lift)


@register.filter
def get_place(lifts: Mapping[str, Mapping[str, Any]], key: str) -> Mapping[str, Any]:
    """Return a place of a study by its key."""
    return lifts[key]


@register.filter
def percent(share: float) -> str:
    """Show a share in per cent."""
    return f"{round(share * 100)}%"


@register.simple_tag
def card_sentence(card: Any, rule: Mapping[str, Any]) -> str:
    """Say in one sentence what the lift does to a dwelling on the day that decides."""
    day = card.days[0]
    told = {
        "lost": hours(day.before - day.after),
        "asked": hours(rule["minutes"]),
        "low": hours(day.band_after[0]),
        "high": hours(day.band_after[1]),
    }
    if day.before - day.after < 1:
        change = _("The lift takes nothing from your sunniest room on this day.")
    else:
        change = _("The lift takes %(lost)s from your sunniest room on this day.") % told
    return f"{change} {wording.SENTENCES[day.verdict_before, day.verdict_after] % told}"


@register.filter
def rule_words(version: str) -> str:
    """Show a rule by its words."""
    return wording.word("rule", version.partition("@")[0])


@register.inclusion_tag("twin/plan.html")
def block_plan(scene: Any, house: Any, lifts: Any, proposed: Any = "") -> dict[str, Any]:
    """Draw the block from above, with a sentence and a table that say the same; what is not known yet may be blank."""
    return plan(scene, str(house or ""), lifts or {}, str(proposed or ""))


@register.inclusion_tag("twin/day.html")
def day_of(room: Any, glass: bool) -> dict[str, Any]:
    """Draw the sun of a room through a day."""
    return {"room": room, "glass": glass, **day_bars(room)}


@register.inclusion_tag("twin/months.html")
def months_of(card: Any, dwelling: str) -> dict[str, Any]:
    """Draw the hours of each month before and after; the table bears the name of the dwelling."""
    return month_bars(card.months_before, card.months_after) | {"dwelling": dwelling}


@register.filter
def money(cents: int | None) -> str:
    """Show an amount of money to the cent."""
    return "–" if cents is None else f"¥{number_format(cents // 100, force_grouping=True)}.{cents % 100:02}"


@register.filter
def whole(value: float) -> str:
    """Show a number without decimals."""
    return number_format(round(value), force_grouping=True)


@register.filter
def storeys_saved(floor: int) -> int:
    """Storeys that nobody must climb any more."""
    return max(floor - 1, 0)
