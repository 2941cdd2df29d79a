"""Tables of topics: each time a month was looked through, what was found, and who speaks of it.

A topic keeps its key when its month is looked through again, so that what others wrote about it stays true; one that
is no longer found loses its rank, and stays with those who spoke of it.
"""

from django.db import models
from django.db.models import Q

from minben.ledger.queries import Appended
from minben.needs.topics.core.shapes import REASONS, WAYS


class Month(models.Model):
    """The one row that whoever looks through a month locks, so that two at once do not both list it."""

    first = models.DateField(unique=True)
    # Up to this key requests were looked at; what is newer is joined in the night.
    seen_up_to = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


class Mining(Appended):
    """A month that was looked through: when, by what, on how much. Nothing here is edited."""

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="minings", db_index=False)
    at = models.DateTimeField()
    # How the list came about: ranked, events found but only counted, or plain counts; and why no more was allowed.
    how = models.CharField(max_length=12)
    why_not = models.CharField(max_length=20, blank=True)
    version = models.CharField(max_length=80, blank=True)
    verified = models.BooleanField(default=True)
    requests = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    topics = models.PositiveIntegerField()
    discounted = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["month", "-at"], name="mining_newest")]
        constraints = [models.CheckConstraint(condition=Q(how__in=WAYS), name="mining_how_known")]

    def __str__(self) -> str:
        return f"{self.month_id} {self.how}"


class Topic(models.Model):
    """One event of a month as it stands in the newest list; without a rank it is listed no more."""

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="topics", db_index=False)
    rank = models.PositiveIntegerField(null=True)
    hotness = models.FloatField()
    parts = models.JSONField(default=dict)
    title = models.CharField(max_length=120, blank=True)
    keywords = models.JSONField(default=list)
    place_names = models.JSONField(default=list)
    category = models.ForeignKey("hotline.Category", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("registers.Place", null=True, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    # Voices as they count after discounts; people as they are, each once.
    voices = models.FloatField()
    people = models.PositiveIntegerField()
    requests = models.PositiveIntegerField()
    discounted = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "rank"], condition=Q(rank__isnull=False), name="topic_one_per_rank"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """One request that speaks of a topic; with a reason it counts for less, and is answered like any other."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="members", db_index=False)
    request = models.ForeignKey("hotline.Request", on_delete=models.CASCADE, related_name="+")
    # The most representative first.
    nth = models.PositiveIntegerField()
    weight = models.FloatField(default=1)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "request"], name="member_once"),
            models.CheckConstraint(condition=Q(weight__range=(0, 1)), name="member_weight_is_share"),
            models.CheckConstraint(condition=Q(reason__in=[*REASONS, ""]), name="member_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.request_id}"


class Hearing(Appended):
    """How readily a place reports what happens there, beside what it reported; raw and corrected stand together."""

    mining = models.ForeignKey(Mining, on_delete=models.CASCADE, related_name="hearings", db_index=False)
    place = models.ForeignKey("registers.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    people = models.PositiveIntegerField()
    # Against all places together, which is 1; with its likely range.
    rate = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    # What one of its voices stands for in the ranking.
    factor = models.FloatField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mining", "place"], name="hearing_once")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.rate}"
