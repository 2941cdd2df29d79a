"""What presses an order on: reminders, supervision, and whistles with the departments they call."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minben.dispatch.orders.models.order import Order
from minben.dispatch.orders.words import WhyReminded, WhySupervised
from minben.ledger.queries import Appended, known_words


class Reminder(Appended):
    """The machine reminded a unit (催办); once a day at most, however often it runs."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()
    why = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "day"], name="orders_one_reminder_a_day"),
            *known_words("orders_reminder", why=WhyReminded),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.day}"


class Supervision(models.Model):
    """A person at the centre takes an order in hand (督办): signed, in words, with a date."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    # Empty until a person has signed: the machine may only propose it.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, by=None)
                | (Q(signed_at__isnull=False, by__isnull=False, due_at__isnull=False) & ~Q(words="")),
                name="orders_supervision_signed",
            ),
            *known_words("orders_supervision", why=WhySupervised),
        ]
        indexes = [models.Index(fields=["signed_at", "proposed_at"], name="orders_supervision_open")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.why}"


class Whistle(models.Model):
    """A street calls departments together (吹哨)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-at"], name="orders_whistle_of_unit")]

    def __str__(self) -> str:
        return self.subject


class WhistleCall(models.Model):
    """One department that was called, and when it reported (报到)."""

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, related_name="calls", db_index=False)
    unit = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    report_by = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whistle", "unit"], name="orders_called_once"),
            models.CheckConstraint(
                condition=Q(reported_at=None, by=None) | Q(reported_at__isnull=False, by__isnull=False),
                name="orders_report_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["unit", "reported_at"], name="orders_call_of_unit")]

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.unit_id}"
