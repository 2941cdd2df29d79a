"""In a process of its own after the last crash: let the worker finish, then say what is there and what is wrong."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from minben.commons.clock import now
from minben.commons.digests import digest
from minben.conf import sweeping, working
from minben.dispatch.orders.models import Order, OrderEntry, Reminder
from minben.ledger import keeping
from minben.ledger.models import Entry as Leaf
from minben.ledger.verification import contains, findings
from minben.loop.models import Night
from minben.needs.hotline.models import Draft, Entry, Notice, Photo, Request

# Past every lease and pause: what a killed worker had in hand is due again.
LATER = timedelta(minutes=30)


def wrong(told: list[dict[str, Any]]) -> Iterator[str]:
    yield from _promised(told)
    yield from _requests()
    yield from _pictures()
    yield from _effects()
    yield from (f"ledger: {finding}" for finding in findings())
    kept = keeping.kept()
    if kept is None or not contains(kept):
        yield "the head beside the database is not in the log"


def _promised(told: list[dict[str, Any]]) -> Iterator[str]:
    pictures = dict(Request.objects.values_list("code").annotate(Count("photos")))
    words = dict(Request.objects.values_list("code", "text"))
    for one in told:
        if words.get(one["code"]) != one["words"]:
            yield f"acknowledged and not there: {one}"
        elif one["pictures"] is not None and pictures[one["code"]] != one["pictures"]:
            yield f"{pictures[one['code']]} pictures instead of {one['pictures']}: {one}"


def _requests() -> Iterator[str]:
    twice = Counter(Request.objects.values_list("text", flat=True))
    yield from (f"{count} times: {text}" for text, count in twice.items() if count > 1)
    first = Count("entries", filter=Q(entries__step="received"))
    for code, entries in Request.objects.annotate(n=first).values_list("code", "n"):
        if entries != 1:
            yield f"{code} has {entries} first entries"
    orders = Counter(Order.objects.filter(part="lead").values_list("request_id", flat=True))
    leaves = Counter(Leaf.objects.filter(what="hotline.received").values_list("subject", flat=True))
    for key, code in Request.objects.values_list("pk", "code"):
        if orders[key] != 1 or leaves[f"hotline.request:{key}"] != 1:
            yield f"{code} has {orders[key]} orders and {leaves[f'hotline.request:{key}']} leaves"


def _pictures() -> Iterator[str]:
    yield from (f"a row without its file: {name}" for name in sweeping.without_file())
    for photo in Photo.objects.all():
        if digest(Path(photo.file.path).read_bytes()) != photo.digest:
            yield f"half a picture: {photo.file.name}"
    sweeping.sweep(at=now() + sweeping.GRACE)
    yield from (f"a file without its row: {name}" for name in sweeping.unclaimed(older_than=now() + LATER))
    leaves = Leaf.objects.filter(what="hotline.photo").count()
    if leaves != Photo.objects.count():
        yield f"{leaves} leaves for {Photo.objects.count()} pictures"


def _effects() -> Iterator[str]:
    messages = Path(settings.MINBEN_HOME) / "messages"
    for notice in Notice.objects.filter(how="email"):
        file = messages / f"MB-{notice.pk}.txt"
        if notice.sent_at is None or f"Id: MB-{notice.pk}" not in file.read_text(encoding="utf-8"):
            yield f"message {notice.pk} never left"
    owed = Counter(Notice.objects.values_list("request_id", "step"))
    yield from (f"{count} messages about one step of {key}" for key, count in owed.items() if count > 1)
    undone = Night.objects.filter(done_at=None).values_list("duty", flat=True)
    yield from (f"left undone this night: {duty}" for duty in undone)
    # Midnight may have come meanwhile: once for each night, whichever they were.
    for duty, done in (
        ("draw", Leaf.objects.filter(what="outcomes.drawn").count()),
        ("remind", OrderEntry.objects.filter(step="reminded").count()),
        ("remind", Reminder.objects.count()),
    ):
        nights = Night.objects.filter(duty=duty).count()
        if done != nights:
            yield f"{duty}: done {done} times in {nights} nights"


def main(told: str) -> None:
    at = now() + LATER
    failed = [*working.work_once(at), *working.work_once(at, ["seal"])]
    troubles = list(wrong(json.loads(Path(told).read_text(encoding="utf-8"))))
    figures = {
        "requests": Request.objects.count(),
        "photos": Photo.objects.count(),
        "drafts left": Draft.objects.count(),
        "messages": Notice.objects.filter(how="email").count(),
        "leaves": Leaf.objects.count(),
        "entries": Entry.objects.count(),
        "unsealed": Leaf.objects.filter(position=None).count(),
    }
    sys.stdout.write(json.dumps({"failed": failed, "troubles": troubles, "figures": figures}))
