"""Tables of the twin: blocks, versions of what stands there, studies, consents. Versions and studies are appended."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint

from minben.ledger.queries import Appended


class Block(models.Model):
    """A house and what stands round it, for a lift."""

    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    unit = models.ForeignKey("registers.Unit", models.PROTECT, related_name="+")
    place = models.ForeignKey("registers.Place", models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.OneToOneField(
        "ballots.Decision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Since when everybody sees it.
    shown_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Version(Appended):
    """What was known of a block at a time: the site, the house, corrected windows; ``scene`` is made of these."""

    block = models.ForeignKey(Block, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    # ``site``, ``house``, ``corrections``, and ``faults``: what had to be left out.
    setup = models.JSONField()
    scene = models.JSONField()
    digest = models.CharField(max_length=160)
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["block", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.block_id}: {self.number}"


class Study(Appended):
    """One study of a version by a rule: every place that was compared, and cards of some."""

    may_change = frozenset({"proposed"})

    version = models.ForeignKey(Version, models.PROTECT, related_name="studies")
    rule = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    # Of the scene with its windows, as the engine saw it.
    digest = models.CharField(max_length=160)
    # What the owners may share among those who lose, for the two columns [cent].
    fund_cents = models.BigIntegerField(null=True)
    # The place that the owners are asked about; the suggested one until somebody says otherwise.
    proposed = models.CharField(max_length=80)
    algorithm = models.CharField(max_length=80)
    algorithm_version = models.CharField(max_length=40)
    result = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.version_id}: {self.rule}"


class Consent(Appended):
    """An owner's word on whether neighbours may see a dwelling's row; the newest of each owner counts."""

    block = models.ForeignKey(Block, models.PROTECT, related_name="consents", db_index=False)
    dwelling = models.CharField(max_length=40)
    # The owner in the decision's list, by number: no name.
    owner = models.PositiveIntegerField()
    shown = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["block", "dwelling"], name="consent_of_dwelling")]

    def __str__(self) -> str:
        return f"{self.block_id}: {self.shown}"
