"""Evidence, clearances, revocations and daily tallies. All but the tallies are appended, never edited."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from minben.institutions.sandbox.core.jail import BUBBLEWRAP, PROCESS
from minben.ledger.queries import Appended


class Evidence(Appended):
    """What a trial of one version of an algorithm showed, signed."""

    algorithm = models.CharField(max_length=80)
    version = models.CharField(max_length=80)
    at = models.DateTimeField()
    # Empty when the command line made it: no account stands behind a shell.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    data_digest = models.CharField(max_length=160)
    data_source = models.CharField(max_length=300, blank=True)
    rows = models.PositiveIntegerField()
    metrics = models.JSONField()
    code_version = models.CharField(max_length=80)
    signature = models.TextField()
    # How the trial was kept apart; blank where nothing ran, or before this was written down.
    isolation = models.CharField(max_length=20, blank=True)
    signature_algorithm = models.CharField(max_length=40)
    key_id = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.CheckConstraint(name="sandbox_evidence_has_rows", condition=Q(rows__gt=0)),
            models.CheckConstraint(
                name="sandbox_isolation_known", condition=Q(isolation__in=[BUBBLEWRAP, PROCESS, ""])
            ),
        ]
        indexes = [models.Index(fields=["algorithm", "-at"], name="sandbox_evidence_newest")]

    def __str__(self) -> str:
        return f"{self.algorithm} {self.version}"


class Clearance(Appended):
    """A person lets one version of an algorithm run until a date."""

    algorithm = models.CharField(max_length=80)
    version = models.CharField(max_length=80)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires = models.DateTimeField()
    threshold = models.FloatField(null=True)
    error_limit = models.FloatField()
    conditions = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="sandbox_expires_later", condition=Q(expires__gt=F("at"))),
            models.CheckConstraint(
                name="sandbox_threshold_is_share",
                condition=Q(threshold=None) | Q(threshold__gte=0, threshold__lte=1),
            ),
            models.CheckConstraint(
                name="sandbox_limit_is_share", condition=Q(error_limit__gt=0, error_limit__lt=1)
            ),
        ]
        indexes = [models.Index(fields=["algorithm", "-at"], name="sandbox_clearance_newest")]

    def __str__(self) -> str:
        return f"{self.algorithm} {self.version}"


class Revocation(Appended):
    """The end of a clearance before its date, by a person or by the breaker."""

    clearance = models.OneToOneField(Clearance, on_delete=models.PROTECT, related_name="revocation")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    trip = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sandbox_machine_only_trips", condition=Q(trip=True, by=None) | Q(trip=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.clearance_id}"


class Tally(models.Model):
    """What one clearance did on a day, counted: a row for each act that used it, which are later put together.

    Acts add rows and never change one that others might be changing: none has to wait for another to count.
    """

    clearance = models.ForeignKey(Clearance, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    runs = models.PositiveIntegerField(default=0)
    items = models.PositiveBigIntegerField(default=0)
    abstained = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    checked = models.PositiveBigIntegerField(default=0)
    wrong = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["clearance", "day"], name="sandbox_tally_day")]

    def __str__(self) -> str:
        return f"{self.clearance_id} {self.day}"
