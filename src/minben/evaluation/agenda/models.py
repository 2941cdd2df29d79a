"""Tables of the agenda. What was promised stays as it was promised; steps, words and readings are only added."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from minben.evaluation.agenda.words import Comparison, Deed, State, TaskEnd, TaskKind, Way, Word
from minben.ledger.queries import Appended, known_words, one_of


class Theme(models.Model):
    """What a month is about, on the year's list."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["year", "month"]
        constraints = [
            UniqueConstraint(fields=["year", "month"], name="agenda_one_theme_a_month"),
            CheckConstraint(condition=Q(month__range=(1, 12)), name="agenda_month_of_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.title}"


class Question(models.Model):
    """One question of a month: what was promised, by whom, and how it is measured."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="questions", db_index=False)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=160, blank=True)
    words = models.TextField(blank=True)
    words_en = models.TextField(blank=True)
    unit = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+")
    # The candidate it was chosen from, if any. No foreign key: topics are found anew, the promise stays.
    topic = models.BigIntegerField(null=True)
    category = models.ForeignKey("hotline.Category", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("registers.Place", null=True, on_delete=models.PROTECT, related_name="+")
    comparison = one_of(Comparison, max_length=16)
    starts_on = models.DateField()
    due_on = models.DateField()
    # Relative change against the comparison: −0.3 is 30 % fewer.
    target = models.FloatField()
    goal = models.TextField()
    goal_en = models.TextField(blank=True)
    reason = models.TextField()
    reason_en = models.TextField(blank=True)
    # What the analyst saw: figures of the candidate and of those who say little about it.
    evidence = models.JSONField(default=dict)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    state = one_of(State, max_length=16, default=State.CHOSEN.value)
    asked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["theme", "number"]
        constraints = [
            UniqueConstraint(fields=["theme", "number"], name="agenda_number_in_month"),
            CheckConstraint(condition=Q(number__range=(1, 3)), name="agenda_three_a_month"),
            CheckConstraint(condition=Q(target__gte=-1, target__lt=0), name="agenda_target_is_fewer"),
            CheckConstraint(
                condition=~Q(comparison=Comparison.ELSEWHERE) | Q(place__isnull=False),
                name="agenda_elsewhere_needs_place",
            ),
            CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at=None)),
                name="agenda_closed_with_time",
            ),
            *known_words("agenda_question", comparison=Comparison, state=State),
        ]

    def __str__(self) -> str:
        return self.title


class Step(Appended):
    """One line of a question's history."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    deed = one_of(Deed, max_length=16)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("registers.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    words_en = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        constraints = known_words("agenda_step", deed=Deed)

    def __str__(self) -> str:
        return f"{self.question_id} {self.deed}"


class Task(models.Model):
    """One line of what is to be done about a question: what, by whom, by when; it ends once and is not rewritten."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = one_of(TaskKind, max_length=16)
    words = models.CharField(max_length=200)
    words_en = models.CharField(max_length=400, blank=True)
    unit = models.ForeignKey("registers.Unit", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended = one_of(TaskEnd, max_length=16, blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    # What was done, or why not; everybody reads it.
    ended_words = models.TextField(blank=True)
    ended_words_en = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            UniqueConstraint(fields=["question", "number"], name="agenda_task_number"),
            CheckConstraint(
                condition=Q(ended="", ended_at=None) | (~Q(ended="") & Q(ended_at__isnull=False)),
                name="agenda_task_ended_with_time",
            ),
            *known_words("agenda_task", kind=TaskKind, ended=[*TaskEnd, ""]),
        ]

    def __str__(self) -> str:
        return self.words


class Member(Appended):
    """A request about the question: whoever made it is asked whether it got better."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="members", db_index=False)
    request = models.ForeignKey("hotline.Request", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [UniqueConstraint(fields=["question", "request"], name="agenda_member_once")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.request_id}"


class Verdict(Appended):
    """A person's word on whether it got better; the last of each voice counts.

    ``voice`` is the first request with which a person spoke on the question, so that they stay one when what ties
    their requests together is removed.
    """

    may_change = frozenset({"person"})

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="verdicts")
    request = models.ForeignKey("hotline.Request", on_delete=models.PROTECT, related_name="+")
    voice = models.BigIntegerField()
    person = models.ForeignKey("registers.Person", null=True, on_delete=models.PROTECT, related_name="+")
    word = one_of(Word, max_length=16)
    way = one_of(Way, max_length=16)
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            CheckConstraint(
                condition=Q(way=Way.OWN, user=None) | (~Q(way=Way.OWN) & Q(user__isnull=False)),
                name="agenda_keyed_by_somebody",
            ),
            *known_words("agenda_verdict", word=Word, way=Way),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.word}"


class Reading(Appended):
    """What may be published of a question at one moment: months and change, or what people said."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", db_index=False)
    # "measure", renewed when a month is over; "words", renewed when ten more have spoken.
    kind = models.CharField(max_length=8, choices=[("measure", "measure"), ("words", "words")])
    at = models.DateTimeField()
    facts = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["question", "kind", "-at", "-id"], name="agenda_reading_newest")]
        constraints = known_words("agenda_reading", kind=("measure", "words"))

    def __str__(self) -> str:
        return f"{self.question_id} {self.kind}"
