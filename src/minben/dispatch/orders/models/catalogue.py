"""The dispatch catalogue (派单目录): dated rules, and what the centre ruled where units disagreed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from minben.dispatch.orders.words import Origin
from minben.ledger.queries import Appended, known_words, one_of


class CatalogueRule(models.Model):
    """From a day on, one unit answers for a category in an area; no area means everywhere else."""

    category = models.ForeignKey(
        "hotline.Category", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    place = models.ForeignKey("registers.Place", null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    origin = one_of(Origin, default=Origin.CATALOGUE)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)
    sign_hours = models.PositiveSmallIntegerField(null=True)
    # {"normal": {"amount": 7, "unit": "working_days"}}; an urgency left out follows the city's default.
    spans = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    # A rule put right before it had run a day: kept for the record, out of force.
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "place"],
                condition=Q(until=None, replaced_at=None, place__isnull=False),
                name="orders_one_rule_per_area",
            ),
            models.UniqueConstraint(
                fields=["category"],
                condition=Q(until=None, replaced_at=None, place__isnull=True),
                name="orders_one_rule_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="orders_rule_in_order"
            ),
            *known_words("orders_rule", origin=Origin),
        ]
        indexes = [
            models.Index(fields=["category", "place", "-since"], name="orders_rule_lookup"),
            models.Index(fields=["-changed_at"], name="orders_rule_version"),
        ]

    def __str__(self) -> str:
        return f"{self.category_id} @ {self.place_id} → {self.unit_id}"


class Ruling(Appended):
    """The centre's written decision on who acts; a general one guides later requests of the same kind."""

    category = models.ForeignKey(
        "hotline.Category", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    place = models.ForeignKey("registers.Place", null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    general = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="orders_ruling_in_writing")]
        indexes = [models.Index(fields=["category", "place", "-at"], name="orders_ruling_lookup")]

    def __str__(self) -> str:
        return f"{self.category_id} @ {self.place_id} → {self.unit_id}"
