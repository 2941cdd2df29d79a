"""Crews: who can go, how often a day, and when they are going where."""

from django.db import models
from django.db.models import Q

from minben.dispatch.orders.models.order import Order


class Crew(models.Model):
    """People of one unit who go out together; ``skills``: codes of categories, none meaning all."""

    unit = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    per_day = models.PositiveSmallIntegerField()
    skills = models.JSONField(default=list)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="orders_crew_name"),
            models.CheckConstraint(condition=Q(per_day__gt=0), name="orders_crew_goes_out"),
        ]

    def __str__(self) -> str:
        return self.name


class Visit(models.Model):
    """One place in a crew's day, kept for one order; ``slot`` is its number in that day, from 1."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    crew = models.ForeignKey(Crew, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    slot = models.PositiveSmallIntegerField()
    planned_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Two people cannot be promised the same hour, even by two officers at once.
            models.UniqueConstraint(
                fields=["crew", "day", "slot"], condition=Q(given_up_at=None), name="orders_slot_once"
            ),
            models.CheckConstraint(condition=Q(slot__gt=0), name="orders_slot_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.crew_id} {self.day} {self.slot}"
