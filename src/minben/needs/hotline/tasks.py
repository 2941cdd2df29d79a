"""Background work of the hotline: sending what waits in the outbox, clearing drafts nobody came back to."""

import logging
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django_tasks import task

from minben.commons.clock import now
from minben.needs.hotline import notices
from minben.needs.hotline.actions import drop_old_drafts
from minben.needs.hotline.notify import CannotSend, send

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
    sent, failed = [], []
    for notice in notices.due(limit=limit):
        try:
            send(notices.message_of(notice))
        except CannotSend as trouble:
            notice.trouble = trouble.code
            failed.append(notice)
        except (OSError, SMTPException) as trouble:
            # The words of a mail server may repeat the address; the kind of error is enough.
            log.warning("message %s not sent: %s", notices.key_of(notice), type(trouble).__name__)
            notice.trouble = "later"
            failed.append(notice)
        else:
            sent.append(notice)
    notices.settle(sent=sent, failed=failed, at=at)
    return Sent(len(sent), len(failed))


@task()
def send_notices() -> int:
    """Send what waits in the outbox; return how many messages went out."""
    return send_due(at=now()).sent


@task()
def clear_drafts() -> int:
    """Forget drafts older than a fortnight; return how many."""
    return drop_old_drafts(at=now())
