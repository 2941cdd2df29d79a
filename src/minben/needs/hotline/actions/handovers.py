"""Hand-overs: those who follow what happens here. ``loop`` alone fills these lists, once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from minben.commons import kept
from minben.needs.hotline.core.arrivals import (
    ArrivalFollower,
    CallFollower,
    JudgementFollower,
    MovedFollower,
    RemovedFollower,
)

received: list[ArrivalFollower] = []
judged: list[JudgementFollower] = []
moved: list[MovedFollower] = []
called: list[CallFollower] = []
removed: list[RemovedFollower] = []

Item = TypeVar("Item")


def hand_over(
    followers: Sequence[Callable[[Sequence[Item], datetime], None]], items: Sequence[Item], at: datetime
) -> list[tuple[Item, Exception]]:
    """Give each follower the whole batch; a batch that fails is halved until the bad items stand alone.

    What came before stands: each try runs behind a savepoint. The items that nobody could take are returned with
    their error, so that a person looks at them.
    """
    if not items:
        return []
    try:
        with transaction.atomic():
            for follow in followers:
                follow(items, at)
    except Exception as trouble:
        # What a follower enrolled on its way is gone again.
        kept.changed()
        if len(items) == 1:
            return [(items[0], trouble)]
        half = len(items) // 2
        return hand_over(followers, items[:half], at) + hand_over(followers, items[half:], at)
    return []


class BrokenOff(Exception):
    """A follower failed, and what it wrote so far stands: the caller must roll back, and may hand over with care."""


def hand_over_at_once(
    followers: Sequence[Callable[[Sequence[Item], datetime], None]], items: Sequence[Item], at: datetime
) -> list[tuple[Item, Exception]]:
    """Give each follower the items without a savepoint.

    Raises
    ------
    BrokenOff
        When one of them fails.
    """
    try:
        if items:
            follow(followers, items, at)
    except Exception as trouble:
        raise BrokenOff from trouble
    return []


def follow(
    followers: Sequence[Callable[[Sequence[Item], datetime], None]], items: Sequence[Item], at: datetime
) -> None:
    """Give each follower what a person did just now; if one fails, the act itself fails with it."""
    for each in followers:
        each(items, at)
