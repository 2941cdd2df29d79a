"""Sentences about outcomes that other pages show."""

from django import template
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from minben.commons.clock import now
from minben.evaluation.outcomes import asking, queries, wording
from minben.evaluation.outcomes.amounts import amount
from minben.evaluation.outcomes.showing import Names, gap_sentence

register = template.Library()


@register.simple_tag
def gap_in_words(today: queries.Today, names: Names | None = None) -> str:
    """Say in one sentence what share of people call it solved, and who fares worse."""
    solved = today.solution
    first = _("Too few people have been asked to say how much is solved.")
    if solved is not None and solved.value is not None:
        first = _("%(share)s of the people who were asked say that it is solved.") % {
            "share": amount(solved.value, solved.unit)
        }
    if today.figure is None:
        return first
    title = wording.FIGURES[today.figure.code].title
    gap = gap_sentence(today.figure, today.gap, names or Names())
    return _("%(first)s %(title)s: %(gap)s.") % {"first": first, "title": title, "gap": gap}


@register.simple_tag
def who_fares_worse(today: queries.Today, code: str, names: Names) -> str:
    """Say of one figure which group fares worse, with the figure's name before it."""
    figure = next((one for one in today.figures if one.code == code), None)
    gap = gap_sentence(figure, figure.gap if figure else None, names)
    return _("%(title)s: %(gap)s") % {"title": wording.FIGURES[code].title, "gap": gap}


@register.simple_tag
def rules_uncompared() -> bool:
    """Tell whether a rule behind today's figures was never compared with its source."""
    return asking.uncompared(localdate(now()))


@register.simple_tag
def names_of_groups() -> Names:
    """Return the names that the sentences of one page share, so that they are read once."""
    return Names()
