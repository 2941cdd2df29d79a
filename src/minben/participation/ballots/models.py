"""Tables of decisions: who has a say, what was said, how far it is. What was done is appended."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from minben.institutions.vault.queries import MarkField, SealedText
from minben.ledger.queries import Appended
from minben.participation.ballots.core.stages import Stage
from minben.participation.ballots.core.tally import Choice

SEALED = "sealed"
"""Stands for the choice of a secret ballot, which is kept sealed."""
VOID = "void"
"""Nothing, or more than one thing, is marked on a sheet."""
OUTCOMES = ("settled", "withdrawn", "stands")
"""What may come of a talk about an objection."""


class Channel(models.TextChoices):
    """The way a ballot came in."""

    WEB = "web"
    PHONE = "phone"
    COUNTER = "counter"
    HOME = "home"
    PAPER = "paper"


class Decision(models.Model):
    """A question that owners decide together, under a procedure as it was in force on the day of the notice."""

    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    question = models.TextField()
    question_en = models.TextField(blank=True)
    unit = models.ForeignKey("registers.Unit", models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey("registers.Place", models.PROTECT, null=True, blank=True, related_name="+")
    procedure = models.CharField(max_length=80)
    # Otherwise by name. Settled when the decision is prepared, for good.
    secret = models.BooleanField(default=False)
    # The day whose law holds: the notice's, or today's until there is one.
    law_of = models.DateField()
    stage = models.CharField(max_length=12, default=Stage.PREPARED)
    closes_at = models.DateTimeField(null=True)
    scheme = models.CharField(max_length=80, blank=True)
    cost_cents = models.BigIntegerField(null=True)
    subsidy_cents = models.BigIntegerField(default=0)
    instalments = models.PositiveSmallIntegerField(default=1)
    forgotten_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["unit", "stage"], name="decision_of_unit")]
        constraints = [
            CheckConstraint(condition=Q(stage__in=[one.value for one in Stage]), name="decision_stage_known"),
            CheckConstraint(
                condition=Q(cost_cents__isnull=True) | Q(cost_cents__gte=0), name="decision_cost_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Step(Appended):
    """A stage that was reached, with what the organiser wrote for everybody."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="steps", db_index=False)
    stage = models.CharField(max_length=12)
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["decision", "stage"], name="step_once_per_stage"),
            CheckConstraint(condition=Q(stage__in=[one.value for one in Stage]), name="step_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.stage}"


class Dwelling(models.Model):
    """A dwelling that has a say, with the area that counts."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="dwellings", db_index=False)
    label = models.CharField(max_length=40)
    floor = models.SmallIntegerField()
    area_m2 = models.DecimalField(max_digits=10, decimal_places=2)
    exempt = models.BooleanField(default=False)
    # Random names that stand for the dwelling and its head when a secret vote is opened; blank for one by name.
    alias = models.CharField(max_length=16, blank=True)
    head = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["decision", "label"], name="dwelling_once"),
            CheckConstraint(condition=Q(area_m2__gt=0), name="dwelling_has_area"),
        ]

    def __str__(self) -> str:
        return self.label


class Owner(models.Model):
    """Somebody who owns one of the dwellings, or several; their letter carries the code."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="owners", db_index=False)
    number = models.PositiveIntegerField()
    name = SealedText(context="ballots.owner.name")
    code = SealedText(context="ballots.owner.code")
    code_mark = MarkField(of="code", context="ballots.owner.code", db_index=True)
    person = models.ForeignKey("registers.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["decision", "number"], name="owner_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.number}"


class Ownership(models.Model):
    """Who owns what."""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="ownerships", db_index=False)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="ownerships")

    class Meta:
        constraints = [UniqueConstraint(fields=["dwelling", "owner"], name="ownership_once")]

    def __str__(self) -> str:
        return f"{self.dwelling_id}: {self.owner_id}"


