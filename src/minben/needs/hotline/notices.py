"""The outbox of messages to people: what waits, what it says, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from minben.institutions.rights import actions as rights
from minben.ledger import actions as ledger
from minben.needs.hotline.actions import record_key
from minben.needs.hotline.models import Notice
from minben.needs.hotline.notify import Message
from minben.needs.hotline.wording import word

BY_MACHINE = ("email", "sms")
_READ = {"email": "email", "sms": "phone"}
SENDER = rights.Reader(key="machine:sender", role="machine")
MAX_TRIES = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call to make or a letter to write, without the person's data."""

    key: int
    request: int
    code: str
    how: str
    step: str
    at: datetime
    trouble: str


def due(*, limit: int) -> list[Notice]:
    """Return the messages a machine can send now, the oldest first."""
    found = Notice.objects.filter(
        sent_at=None, how__in=BY_MACHINE, tries__lt=MAX_TRIES, trouble__in=["", "later"]
    )
    return list(found.select_related("request__contact").order_by("at", "id")[:limit])


def for_people(*, limit: int = 100) -> list[Waiting]:
    """Return the calls and letters that people have to make, and what no machine could send."""
    by_hand = ~Q(how__in=BY_MACHINE) | Q(tries__gte=MAX_TRIES) | ~Q(trouble__in=["", "later"])
    found = Notice.objects.filter(by_hand, sent_at=None).exclude(request__kind="whistle").order_by("at", "id")
    fields = ("pk", "request_id", "request__code", "how", "step", "at", "trouble")
    return [Waiting(*row) for row in found.values_list(*fields)[:limit]]


def open_contacts(batch: Sequence[Notice], *, at: datetime) -> None:
    """Write down that the sender reads how to reach these people: one access for the batch.

    Raises
    ------
    rights.Refused
        When no purpose in force lets a program do this.
    """
    records = {
        one.request_id: rights.Record(
            record=record_key(one.request_id),
            person=f"person:{one.request.person_id}" if one.request.person_id else "",
            fields=(_READ[one.how],),
        )
        for one in batch
    }
    rights.open_for(reader=SENDER, records=list(records.values()), purpose="request.notify", at=at)


def message_of(notice: Notice) -> Message:
    """Write the message; who reads it over a shoulder learns nothing of the matter."""
    contact = notice.request.contact
    with translation.override(settings.LANGUAGE_CODE):
        words = _(
            "Your request %(code)s: %(step)s. Look it up with your code on our site, or call %(number)s. "
            "Only your word counts as “solved”. (Message %(id)s)"
        ) % {
            "code": notice.request.code,
            "step": word("step", notice.step),
            "number": settings.MINBEN_HOTLINE,
            "id": key_of(notice),
        }
        subject = _("Your request %(code)s") % {"code": notice.request.code}
    to = contact.email if notice.how == "email" else contact.phone
    return Message(key=key_of(notice), how=notice.how, to=to, subject=subject, words=words)


def key_of(notice: Notice) -> str:
    """Return the message's own id, the same on every try."""
    return f"MB-{notice.pk}"


def settle(*, sent: Sequence[Notice], failed: Sequence[Notice], at: datetime) -> None:
    """Write down what became of a batch: what went out, and why the rest did not."""
    with transaction.atomic():
        Notice.objects.filter(pk__in=[one.pk for one in sent]).update(
            sent_at=at, tries=F("tries") + 1, trouble=""
        )
        for one in failed:
            Notice.objects.filter(pk=one.pk).update(tries=F("tries") + 1, trouble=one.trouble)
        if sent:
            act = ledger.Act(
                what="hotline.notices_sent",
                who="machine",
                subject="hotline.notice",
                at=at,
                detail={"count": len(sent)},
            )
            ledger.write([act])


def done_by_hand(*, notice_id: int, by: int, at: datetime) -> bool:
    """Sign that the call was made or the letter written; False when somebody had signed before."""
    with transaction.atomic():
        first = Notice.objects.filter(pk=notice_id, sent_at=None).update(sent_at=at, tries=F("tries") + 1)
        if first:
            act = ledger.Act(
                what="hotline.notice_by_hand", who=f"user:{by}", subject=f"hotline.notice:{notice_id}", at=at
            )
            ledger.write([act])
    return bool(first)
