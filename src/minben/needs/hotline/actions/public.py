"""Giving requests the number under which anybody may look at them."""

import secrets
from collections.abc import Sequence

from django.db import connection

from minben.commons.rows import known_keys
from minben.needs.hotline.core.codes import ALPHABET
from minben.needs.hotline.models import PublicId, Request
from minben.needs.hotline.queries.shown import public_ids

_LETTERS = 16


def fresh_public_id() -> str:
    """Make a number of 80 random bits: nobody counts it up, and it is longer than any tracking code."""
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(_LETTERS)).lower()


def number_publicly(*, request_ids: Sequence[int]) -> dict[int, str]:
    """Return the public number of each request; those that have none yet are given one for ever.

    Of two who ask at the same moment the first one's numbers stand, and both are told those.
    """
    known = public_ids(request_ids)
    new = [key for key in dict.fromkeys(request_ids) if key not in known]
    if new:
        PublicId.objects.bulk_create(
            (PublicId(request_id=key, key=fresh_public_id()) for key in new), ignore_conflicts=True
        )
        known |= public_ids(new)
    return known


def request_of_sender(*, source: str, key: str) -> int | None:
    """Return the request that a sender handed in under a key of its own."""
    return known_keys(connection, Request, source=source, keys=[key]).get(key)
