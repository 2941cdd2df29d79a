from django.db import models
from django.db.models import Q

from minben.ledger.appending import Appended


class Log(models.Model):
    """The one row that a sealer locks; it also fixes the digest algorithm for the life of the log."""

    algorithm = models.CharField(max_length=16)


class Entry(Appended):
    """One act. ``leaf`` is what is proven; what, who, subject and at only help to find it."""

    leaf = models.TextField()
    digest = models.BinaryField(max_length=64)
    what = models.CharField(max_length=80)
    who = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    at = models.DateTimeField()
    position = models.PositiveBigIntegerField(null=True, unique=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="ledger_subject"),
            models.Index(fields=["id"], condition=Q(position=None), name="ledger_unsealed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(position=None, sealed_at=None)
                | Q(position__isnull=False, sealed_at__isnull=False),
                name="ledger_sealed_with_position",
            ),
        ]


class Node(Appended):
    """The root of the complete subtree over the 256 nodes below it (level 1: over 256 entries)."""

    level = models.PositiveSmallIntegerField()
    place = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "place"], name="ledger_node_once")]


class Head(Appended):
    """The signed root over the first ``size`` entries."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.BinaryField(max_length=64)
    digest_algorithm = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=256)
    signature_algorithm = models.CharField(max_length=16)
    key_id = models.CharField(max_length=16)
    public_key = models.BinaryField(max_length=128)
    at = models.DateTimeField()


class Salt(models.Model):
    """A secret per person; when it is destroyed, digests made with it can be tied to nobody."""

    owner = models.CharField(max_length=120, unique=True)
    salt = models.BinaryField(max_length=32)
