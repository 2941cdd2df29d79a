"""Who was given what, who opened what, and what a reviewer thought of it. Rows are appended."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from minben.ledger.queries import Appended


class Outcome(StrEnum):
    OPENED = "opened"
    REFUSED = "refused"
    BROKE_GLASS = "broke_glass"


class Verdict(StrEnum):
    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"
    UNCLEAR = "unclear"


class Grant(models.Model):
    """A holder may open a subject's data for a purpose, from a moment until another."""

    subject = models.CharField(max_length=80)
    holder = models.CharField(max_length=80)
    purpose = models.CharField(max_length=60)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    consent = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rights_grant_in_order", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                name="rights_one_open_grant",
                fields=["subject", "holder", "purpose"],
                condition=Q(until=None),
            ),
        ]
        indexes = [models.Index(fields=["subject", "purpose", "holder"], name="rights_grant_by_subject")]

    def __str__(self) -> str:
        return f"{self.holder} → {self.subject} ({self.purpose})"


class Access(Appended):
    """One page of personal data opened, or refused, by one reader for one purpose."""

    at = models.DateTimeField()
    reader = models.CharField(max_length=80)
    role = models.CharField(max_length=16)
    reader_label = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=60)
    basis = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Outcome])
    code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rights_access_outcome_known", condition=Q(outcome__in=[o.value for o in Outcome])
            ),
            models.CheckConstraint(
                name="rights_broken_glass_has_reason",
                condition=~Q(outcome=Outcome.BROKE_GLASS.value) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["reader", "-at"], name="rights_access_by_reader"),
            models.Index(fields=["outcome", "-at"], name="rights_access_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.outcome} {self.purpose}"


class Line(Appended):
    """One person's record on a page that was opened: what that person will see of it."""

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="lines")
    record = models.CharField(max_length=80)
    person = models.CharField(max_length=80, blank=True)
    fields = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-access"], name="rights_line_by_person"),
            models.Index(fields=["record", "-access"], name="rights_line_by_record"),
        ]

    def __str__(self) -> str:
        return self.record


class Review(Appended):
    """What an auditor thought of a reading that was forced open."""

    access = models.OneToOneField(Access, on_delete=models.PROTECT, related_name="review")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=12, choices=[(v.value, v.value) for v in Verdict])
    words = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rights_verdict_known", condition=Q(verdict__in=[v.value for v in Verdict])
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.verdict}"
