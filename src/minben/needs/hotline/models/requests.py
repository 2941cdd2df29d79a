"""Requests, events and history. What the person said stays as it was said; what happened since is appended."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minben.ledger.queries import Appended, known_words, one_of
from minben.needs.hotline.models.lists import Category
from minben.needs.hotline.words import Actor, Channel, DecidedBy, Identity, Kind, State, Step, Tier, Urgency

# A key that a longer index begins with, or by which no page searches, has no index of its own (db_index=False):
# each index is paid for with every request that comes in.


class Event(models.Model):
    """Requests about one thing at one place (事件)."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(
        "registers.Place", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    opened_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["category", "place", "-latest_at"], name="event_near")]


class Request(models.Model):
    """One need of one person (诉求)."""

    code = models.CharField(max_length=16, unique=True)
    source = models.CharField(max_length=80, blank=True)
    source_key = models.CharField(max_length=160, blank=True)
    channel = one_of(Channel)
    identity = one_of(Identity, default=Identity.NAMED)
    kind = one_of(Kind, default=Kind.HELP)
    text = models.TextField()
    masked = models.TextField()
    since_when = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField()
    person = models.ForeignKey(
        "registers.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category_by = one_of(DecidedBy, default=DecidedBy.NOBODY)
    confidence = models.FloatField(null=True)
    guesses = models.JSONField(default=list)
    place = models.ForeignKey(
        "registers.Place", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    address = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    tier = one_of(Tier, default=Tier.BASIC)
    urgency = one_of(Urgency, default=Urgency.NORMAL)
    signals = models.JSONField(default=dict)
    support = models.PositiveIntegerField(default=0)
    against = models.ForeignKey(
        "registers.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    event = models.ForeignKey(Event, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    chases = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    state = one_of(State, default=State.RECEIVED)
    unit = models.ForeignKey("registers.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    why = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)
    solved = models.BooleanField(null=True)
    solved_at = models.DateTimeField(null=True)
    turn = models.CharField(max_length=36, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source=""), name="request_once_per_source"
            ),
            models.CheckConstraint(
                condition=Q(category__isnull=False) | Q(category_by=DecidedBy.NOBODY),
                name="request_category_has_decider",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(0, 1)),
                name="request_confidence_is_share",
            ),
            *known_words("request", channel=Channel, identity=Identity, kind=Kind, category_by=DecidedBy),
            *known_words("request", tier=Tier, urgency=Urgency, state=State),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="request_queue"),
            models.Index(fields=["person", "-received_at"], name="request_person"),
            models.Index(fields=["category", "place", "-received_at"], name="request_near"),
            models.Index(fields=["-received_at"], name="request_newest"),
            models.Index(fields=["event"], name="request_event"),
            models.Index(fields=["turn"], name="request_turn"),
            # Few say exactly where: a request that comes in without a spot pays nothing for it.
            models.Index(
                fields=["category", "lat", "lon"], condition=Q(lat__isnull=False), name="request_spot"
            ),
        ]


# What the reporting desk alone may read; the same as core.states.is_report.
REPORTS_WRONGDOING = Q(kind=Kind.WHISTLE) | Q(state=State.SET_APART)


class Entry(Appended):
    """One line of a request's history; never edited."""

    may_change = frozenset({"words"})

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="entries", db_index=False)
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
    public = models.BooleanField(default=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = known_words("entry", step=Step, actor=Actor)
        indexes = [
            models.Index(fields=["request", "at", "id"], name="entry_history"),
            # Who asks every few minutes what is new must not make the database read all histories.
            models.Index(fields=["at"], name="entry_at"),
        ]


class Photo(models.Model):
    """A picture, re-encoded, with nothing about the camera or the place left in the file."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="photos")
    file = models.ImageField(upload_to="photos/%Y/%m", width_field="width_px", height_field="height_px")
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    at = models.DateTimeField()
