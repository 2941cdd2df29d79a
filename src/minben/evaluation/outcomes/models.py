"""Tables of outcomes. Attempts, voices and snapshots are only added to."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from minben.evaluation.outcomes.core.sampling import DrawnAs
from minben.evaluation.outcomes.words import AskedBy, AttemptOutcome, FollowUpState, Way
from minben.ledger.queries import Appended


def _choices(words: type[AskedBy | AttemptOutcome | DrawnAs | FollowUpState | Way]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


def _known(table: str, **columns: Iterable[str]) -> list[models.BaseConstraint]:
    """Return for each column the check that it holds one of its words."""
    return [
        CheckConstraint(
            condition=Q((f"{column}__in", [str(word) for word in words])),
            name=f"{table}_{column}_known",
        )
        for column, words in columns.items()
    ]


class FollowUp(models.Model):
    """Somebody is to be asked whether it helped (回访); ``unit`` acted, and so may not ask."""

    request = models.ForeignKey("hotline.Request", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("registers.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    drawn_as = models.CharField(max_length=12, choices=_choices(DrawnAs))
    asked_by = models.CharField(max_length=12, choices=_choices(AskedBy), default=AskedBy.CENTRE)
    state = models.CharField(max_length=12, choices=_choices(FollowUpState), default=FollowUpState.OPEN)
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
            *_known("followup", drawn_as=DrawnAs, asked_by=AskedBy, state=FollowUpState),
        ]
        indexes = [models.Index(fields=["state", "drawn_at"], name="followup_worklist")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"


class Attempt(Appended):
    """One try to reach somebody, whatever came of it."""

    followup = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=_choices(AttemptOutcome))

    class Meta:
        ordering = ["at", "id"]
        constraints = _known("attempt", outcome=AttemptOutcome)

    def __str__(self) -> str:
        return f"{self.followup_id} {self.outcome}"


class Voice(Appended):
    """What the person said about how it went; null where they did not say."""

    may_change = frozenset({"words"})

    request = models.ForeignKey("hotline.Request", on_delete=models.PROTECT, related_name="+", db_index=False)
    followup = models.ForeignKey(FollowUp, null=True, on_delete=models.PROTECT, related_name="voices")
    way = models.CharField(max_length=10, choices=_choices(Way))
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
            *_known("voice", way=Way),
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
