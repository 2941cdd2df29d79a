"""What was removed of requests, and who asked for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minben.ledger.queries import Appended, known_words
from minben.needs.hotline.core.retention import PARTS
from minben.needs.hotline.models.requests import Request


class Removal(Appended):
    """One part of a request that was removed for good: when, and by which rule or at whose wish."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="removals", db_index=False)
    part = models.CharField(max_length=12)
    at = models.DateTimeField()
    # The first day of the rule that asked for it; empty when the person did.
    rule = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "part"], name="removal_once"),
            *known_words("removal", part=PARTS),
        ]


class Erasure(models.Model):
    """A person asks that what is kept about them goes; another person than the one who wrote it down decides."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="erasures")
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    # Empty when the person asked on their own page.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agreed = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(decided_at=None), name="erasure_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="erasure_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, agreed=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, agreed__isnull=False),
                name="erasure_decided_by_somebody",
            ),
        ]
