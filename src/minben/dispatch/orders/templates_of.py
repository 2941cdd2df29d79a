"""Words to begin an answer with, for a unit and a category: the nearest first."""

from django.db.models import F, Q

from minben.dispatch.orders.models import Template


def templates_for(unit: int, category: int) -> list[Template]:
    """Return the texts of this unit and of every unit, those of the very category first."""
    ours = Q(unit_id=unit) | Q(unit=None)
    kind = Q(category_id=category) | Q(category=None)
    order = (F("category").asc(nulls_last=True), F("unit").asc(nulls_last=True), "name")
    return list(Template.objects.filter(ours, kind).order_by(*order)[:6])
