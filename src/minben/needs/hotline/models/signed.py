"""What people sign for with their name: alerts that one has seen, ends that two decide and a third looks at again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minben.ledger.queries import known_words
from minben.needs.hotline.models.requests import Request
from minben.needs.hotline.words import ENDS


class Alert(models.Model):
    """A crowd, a life or a child may be at stake: a person is told at once and signs that they have seen it."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seen_at = models.DateTimeField(null=True)
    done = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["seen_at", "at"], name="alert_unseen")]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_by=None, seen_at=None) | Q(seen_by__isnull=False, seen_at__isnull=False),
                name="alert_seen_by_somebody",
            )
        ]


class Ending(models.Model):
    """An end that two people decide: one proposes with evidence, another agrees; the person may appeal."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="endings")
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=60)
    words = models.TextField()
    evidence = models.TextField()
    condition = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    appeal_upheld = models.BooleanField(null=True)
    appeal_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="ending_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, agreed=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, agreed__isnull=False),
                name="ending_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(appeal_by=None)
                | (~Q(appeal_by=models.F("proposed_by")) & ~Q(appeal_by=models.F("decided_by"))),
                name="ending_appeal_by_a_third",
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(agreed=None), name="ending_one_open"),
            *known_words("ending", kind=ENDS),
        ]
