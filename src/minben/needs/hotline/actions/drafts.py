"""What a person has begun to say, kept a fortnight under a key that only they hold."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from minben.needs.hotline.core.arrivals import JSON
from minben.needs.hotline.models import Draft
from minben.needs.hotline.queries.lists import DRAFT_KEPT


def save_draft(*, facts: Mapping[str, JSON], at: datetime, key: str = "") -> str:
    """Keep what was said so far; return the key under which it is found again."""
    key = key or secrets.token_urlsafe(32)
    Draft.objects.update_or_create(key=key, defaults={"facts": dict(facts), "at": at})
    return key


def drop_draft(*, key: str) -> bool:
    """Forget a draft, once it was sent or is no longer wanted; tell whether it was still there."""
    return bool(Draft.objects.filter(key=key).delete()[0])


def drop_old_drafts(*, at: datetime) -> int:
    """Forget what nobody came back to within a fortnight; return how many there were."""
    return Draft.objects.filter(at__lt=at - DRAFT_KEPT).delete()[0]
