"""Earlier replies and standard answers for a new request: the best few with source and date, or none at all."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline import ranker
from minben.needs.hotline.algorithms import EARLIER_REPLIES
from minben.needs.hotline.core.answering.judging import SHOWN, SURE
from minben.needs.hotline.core.answering.ranking import best
from minben.needs.hotline.queries.answered import (
    EarlierRow,
    earlier_rows,
    usable_by_all,
    usable_by_staff,
)
from minben.needs.hotline.queries.cards import MaskedRow


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was found, the best first; empty when nothing fits, or ``why_not`` when nothing was looked through.

    ``why_not``: a code of the register, or ``nothing_laid_out`` before the first night.
    """

    rows: tuple[EarlierRow, ...] = ()
    why_not: str = ""


def earlier_replies(row: MaskedRow, *, at: datetime, limit: int = SHOWN) -> Earlier:
    """Find what staff answered before to requests like this one, and standard answers; of its heading if it has one.

    What was answered to the request itself is not among them.
    """
    return _found(_Asked(row.masked, category=row.category or 0, leave_out=row.key, limit=limit), at)


def public_replies(*, message: str, at: datetime, limit: int = SHOWN) -> Earlier:
    """Find standard answers, and replies to questions that anybody may see, for somebody who asks."""
    return _found(_Asked(message, public=True, limit=limit), at)


@dataclass(frozen=True, slots=True)
class _Asked:
    message: str
    category: int = 0
    public: bool = False
    leave_out: int = 0
    limit: int = SHOWN


def _found(asked: _Asked, at: datetime) -> Earlier:
    keys: list[int] | None = None
    with sandbox.guard(EARLIER_REPLIES, version=ranker.version_in_use(), at=at) as guard:
        loaded = ranker.current() if guard.cleared else None
        laid = ranker.laid_out(loaded) if loaded else None
        if loaded and laid:
            keys = _keys(loaded, laid, asked, SURE if guard.threshold is None else guard.threshold)
            guard.count(items=1, abstained=int(not keys))
    if keys is None:
        return Earlier(why_not=guard.why_not or "nothing_laid_out")
    of = usable_by_all() if asked.public else usable_by_staff()
    rows = earlier_rows(keys, of=of, on=localdate(at)) if keys else []
    others = [row for row in rows if not row.request or row.request != asked.leave_out]
    return Earlier(tuple(others[: asked.limit]))


def _keys(loaded: ranker.Loaded, laid: ranker.Laid, asked: _Asked, least: float) -> list[int]:
    """Return the keys of the best, or nothing when the first is not sure enough."""
    among = laid.among(category=asked.category, public=asked.public)
    if among is not None and not len(among):
        return []
    found = loaded.ranker.find(laid.index, [asked.message], among=among)
    if float(loaded.ranker.order.sure(found)[0]) < least:
        return []
    places = best(loaded.ranker.order.scores(found), asked.limit + 1)[0]
    return [laid.keys[int(found.replies[0, place])] for place in places]
