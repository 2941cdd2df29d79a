"""Tables of what goes out of the house and comes in from other houses: public numbers, neighbouring cities."""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from minben.institutions.vault.queries import SealedText
from minben.ledger.queries import Appended, known_words
from minben.needs.hotline.models.lists import Category
from minben.needs.hotline.models.requests import Request

DATATYPES = [
    ("string", _("one line")),
    ("text", _("several lines")),
    ("number", _("a number")),
    ("datetime", _("a date and time")),
    ("singlevaluelist", _("one of a list")),
    ("multivaluelist", _("several of a list")),
]


class PublicId(models.Model):
    """The number under which anybody may look at a request; it opens nothing and cannot be counted up."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, primary_key=True, related_name="+")
    key = models.CharField(max_length=20, unique=True)


class Question(models.Model):
    """One thing more that a heading asks for when it is reported from outside."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.SlugField(_("code"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    datatype = models.CharField(_("kind of answer"), max_length=20, choices=DATATYPES, default="string")
    required = models.BooleanField(_("needed"), default=False)
    words = models.CharField(_("question"), max_length=200)
    words_en = models.CharField(_("question in English"), max_length=200, blank=True)
    values = models.JSONField(
        _("answers to choose from"), default=list, blank=True, help_text='[["key", "中文", "English"]]'
    )

    class Meta:
        verbose_name = _("question of a heading")
        verbose_name_plural = _("questions of headings")
        ordering = ["category", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["category", "code"], name="question_once"),
            *known_words("question", datatype=[code for code, _name in DATATYPES]),
        ]

    def __str__(self) -> str:
        return self.words


class Rehearsal(models.Model):
    """What was sent to the test endpoint: checked, kept a fortnight for whoever tries it, and given to nobody."""

    key = models.CharField(max_length=20, unique=True)
    of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="updates")
    sender = models.CharField(max_length=80)
    sender_key = models.CharField(max_length=160)
    at = models.DateTimeField(db_index=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "sender_key"], name="rehearsal_once_per_sender")
        ]


class UpdateTaken(Appended):
    """An update that a service handed in under a key of its own, so that the same key again is the same update."""

    source = models.CharField(max_length=80)
    key = models.CharField(max_length=160)
    asked = models.CharField(max_length=100)
    number = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="update_taken_once")]


class Peer(models.Model):
    """A neighbouring city (邻市) that takes requests at an endpoint of Open311."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    endpoint = models.CharField(_("endpoint"), max_length=300, validators=[URLValidator(["https", "http"])])
    jurisdiction = models.CharField(_("jurisdiction"), max_length=80, blank=True)
    sealed_key = SealedText(_("key"), blank=True, context="peer.key")
    active = models.BooleanField(_("in use"), default=True)
    services = models.JSONField(_("services"), default=list, blank=True)
    asked_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(_("trouble"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("neighbouring city")
        verbose_name_plural = _("neighbouring cities")

    def __str__(self) -> str:
        return self.name


class Sent(models.Model):
    """A request on its way to a neighbouring city, or there: its number there, and how far we know it."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    service_code = models.CharField(max_length=120)
    service_name = models.CharField(max_length=160, blank=True)
    words = models.TextField(blank=True)
    with_contact = models.BooleanField(default=False)
    consent_how = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    token = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=120, blank=True)
    delivered_at = models.DateTimeField(null=True)
    newest_at = models.DateTimeField(null=True)
    told_up_to = models.PositiveBigIntegerField(default=0)
    echoes = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(ended_at=None), name="sent_to_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["next_at"], name="sent_due")]
