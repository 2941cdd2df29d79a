"""Files that were read, and the rows of theirs that could not go in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from minben.institutions.vault.queries import SealedJSON, SealedText


class Import(models.Model):
    """One file that was read: how far it came, so that an interrupted import goes on."""

    source = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    next_row = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="import_once")]


class SetAside(models.Model):
    """A row that could not go in: where it stands, what is wrong, what to do, and the row as it was."""

    file = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="rows", db_index=False)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=60)
    remedy = models.CharField(max_length=60)
    facts = SealedJSON(default=dict, context="set_aside.facts")
    raw = SealedText(context="set_aside.raw")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "row", "column"], name="set_aside_once")]
