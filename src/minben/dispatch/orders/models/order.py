"""The work order and its history."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minben.dispatch.orders.words import Actor, Part, State, Step
from minben.ledger.queries import Appended, known_words, one_of


class Order(models.Model):
    """One unit's work for one request (工单); ``answers``: the first unit, until another signs."""

    request = models.ForeignKey("hotline.Request", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    answers = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey(
        "hotline.Category", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    place = models.ForeignKey(
        "registers.Place", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    event = models.ForeignKey(
        "hotline.Event", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # The unit complained about, which may neither act nor learn who complained.
    against = models.ForeignKey(
        "registers.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = one_of(Part, default=Part.LEAD)
    urgency = models.CharField(max_length=8)
    vulnerable = models.BooleanField(default=False)
    danger = models.BooleanField(default=False)
    # False where even the unit that acts may not learn who asked.
    names_person = models.BooleanField(default=True)
    state = one_of(State, default=State.DISPATCHED)
    received_at = models.DateTimeField()
    dispatched_at = models.DateTimeField()
    sign_by = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_s = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    times_sent_back = models.PositiveSmallIntegerField(default=0)
    why = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(part=Part.LEAD.value), name="orders_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(state=State.PAUSED.value, paused_at__isnull=False)
                | (~Q(state=State.PAUSED.value) & Q(paused_at__isnull=True)),
                name="orders_paused_has_start",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SIGNED.value) | Q(signed_at__isnull=False),
                name="orders_signed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DONE.value) | Q(done_at__isnull=False), name="orders_done_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED.value) | Q(closed_at__isnull=False),
                name="orders_closed_has_time",
            ),
            *known_words("orders_order", part=Part, state=State),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_at"], name="orders_of_unit"),
            models.Index(fields=["state", "due_at"], name="orders_by_due"),
            models.Index(fields=["dispatched_at"], name="orders_by_dispatch"),
            # Few orders have these: an order that comes in pays for none of them.
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="orders_parts"),
            models.Index(fields=["event"], condition=Q(event__isnull=False), name="orders_of_event"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="orders_by_done"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class OrderEntry(Appended):
    """One line of an order's history; never edited."""

    may_change = frozenset({"words"})

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="entries", db_index=False)
    at = models.DateTimeField()
    step = one_of(Step)
    actor = one_of(Actor)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "registers.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["order", "at", "id"], name="orders_history")]
        constraints = known_words("orders_entry", step=Step, actor=Actor)

    def __str__(self) -> str:
        return f"{self.order_id} {self.step}"
