"""What waits in the hotline, in numbers alone, for whoever watches over the machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Sum

from minben.needs.hotline.models import Import, Notice
from minben.needs.hotline.words import ReplyBy


@dataclass(frozen=True, slots=True)
class Outbox:
    """Messages that a machine has still to send, and how long the oldest has waited."""

    waiting: int
    oldest: timedelta


@dataclass(frozen=True, slots=True)
class Imports:
    """Files by whether they were read to the end, and the fate of their rows."""

    files: Mapping[str, int]
    rows: Mapping[str, int]


def outbox(*, at: datetime) -> Outbox:
    """Count the messages that wait; calls and letters that people have to make are not among them."""
    waiting = Notice.objects.filter(
        sent_at=None, how__in=(ReplyBy.EMAIL, ReplyBy.SMS), trouble__in=("", "later")
    )
    found = waiting.aggregate(n=Count("pk"), oldest=Min("at"))
    oldest = max(at - found["oldest"], timedelta(0)) if found["oldest"] else timedelta(0)
    return Outbox(found["n"], oldest)


def imports_counted() -> Imports:
    """Count the files read so far and their rows."""
    fates = ("imported", "known", "set_aside")
    sums = Import.objects.aggregate(**{fate: Sum(fate) for fate in fates})
    unfinished = Import.objects.filter(finished_at=None).count()
    finished = Import.objects.exclude(finished_at=None).count()
    return Imports(
        {"finished": finished, "unfinished": unfinished}, {fate: sums[fate] or 0 for fate in fates}
    )
