"""Tables of the hotline. What the person said stays as it was said; what happened since is appended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minben.institutions.vault.queries import MarkField, SealedJSON, SealedText
from minben.needs.hotline.core.numbers import same_number
from minben.needs.hotline.words import (
    Actor,
    Channel,
    DecidedBy,
    Identity,
    Kind,
    ReplyBy,
    State,
    Step,
    Tier,
    Urgency,
)

PHONE_MARK = "phone"


def _one_of(words: type, **options: object) -> "models.CharField[str, str]":
    choices = [(word.value, word.value) for word in words]  # type: ignore[attr-defined]  # a StrEnum class
    return models.CharField(max_length=20, choices=choices, **options)  # type: ignore[arg-type]


class Category(models.Model):
    """One heading of the city's own list of what people ask for."""

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tier = _one_of(Tier, default=Tier.BASIC)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


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
    channel = _one_of(Channel)
    identity = _one_of(Identity, default=Identity.NAMED)
    kind = _one_of(Kind, default=Kind.HELP)
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
    category_by = _one_of(DecidedBy, default=DecidedBy.NOBODY)
    confidence = models.FloatField(null=True)
    guesses = models.JSONField(default=list)
    place = models.ForeignKey(
        "registers.Place", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    address = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    tier = _one_of(Tier, default=Tier.BASIC)
    urgency = _one_of(Urgency, default=Urgency.NORMAL)
    signals = models.JSONField(default=dict)
    support = models.PositiveIntegerField(default=0)
    against = models.ForeignKey(
        "registers.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    event = models.ForeignKey(Event, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    chases = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    state = _one_of(State, default=State.RECEIVED)
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


class Contact(models.Model):
    """How to reach the person, and who helped; apart from the request, so that it is opened only for a purpose."""

    request = models.OneToOneField(
        Request, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    name = SealedText(blank=True, context="contact.name")
    phone = SealedText(blank=True, context="contact.phone")
    # By this mark a caller is found again; it stands for the number, which stays sealed.
    phone_mark = MarkField(of="number", context=PHONE_MARK, db_index=True)
    email = SealedText(blank=True, context="contact.email")
    address = SealedText(blank=True, context="contact.address")
    reply_by = _one_of(ReplyBy, default=ReplyBy.NOTHING)
    # The language in which the person used our pages; blank where a clerk wrote for them.
    language = models.CharField(max_length=8, blank=True)
    helper_name = SealedText(blank=True, context="contact.helper_name")
    helper_phone = SealedText(blank=True, context="contact.helper_phone")
    helper_relation = models.CharField(max_length=80, blank=True)
    consent_how = models.CharField(max_length=120, blank=True)
    consent_at = models.DateTimeField(null=True)

    @property
    def number(self) -> str:
        """The telephone number written one way only."""
        return same_number(self.phone)


class Entry(models.Model):
    """One line of a request's history; never edited."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="entries", db_index=False)
    at = models.DateTimeField()
    step = _one_of(Step)
    actor = _one_of(Actor)
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


class Alert(models.Model):
    """A crowd, a life or a child may be at stake: a person is told at once and signs that they have seen it."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seen_at = models.DateTimeField(null=True)
    done = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["seen_at", "at"], name="alert_unseen")]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_by=None, seen_at=None) | Q(seen_by__isnull=False, seen_at__isnull=False),
                name="alert_seen_by_somebody",
            )
        ]


class Ending(models.Model):
    """An end that two people decide: one proposes with evidence, another agrees; the person may appeal."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="endings")
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=60)
    words = models.TextField()
    evidence = models.TextField()
    condition = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    appeal_upheld = models.BooleanField(null=True)
    appeal_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="ending_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, agreed=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, agreed__isnull=False),
                name="ending_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(appeal_by=None)
                | (~Q(appeal_by=models.F("proposed_by")) & ~Q(appeal_by=models.F("decided_by"))),
                name="ending_appeal_by_a_third",
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(agreed=None), name="ending_one_open"),
        ]


class Answer(models.Model):
    """A standard answer to a consultation, with its source, owner and date."""

    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    question = models.CharField(max_length=200)
    question_en = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    words_en = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    owner = models.ForeignKey(
        "registers.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("standard answer")
        verbose_name_plural = _("standard answers")


class Draft(models.Model):
    """What a person has begun to say; kept a fortnight under a key only they hold."""

    key = models.CharField(max_length=43, unique=True)
    at = models.DateTimeField()
    facts = SealedJSON(default=dict, context="draft.facts")


class Notice(models.Model):
    """A message to be sent to a person; the worker sends it, at least once, with its id in it.

    ``not_before`` is both the pause after a failure and the claim of a sender: what was claimed by one that was
    killed becomes due again.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    how = _one_of(ReplyBy)
    step = _one_of(Step)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("message to a person")
        verbose_name_plural = _("messages to people")
        indexes = [models.Index(fields=["sent_at", "at"], name="notice_unsent")]


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
