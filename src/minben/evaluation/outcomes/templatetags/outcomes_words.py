"""One sentence on who fares worse, for pages that show the circle."""

from django import template

from minben.evaluation.outcomes import queries
from minben.evaluation.outcomes.showing import Names, gap_sentence

register = template.Library()


@register.simple_tag
def gap_in_words(today: queries.Today) -> str:
    """Say which group fares worse and by how much."""
    summary = queries.newest()
    figure = queries.gap_figure(summary, today.gap) if summary and today.gap else None
    return gap_sentence(figure, today.gap, Names())
