"""What is between a person and the hotline: how to reach them, what they have begun to say, messages to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from minben.institutions.vault.queries import MarkField, SealedJSON, SealedText
from minben.ledger.queries import known_words, one_of
from minben.needs.hotline.core.numbers import same_number
from minben.needs.hotline.models.requests import Request
from minben.needs.hotline.words import ReplyBy, Step

PHONE_MARK = "phone"


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
    reply_by = one_of(ReplyBy, default=ReplyBy.NOTHING)
    # The language in which the person used our pages; blank where a clerk wrote for them.
    language = models.CharField(max_length=8, blank=True)
    helper_name = SealedText(blank=True, context="contact.helper_name")
    helper_phone = SealedText(blank=True, context="contact.helper_phone")
    helper_relation = models.CharField(max_length=80, blank=True)
    consent_how = models.CharField(max_length=120, blank=True)
    consent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = known_words("contact", reply_by=ReplyBy)

    @property
    def number(self) -> str:
        """The telephone number written one way only."""
        return same_number(self.phone)


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
    how = one_of(ReplyBy)
    step = one_of(Step)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("message to a person")
        verbose_name_plural = _("messages to people")
        indexes = [models.Index(fields=["sent_at", "at"], name="notice_unsent")]
        constraints = known_words("notice", how=ReplyBy, step=Step)
