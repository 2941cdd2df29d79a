"""Tables of outcomes. Attempts, voices and snapshots are only added to."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from minben.evaluation.outcomes.core.sampling import DrawnAs
from minben.evaluation.outcomes.words import AskedBy, AttemptOutcome, FollowUpState, Way
from minben.ledger.queries import Appended, known_words, one_of


class FollowUp(models.Model):
    """Somebody is to be asked whether it helped (回访); ``unit`` acted, and so may not ask."""

    request = models.ForeignKey("hotline.Request", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("registers.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    drawn_as = one_of(DrawnAs, max_length=12)
    asked_by = one_of(AskedBy, max_length=12, default=AskedBy.CENTRE)
    state = one_of(FollowUpState, max_length=12, default=FollowUpState.OPEN)
    closed_at = models.DateTimeField(null=True)
    # First day in force of the wording that was read out.
    questionnaire = models.DateField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["request"], condition=Q(state="open"), name="followup_one_open"),
            CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="followup_closed_with_time",
            ),
            *known_words("followup", drawn_as=DrawnAs, asked_by=AskedBy, state=FollowUpState),
        ]
        indexes = [models.Index(fields=["state", "drawn_at"], name="followup_worklist")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class Attempt(Appended):
    """One try to reach somebody, whatever came of it."""

    followup = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = one_of(AttemptOutcome, max_length=12)

    class Meta:
        ordering = ["at", "id"]
        constraints = known_words("attempt", outcome=AttemptOutcome)

    def __str__(self) -> str:
        return f"{self.followup_id} {self.outcome}"


class Voice(Appended):
    """What the person said about how it went; null where they did not say."""

    may_change = frozenset({"words"})

    request = models.ForeignKey("hotline.Request", on_delete=models.PROTECT, related_name="+", db_index=False)
    followup = models.ForeignKey(FollowUp, null=True, on_delete=models.PROTECT, related_name="voices")
    way = one_of(Way, max_length=10)
    at = models.DateTimeField()
    responded = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    satisfied = models.PositiveSmallIntegerField(null=True)
    contacts = models.PositiveSmallIntegerField(null=True)
    visits = models.PositiveSmallIntegerField(null=True)
    papers = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            CheckConstraint(
                condition=Q(satisfied=None) | Q(satisfied__range=(1, 5)), name="voice_satisfied_1_to_5"
            ),
            CheckConstraint(
                condition=~Q(way=Way.CALL.value) | Q(followup__isnull=False), name="voice_call_has_followup"
            ),
            *known_words("voice", way=Way),
        ]
        indexes = [models.Index(fields=["request", "at"], name="voice_of_request")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.solved}"


class Snapshot(Appended):
    """A summary as it stood at one moment; pages read it, nobody edits it."""

    at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    turn = models.CharField(max_length=36, blank=True)
    facts = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["turn", "-at", "-id"], name="snapshot_newest")]

    def __str__(self) -> str:
        return f"{self.turn or 'city'} {self.at:%Y-%m-%d}"
