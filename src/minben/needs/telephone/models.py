"""Tables of the telephone. Events are appended; a call's own columns are read from them again each time."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minben.institutions.vault.queries import MarkField, SealedJSON, SealedText
from minben.ledger.queries import Appended, known_words, one_of
from minben.needs.hotline.core.numbers import same_number
from minben.needs.telephone.words import BackOutcome, By, CallState, Deed, Event, Link, Origin


class Seat(models.Model):
    """Which extension a clerk sits at today; one at a time."""

    extension = models.CharField(max_length=80, unique=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()


class Call(models.Model):
    """One call (来电), as its events tell. The number is sealed, and gone after the days the rule names."""

    key = models.CharField(max_length=130, unique=True)
    origin = one_of(Origin, max_length=16, default=Origin.EXCHANGE)
    outgoing = models.BooleanField(default=False)
    state = one_of(CallState, max_length=16, default=CallState.UNKNOWN)
    begun_at = models.DateTimeField()
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    talk_s = models.FloatField(default=0)
    held_s = models.FloatField(default=0)
    ended_by = models.CharField(max_length=12, blank=True)
    agent = models.CharField(max_length=80, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    caller = SealedText(blank=True, context="call.caller")
    # By this mark the same caller is known again; it goes when the number goes.
    caller_mark = MarkField(of="number", context="call.caller")
    another_person = models.BooleanField(default=False)
    said = SealedJSON(default=dict, context="call.said")
    danger = models.JSONField(default=list)
    recording = models.CharField(max_length=300, blank=True)
    others = models.JSONField(default=list)
    odd = models.PositiveSmallIntegerField(default=0)
    late = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "begun_at"], name="call_waiting"),
            models.Index(fields=["-begun_at"], name="call_newest"),
            models.Index(fields=["caller_mark", "-begun_at"], name="call_of_caller"),
            models.Index(fields=["user", "state"], name="call_of_clerk"),
        ]
        constraints = known_words("call", origin=Origin, state=CallState, ended_by=[*By, ""])

    def __str__(self) -> str:
        return self.key

    @property
    def number(self) -> str:
        """The caller's number written one way only."""
        return same_number(self.caller)


class CallEvent(Appended):
    """One event as the exchange told it; never edited. The caller's number is not in it."""

    may_change = frozenset({"recording"})

    exchange = models.CharField(max_length=40)
    event = models.CharField(max_length=80)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="events")
    kind = one_of(Event, max_length=16)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    agent = models.CharField(max_length=80, blank=True)
    to = models.CharField(max_length=40, blank=True)
    by = models.CharField(max_length=12, blank=True)
    recording = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=160)
    signed_with = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exchange", "event"], name="call_event_once"),
            *known_words("call_event", kind=Event, by=[*By, ""]),
        ]


class CallRequest(Appended):
    """A request that a call led to, or asked after."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="requests", db_index=False)
    request = models.ForeignKey("hotline.Request", on_delete=models.PROTECT, related_name="+")
    how = one_of(Link, max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "request", "how"], name="call_request_once"),
            *known_words("call_request", how=Link),
        ]


class CallBack(models.Model):
    """A call to make to somebody who rang (回呼); not a follow-up, which asks whether it helped."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="call_backs")
    why = models.CharField(max_length=200, blank=True)
    wanted_at = models.DateTimeField()
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    booked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = one_of(BackOutcome, max_length=16, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["done_at", "wanted_at"], name="call_back_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(done_at__isnull=True), name="call_back_one_open"
            ),
            *known_words("call_back", outcome=[*BackOutcome, ""]),
        ]


class Command(models.Model):
    """Something asked of the exchange: kept until it took it, gave it up, or it came too late."""

    key = models.UUIDField(unique=True)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="commands")
    deed = one_of(Deed, max_length=16)
    to = models.CharField(max_length=40, blank=True)
    words = SealedText(blank=True, context="command.words")
    call_back = models.ForeignKey(CallBack, null=True, on_delete=models.PROTECT, related_name="+")
    extension = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    until = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sent_at", "dropped_at", "at"], name="telephone_command_unsent")]
        constraints = known_words("telephone_command", deed=Deed)


class Sheet(models.Model):
    """A sheet of paper that was keyed in: its number, so that the same pile twice adds nothing."""

    number = models.CharField(max_length=60, unique=True)
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="sheet")
    keyed_at = models.DateTimeField()
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
