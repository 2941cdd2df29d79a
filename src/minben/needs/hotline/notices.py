"""The outbox of messages to people: what waits, what it says, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Q, When
from django.utils import translation
from django.utils.translation import gettext as _

from minben.commons.text import mostly_latin
from minben.institutions.rights import actions as rights
from minben.ledger import actions as ledger
from minben.needs.hotline.actions import record_key
from minben.needs.hotline.models import Notice, Request
from minben.needs.hotline.notify import Message
from minben.needs.hotline.queries.queues import PAUSES, for_machines
from minben.needs.hotline.wording import word
from minben.needs.hotline.words import Step

_READ = {"email": "email", "sms": "phone"}
SENDER = rights.Reader(key="machine:sender", role="machine")
# Longer than a batch takes; a message claimed by a sender that was killed is due again after it.
CLAIMED_FOR = timedelta(minutes=10)
# What may not be sent for longer than any pause was written by a clock that was wrong.
_LONGEST = max(*PAUSES, CLAIMED_FOR) + timedelta(minutes=1)


# A question of the month asks a thousand people at once: what concerns one person goes before.
_CAN_WAIT = Case(When(step=Step.BETTER_ASKED, then=1), default=0)


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


def claim(*, at: datetime, limit: int) -> list[Notice]:
    """Take the messages a machine can send now, the oldest first, so that no other sender takes them meanwhile."""
    claimable = Q(not_before=None) | Q(not_before__lte=at) | Q(not_before__gt=at + _LONGEST)
    waiting = Notice.objects.filter(for_machines(), claimable)
    if not waiting.exists():
        # Looking must not hold up those who write.
        return []
    with transaction.atomic():
        free = waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        keys = list(free.order_by(_CAN_WAIT, "at", "id").values_list("pk", flat=True)[:limit])
        Notice.objects.filter(pk__in=keys).update(not_before=at + CLAIMED_FOR)
    return list(Notice.objects.filter(pk__in=keys).select_related("request__contact").order_by("at", "id"))


def for_people(*, limit: int = 100) -> list[Waiting]:
    """Return the calls and letters that people have to make, and what no machine could send."""
    found = (
        Notice.objects.filter(~for_machines(), sent_at=None)
        .exclude(request__kind="whistle")
        .order_by(_CAN_WAIT, "at", "id")
    )
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
    """Write the message; who reads it over a shoulder learns nothing of the matter.

    Whoever wrote or read English is told in English first, and below in the city's own language for whoever helps.
    """
    contact = notice.request.contact
    languages = [*(["en"] if _reads_english(notice.request) else []), settings.LANGUAGE_CODE]
    told = [_told_in(language, notice) for language in languages]
    to = contact.email if notice.how == "email" else contact.phone
    whole = "\n\n".join(words for _subject, words in told)
    return Message(key=key_of(notice), how=notice.how, to=to, subject=told[0][0], words=whole)


def _told_in(language: str, notice: Notice) -> tuple[str, str]:
    with translation.override(language):
        words = _(
            "Your request %(code)s: %(step)s. Look it up with your code on our site, or call %(number)s. "
            "Only your word counts as “solved”. (Message %(id)s)"
        ) % {
            "code": notice.request.code,
            "step": word("step", notice.step),
            "number": settings.MINBEN_HOTLINE,
            "id": key_of(notice),
        }
        return _("Your request %(code)s") % {"code": notice.request.code}, words


def _reads_english(request: Request) -> bool:
    """Tell whether a person used our English pages, or wrote in English however their words came."""
    if request.contact.language:
        return request.contact.language.startswith("en") or mostly_latin(request.text)
    return mostly_latin(request.text)


def key_of(notice: Notice) -> str:
    """Return the message's own id, the same on every try."""
    return f"MB-{notice.pk}"


def settle(notice: Notice, *, at: datetime) -> None:
    """Write down at once what became of one message, so that a sender killed later repeats none but its last."""
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(
            sent_at=None if notice.trouble else at,
            tries=F("tries") + 1,
            trouble=notice.trouble,
            not_before=at + PAUSES[min(notice.tries, len(PAUSES) - 1)] if notice.trouble else None,
        )
        if not notice.trouble:
            subject = f"hotline.notice:{notice.pk}"
            ledger.write([ledger.Act(what="hotline.notices_sent", who="machine", subject=subject, at=at)])


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