class Objection(models.Model):
    """What somebody has against it, in their words; ``gist`` is what everybody may read of it."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="objections")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, related_name="+")
    words = SealedText(context="ballots.objection.words")
    gist = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.gist}"


class Mediation(Appended):
    """A talk about an objection and what came of it, for everybody to read; the newest says how it stands."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="mediations")
    words = models.CharField(max_length=500)
    outcome = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="mediation_outcome_known")]

    def __str__(self) -> str:
        return f"{self.objection_id}: {self.outcome}"


class Sheet(models.Model):
    """A ballot on paper; it counts once two people have read it alike."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="sheets", db_index=False)
    number = models.CharField(max_length=20)
    handed_in_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["decision", "number"], name="sheet_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.number}"


class Reading(Appended):
    """What one person read on a sheet. ``turn`` counts up when two did not read alike and both look again."""

    may_change = frozenset({"proxy", "secret"})

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="readings", db_index=False)
    turn = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="+")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8)
    # In a secret vote what was read, until both have read alike; then nothing.
    secret = SealedText(blank=True, context="ballots.reading.choice")
    proxy = SealedText(blank=True, context="ballots.proxy.name")
    paper = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["sheet", "turn", "by"], name="reading_once_per_person"),
            CheckConstraint(
                condition=Q(choice__in=[*(one.value for one in Choice), VOID, SEALED]),
                name="reading_choice_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.turn}"


class Cast(Appended):
    """A ballot as it was cast. Who changes their mind casts another; none is edited."""

    may_change = frozenset({"proxy", "secret"})

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="casts")
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="casts", db_index=False)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="casts")
    choice = models.CharField(max_length=8)
    at = models.DateTimeField()
    channel = models.CharField(max_length=8, choices=Channel)
    # Who acts for the owner, and where their paper lies.
    proxy = SealedText(blank=True, context="ballots.proxy.name")
    paper = models.CharField(max_length=120, blank=True)
    sheet = models.OneToOneField(Sheet, models.PROTECT, null=True, related_name="cast")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    nonce = models.CharField(max_length=64, blank=True)
    # In a secret vote the choice and the nonce lie here, as JSON.
    secret = SealedText(blank=True, context="ballots.cast.secret")
    commitment = models.CharField(max_length=160)
    entry = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["dwelling", "at"], name="cast_of_dwelling")]
        constraints = [
            CheckConstraint(
                condition=Q(choice__in=[*(one.value for one in Choice), SEALED]), name="cast_choice_known"
            ),
            CheckConstraint(condition=Q(channel__in=Channel.values), name="cast_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.dwelling_id}: {self.at}"


class Result(Appended):
    """The list as it was published, to the byte, and what was counted from it."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="result")
    at = models.DateTimeField()
    content = models.TextField()
    digest = models.CharField(max_length=160)
    carried = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.carried}"


class Observer(models.Model):
    """Somebody whom everybody knows by name, who sees a secret vote be opened; the appointment carries the code."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="observers", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    # For whom they watch: the owners of the ground floor, the neighbourhood committee.
    stands_for = models.CharField(max_length=80, blank=True)
    code = SealedText(context="ballots.observer.code")
    code_mark = MarkField(of="code", context="ballots.observer.code", db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    named_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["decision", "number"], name="observer_once")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.name}"


class Opened(Appended):
    """The opening of a secret vote: the file of openings as observers get it, to the byte."""

    may_change = frozenset({"content"})

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="opened")
    at = models.DateTimeField()
    content = SealedText(blank=True, context="ballots.openings")
    digest = models.CharField(max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.at}"


class Word(Appended):
    """What an observer says of the count, for everybody to read; the last one holds, none is edited."""

    observer = models.ForeignKey(Observer, models.PROTECT, related_name="words")
    agrees = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(agrees=True) | ~Q(reason=""), name="objection_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.observer_id}: {self.agrees}"


class Beside(models.Model):
    """Something to look at before one votes, kept by another feature, as it told this one."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="beside", db_index=False)
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    # What each owner may open with the code of their letter, which is added to it.
    own_address = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["decision", "kind"], name="beside_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.kind}"
