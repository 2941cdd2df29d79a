"""Who outside may call, what they were answered, what they are sent, and what became of it."""

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from minben.ledger.queries import Appended


class Delivered(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    ARRIVED = "arrived"
    GIVEN_UP = "given_up"


class Partner(models.Model):
    """An organisation outside whose machines may call."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=200)
    since = models.DateTimeField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Token(models.Model):
    """A key that lets a machine call; only its digest is kept."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=100, unique=True)
    hint = models.CharField(max_length=8)
    scopes = models.JSONField(default=list)
    purpose = models.CharField(max_length=60, blank=True)
    per_minute = models.PositiveIntegerField(default=120)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.CheckConstraint(name="partners_token_calls_at_all", condition=Q(per_minute__gte=1))
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.hint}"


class KeptAnswer(models.Model):
    """What a write was answered, so that the same write sent again gets the same answer."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=128)
    asked = models.CharField(max_length=100)
    status = models.PositiveSmallIntegerField()
    answer = models.TextField()
    location = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "key"], name="partners_answered_once")]


class Subscription(models.Model):
    """Where a partner wants to be told, and how that goes."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="subscriptions")
    address = models.CharField(max_length=500)
    everything = models.BooleanField(default=False)
    sealed_secret = models.TextField()
    sealed_old_secret = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True)
    since = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="partners_told_once", fields=["partner", "address"], condition=Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.address


class Delivery(models.Model):
    """One message to one subscriber; ``key`` is the same on every try."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    key = models.CharField(max_length=60, unique=True)
    event = models.CharField(max_length=60)
    body = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, default=Delivered.WAITING.value)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partners_delivery_state_known", condition=Q(state__in=[s.value for s in Delivered])
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], name="partners_due", condition=Q(state=Delivered.WAITING.value)),
            models.Index(fields=["subscription", "-id"], name="partners_of_subscription"),
        ]

    def __str__(self) -> str:
        return self.key


class Try(Appended):
    """One attempt to deliver: the status that came back, or what went wrong."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=40, blank=True)
    took_ms = models.PositiveIntegerField(default=0)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
