"""What a unit does with an order: sends it back, answers from a template, proves that it is done."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minben.dispatch.orders.models.catalogue import Ruling
from minben.dispatch.orders.models.order import Order
from minben.ledger.queries import Appended


class SendBack(models.Model):
    """A unit says that an order is not its own, for a listed reason; a second time the centre rules."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    ruling = models.ForeignKey(Ruling, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ruling=None) | Q(settled_at__isnull=False), name="orders_ruling_settles"
            )
        ]
        indexes = [models.Index(fields=["settled_at", "at"], name="orders_sent_back_open")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.reason}"


class Proof(Appended):
    """What shows that the work was done: words, a photograph, a measured figure with its unit."""

    may_change = frozenset({"words", "photo"})

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="proofs")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    photo = models.ImageField(upload_to="proofs/%Y/%m", blank=True)
    figure = models.FloatField(null=True)
    figure_unit = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="orders_proof_says_something"),
            models.CheckConstraint(
                condition=Q(figure=None) | ~Q(figure_unit=""), name="orders_figure_has_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}"


class Template(models.Model):
    """Words to begin an answer with; the officer changes them to fit the person."""

    unit = models.ForeignKey(
        "registers.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category = models.ForeignKey("hotline.Category", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    words = models.TextField()
    words_en = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="orders_template_name")]

    def __str__(self) -> str:
        return self.name
