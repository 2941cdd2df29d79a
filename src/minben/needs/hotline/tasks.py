"""Background work of the hotline: sending what waits in the outbox, clearing drafts nobody came back to."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.utils.timezone import localdate

from minben.needs.hotline import notices, pictures
from minben.needs.hotline.actions import (
    anonymise_due,
    drop_old_drafts,
    drop_old_rehearsals,
    keep_up_with_peers,
    lay_out_replies,
    sort_waiting,
)
from minben.needs.hotline.models import Contact, Notice
from minben.needs.hotline.notify import CannotSend, forget_copies, send
from minben.needs.hotline.queries import kept

# A day longer than the drafts themselves, so that no draft is left without its pictures.
PICTURES_KEPT = timedelta(days=15)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a batch of messages."""

    sent: int
    failed: int


def send_due(*, at: datetime, limit: int = 100) -> Sent:
    """Send the messages that wait, each at least once; a failure leaves the message for later or for a clerk.

    Nothing is locked while the network is waited for. Whoever is told twice sees the same message id.
    """
    batch = notices.claim(at=at, limit=limit)
    notices.open_contacts(batch, at=at)
    for notice in batch:
        notice.trouble = _trouble(notice)
        notices.settle(notice, at=at)
    failed = sum(bool(notice.trouble) for notice in batch)
    return Sent(len(batch) - failed, failed)


def sort_what_waits(*, at: datetime) -> int:
    """Let a classifier that may run name what came while none might; return how many were sent on."""
    return sort_waiting(at=at)


def _trouble(notice: Notice) -> str:
    """Send one message; return why it did not go out, or nothing."""
    try:
        send(notices.message_of(notice))
    except CannotSend as trouble:
        return trouble.code
    except Contact.DoesNotExist:
        return "no_address"
    except (OSError, SMTPException) as trouble:
        # The words of a mail server may repeat the address; the kind of error is enough.
        log.warning("message %s not sent: %s", notices.key_of(notice), type(trouble).__name__)
        return "later"
    return ""


def forget(*, at: datetime) -> dict[str, int]:
    """Remove what its rule lets nobody keep any longer; return how many of each part."""
    done = anonymise_due(at=at)
    rule = next((row.rule for row in kept(day=localdate(at)) if row.rule.part == "messages"), None)
    if rule:
        done["messages"] = forget_copies(before=at - timedelta(days=rule.days))
    return done


def clear_drafts(*, at: datetime) -> int:
    """Forget drafts and trials older than a fortnight, with their pictures; return how many drafts there were."""
    drop_old_rehearsals(at=at)
    pictures.forget_older(than=at - PICTURES_KEPT)
    return drop_old_drafts(at=at)


def keep_up(*, at: datetime) -> int:
    """Hand in at neighbouring cities, and ask there what is new; return how much of it succeeded."""
    return keep_up_with_peers(at=at)


def lay_out(*, at: datetime) -> int:
    """Lay out the day's replies for whoever answers next; return how many there are in what is new."""
    return lay_out_replies(at=at)
