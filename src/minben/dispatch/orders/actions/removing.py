"""What an order holds about a person goes when their request's goes: words are covered, pictures deleted."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from minben.dispatch.orders.models import OrderEntry, Proof, SendBack, Supervision
from minben.needs.hotline.actions import Removed
from minben.needs.hotline.core.masking import mask

_BATCH = 500


def follow_removals(removals: Sequence[Removed], at: datetime) -> None:
    """Cover names, numbers and addresses in what staff wrote, and take the pictures of the work away."""
    for removed in removals:
        if "words" in removed.parts:
            for model in (OrderEntry, Proof, SendBack, Supervision):
                _cover(model, removed.request_ids)
        if "photos" in removed.parts:
            _take_photos_away(removed.request_ids)


def _cover(model: Any, request_ids: Sequence[int]) -> None:
    found = model._default_manager.filter(order__request_id__in=request_ids).exclude(words="")
    said = list(found.values_list("pk", "words"))
    covered = mask([words for _key, words in said])
    rows = [
        model(pk=key, words=one.text)
        for (key, words), one in zip(said, covered, strict=True)
        if words != one.text
    ]
    model._default_manager.bulk_update(rows, ["words"], batch_size=_BATCH)


def _take_photos_away(request_ids: Sequence[int]) -> None:
    found = Proof.objects.filter(order__request_id__in=request_ids).exclude(photo="")
    for name in list(found.values_list("photo", flat=True)):
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
    found.update(photo="")
