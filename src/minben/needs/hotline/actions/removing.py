"""Removing for good: by rule when the time is over, or because the person asked; figures and proofs stay."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from minben.commons.digests import JSON, canonical_json, digest
from minben.commons.parameters import load
from minben.ledger import actions as ledger
from minben.needs.hotline.actions import handovers
from minben.needs.hotline.actions.history import hold
from minben.needs.hotline.core.arrivals import Removed
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.retention import PARTS, Rule, rules_on
from minben.needs.hotline.core.states import OPEN
from minben.needs.hotline.models import (
    Alert,
    Category,
    Contact,
    Ending,
    Entry,
    Notice,
    Photo,
    Removal,
    Request,
    SetAside,
)

_BATCH = 500
_WRITTEN: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Entry, ("words",)),
    (Ending, ("words", "evidence", "appeal")),
    (Alert, ("done",)),
)


def anonymise_due(*, at: datetime) -> dict[str, int]:
    """Remove of every ended request what its rule lets nobody keep any longer; return how many of each part.

    Each batch is a transaction of its own, with its act in the ledger: interrupted, it goes on where it was.
    """
    rules = rules_on(load("minben.needs.hotline", "retention"), localdate(at))
    done = {}
    for part in PARTS:
        if part in rules:
            done[part] = sum(len(batch) for batch in _batches(rules[part], at))
    if "set_aside" in rules:
        done["set_aside"] = _empty_set_aside(at - timedelta(days=rules["set_aside"].days), at)
    return done


def remove(*, request_ids: Sequence[int], parts: Sequence[str], at: datetime, wholly: bool) -> None:
    """Remove parts of requests within the caller's transaction.

    ``wholly``: no word stays, not even covered, because the person asked. By rule, words are covered and stay readable.
    """
    hold(request_ids=request_ids)
    if "contact" in parts:
        Contact.objects.filter(request_id__in=request_ids).delete()
        Notice.objects.filter(request_id__in=request_ids, sent_at=None).delete()
        Request.objects.filter(pk__in=request_ids).update(person=None)
    if "words" in parts:
        _cover_words(request_ids, wholly=wholly)
        # What stands for the words in the ledger can be tied to nobody any more; every proof still holds.
        ledger.forget(list(_owners(request_ids)))
    if "photos" in parts:
        _take_photos_away(request_ids)
    told = Removed(request_ids=tuple(request_ids), parts=tuple(parts), wholly=wholly)
    handovers.follow(handovers.removed, [told], at)


def _batches(rule: Rule, at: datetime) -> Iterator[list[int]]:
    while batch := _due(rule, at):
        with transaction.atomic():
            remove(request_ids=batch, parts=[rule.part], at=at, wholly=False)
            Removal.objects.bulk_create(
                [Removal(request_id=key, part=rule.part, at=at, rule=rule.since) for key in batch],
                ignore_conflicts=True,
            )
            detail: dict[str, JSON] = {
                "count": len(batch),
                "part": rule.part,
                "requests": digest(canonical_json(batch).encode()),
                "rule": rule.since.isoformat(),
            }
            ledger.write([ledger.Act("hotline.removed", "machine", "hotline.request", at, detail=detail)])
        yield batch


def _due(rule: Rule, at: datetime) -> list[int]:
    """Find requests of which a part is kept too long."""
    ended = Coalesce("closed_at", "solved_at", "received_at", output_field=DateTimeField())
    days = _days_by_category(rule)
    too_long = Q(ended__lt=at - timedelta(days=rule.days)) & ~Q(category__in=list(days))
    for category, number in days.items():
        too_long |= Q(category=category, ended__lt=at - timedelta(days=number))
    gone = Removal.objects.filter(request=OuterRef("pk"), part=rule.part)
    found = Request.objects.exclude(state__in=OPEN).annotate(ended=ended)
    found = found.filter(too_long | (Q(category=None) & Q(ended__lt=at - timedelta(days=rule.days))))
    found = found.filter(~Exists(gone)).order_by("pk")
    return list(found.values_list("pk", flat=True)[:_BATCH])


def _days_by_category(rule: Rule) -> dict[int, int]:
    """Return the keys of categories that have days of their own, with those below them."""
    if not rule.categories:
        return {}
    rows = {key: (code, parent) for key, code, parent in Category.objects.values_list("pk", "code", "parent")}
    found = {}
    for key in rows:
        lineage: list[str] = []
        above: int | None = key
        while above is not None and above in rows:
            code, above = rows[above]
            lineage.append(code)
        if any(code in rule.categories for code in lineage):
            found[key] = rule.days_for(lineage)
    return found


def _cover_words(request_ids: Sequence[int], *, wholly: bool) -> None:
    found = Request.objects.filter(pk__in=request_ids)
    if wholly:
        found.update(text="", masked="", address="", since_when="", lat=None, lon=None, signals={})
    else:
        found.update(text=F("masked"), since_when="", lat=None, lon=None)
    for model, columns in _WRITTEN:
        rows = list(model._default_manager.filter(request_id__in=request_ids))
        for column in columns:
            said = [str(getattr(row, column)) for row in rows]
            covered = [""] * len(rows) if wholly else [one.text for one in mask(said)]
            for row, words in zip(rows, covered, strict=True):
                setattr(row, column, words)
        model._default_manager.bulk_update(rows, columns, batch_size=_BATCH)


def _take_photos_away(request_ids: Sequence[int]) -> None:
    photos = Photo.objects.filter(request_id__in=request_ids)
    names = list(photos.values_list("file", flat=True))
    photos.delete()
    # The files go once the rows are gone for good; one that is left behind is swept away the next night.
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)


def _owners(request_ids: Sequence[int]) -> Iterator[str]:
    yield from (f"hotline.request:{key}" for key in request_ids)
    rows = Entry.objects.filter(request_id__in=request_ids, step="received").values_list("facts", flat=True)
    yield from {str(facts["batch"]) for facts in rows if "batch" in facts}


def _empty_set_aside(before: datetime, at: datetime) -> int:
    """Empty the rows of old imports that nobody keyed in again; why they were set aside stays."""
    with transaction.atomic():
        old = SetAside.objects.filter(file__started_at__lt=before).exclude(raw="")
        keys = list(old.values_list("pk", flat=True))
        for start in range(0, len(keys), _BATCH):
            SetAside.objects.filter(pk__in=keys[start : start + _BATCH]).update(raw="", facts={})
        if keys:
            detail: dict[str, JSON] = {"count": len(keys), "part": "set_aside"}
            ledger.write([ledger.Act("hotline.removed", "machine", "hotline.import", at, detail=detail)])
    return len(keys)
