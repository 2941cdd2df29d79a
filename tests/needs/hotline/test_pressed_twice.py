"""A button pressed twice is one act; the same words an hour later are another."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from minben.commons.clock import now
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Entry, Request
from tests.needs.hotline.page_city import City, city

__all__ = ["city"]

Act = Callable[[int, int, datetime], object]

ACTS: dict[str, tuple[str, Act]] = {
    "chase": ("chased", lambda key, _by, at: hotline.chase(request_id=key, words="多久", at=at)),
    "add": ("added", lambda key, _by, at: hotline.add_words(request_id=key, words="二单元", at=at)),
    "single out": ("singled_out", lambda key, by, at: hotline.single_out(request_id=key, words="独居", by=by, at=at)),
    "answer": (
        "answered",
        lambda key, by, at: hotline.answer(request_id=key, words="带身份证", source="指南", by=by, at=at),
    ),
    "withdraw": ("withdrawn", lambda key, _by, at: hotline.withdraw(request_id=key, words="不用了", at=at)),
    "set apart": ("corrected", lambda key, by, at: hotline.set_apart(request_id=key, by=by, at=at)),
    "correct": (
        "corrected",
        lambda key, by, at: hotline.correct(
            request_id=key, correction=hotline.Correction(category="noise"), by=by, at=at
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ACTS)
def test_a_button_pressed_twice_writes_one_line(city: City, what: str) -> None:
    request, by = city.request(category=""), city.account("wang.fang")
    step, act = ACTS[what]
    at = now()
    act(request.pk, by, at)
    act(request.pk, by, at + timedelta(seconds=1))
    assert Entry.objects.filter(request=request, step=step).count() == 1


@pytest.mark.parametrize("solved", [True, False])
def test_a_verdict_pressed_twice_counts_once(city: City, solved: bool) -> None:
    request = city.told(city.told(city.request(), "signed", "signed"), "done", "done")
    for wait in (0, 1):
        at = now() + timedelta(seconds=wait)
        hotline.judge(request_id=request.pk, solved=solved, words="还是冷", at=at)
    step = "solved" if solved else "not_solved"
    assert Entry.objects.filter(request=request, step=step).count() == 1
    assert Request.objects.get(pk=request.pk).solved is solved


def test_who_asks_again_an_hour_later_is_heard_again(city: City) -> None:
    request, at = city.request(), now()
    for hours in (0, 1):
        hotline.chase(request_id=request.pk, words="多久", at=at + timedelta(hours=hours))
    assert Entry.objects.filter(request=request, step="chased").count() == 2


def test_two_people_who_say_the_same_are_both_heard(city: City) -> None:
    request, at = city.request(), now()
    hotline.chase(request_id=request.pk, words="多久", at=at)
    hotline.chase(
        request_id=request.pk, words="多久", at=at, actor="clerk", by_user=city.account("wang.fang")
    )
    assert Entry.objects.filter(request=request, step="chased").count() == 2


def test_a_clerk_who_corrects_to_and_fro_is_followed_each_time(city: City) -> None:
    request, by, at = city.request(category=""), city.account("wang.fang"), now()
    for n, category in enumerate(("noise", "heating", "noise")):
        correction = hotline.Correction(category=category)
        hotline.correct(request_id=request.pk, correction=correction, by=by, at=at + timedelta(seconds=n))
    assert Entry.objects.filter(request=request, step="corrected").count() == 3
    assert Request.objects.get(pk=request.pk).category.code == "noise"


def test_what_was_taken_back_before_is_not_taken_back_again(city: City) -> None:
    request, at = city.request(), now()
    hotline.withdraw(request_id=request.pk, words="不用了", at=at)
    with pytest.raises(hotline.MoveRefused):
        hotline.withdraw(request_id=request.pk, words="不用了", at=at + timedelta(hours=1))
