"""What may leave the house as open data: columns of keys without words, codes, addresses or people."""

from collections.abc import Collection
from datetime import datetime

import numpy as np

from minben.commons.columns import Kind as Holds
from minben.commons.columns import columns_of
from minben.needs.hotline.models import Request
from minben.needs.hotline.queries.figures import Column
from minben.needs.hotline.words import Identity, Kind, State

_FACTS = {
    "received_at": Holds.TIME, "category_id": Holds.KEY, "place_id": Holds.KEY, "channel": Holds.WORD,
    "kind": Holds.WORD, "person_id": Holds.KEY,
}  # fmt: skip
# Taken back by the person, kept apart from everybody, or never taken in.
_NOT_THEIRS = (State.WITHDRAWN, State.SET_APART, State.EXCLUDED, State.DECLINED)


def openable(*, since: datetime, until: datetime, kinds: Collection[str] = ()) -> dict[str, Column]:
    """Columns of a period's requests for publication, without whistle-blowing and what was told in confidence.

    Parameters
    ----------
    since, until : datetime
        Received from … until before.
    kinds : collection of str
        Kinds that the city leaves out besides.

    Returns
    -------
    dict
        ``received_at`` [s since 1970], ``category`` and ``place`` as keys (−1: none), ``channel`` and ``kind`` as
        words, ``who``: a number per person that means nothing outside this answer; somebody nobody knows has one of
        their own. In the order of arrival.
    """
    found = Request.objects.filter(received_at__gte=since, received_at__lt=until, chases=None)
    found = found.exclude(kind__in=[Kind.WHISTLE, *kinds]).exclude(identity=Identity.CONFIDENTIAL)
    found = found.exclude(state__in=_NOT_THEIRS)
    rows = found.order_by("received_at", "id").values_list(*_FACTS).iterator(chunk_size=5_000)
    facts = columns_of(rows, _FACTS)
    people = facts.pop("person_id")
    facts["category"], facts["place"] = facts.pop("category_id"), facts.pop("place_id")
    return {**facts, "who": _numbered(people)}


def _numbered(people: Column) -> Column:
    """Number people anew, so that nobody's key leaves this file; each unknown one stands alone."""
    alone = people == -1
    own = np.where(alone, -1 - np.arange(len(people)), people)
    return np.unique(own, return_inverse=True)[1].astype(np.int64)
