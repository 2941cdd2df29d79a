from typing import Any, NoReturn, TypeVar

from django.db import models
from django.db.models import Q

ONLY_ADDED = "The ledger is only added to; write a new act that corrects the old one."


_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class AppendOnlyQuerySet(models.QuerySet[_Row_co]):
    """Rows that are added and read, nothing else."""

    def update(self, **_values: object) -> NoReturn:
        raise TypeError(ONLY_ADDED)

    def delete(self) -> NoReturn:
        raise TypeError(ONLY_ADDED)


class AppendOnly(models.Model):
    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(ONLY_ADDED)
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError(ONLY_ADDED)


class Log(models.Model):
    """The one row that a sealer locks; it also fixes the digest algorithm for the life of the log."""

    algorithm = models.CharField(max_length=16)


class Entry(AppendOnly):
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


class Node(AppendOnly):
    """The root of the complete subtree over the 256 nodes below it (level 1: over 256 entries)."""

    level = models.PositiveSmallIntegerField()
    place = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "place"], name="ledger_node_once")]


class Head(AppendOnly):
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
