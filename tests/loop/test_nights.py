"""Each duty of the night is done once for each day, whoever is killed and whatever the clock does."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError

from minben.loop import nights
from minben.loop.models import Night
from minben.loop.nights import LEASE, Nightly
from tests.city import NOW
from tests.racing import at_once, shared_database

__all__ = ["shared_database"]
DAY = timedelta(days=1)


class Work:
    """Something that is done at night, and counted."""

    def __init__(self, *, fails: int = 0) -> None:
        self.done: list[datetime] = []
        self.fails = fails

    def __call__(self, at: datetime) -> None:
        self.fails -= 1
        if self.fails >= 0:
            raise DatabaseError("the disk is full")
        # An effect in the database, which must stand or fall with the mark.
        Night.objects.create(duty="effect", day=NOW.date() + len(self.done) * DAY, done_at=NOW - 900 * DAY)
        self.done.append(at)


@pytest.mark.django_db
@pytest.mark.parametrize("whole", [True, False])
def test_once_a_night_and_again_the_next(whole: bool) -> None:
    work = Work()
    duty = Nightly("remind", work, whole=whole)
    assert [nights.run(duty, at=NOW + n * timedelta(hours=1)) for n in range(3)] == [True, False, False]
    assert nights.run(duty, at=NOW + DAY)
    assert work.done == [NOW, NOW + DAY]
    assert nights.last_done(at=NOW + DAY) == NOW + DAY


@pytest.mark.django_db
def test_one_that_fails_is_tried_again_a_little_later_and_not_every_five_seconds() -> None:
    work = Work(fails=1)
    duty = Nightly("remind", work)
    with pytest.raises(DatabaseError):
        nights.run(duty, at=NOW)
    assert not nights.run(duty, at=NOW + timedelta(seconds=5))
    assert nights.run(duty, at=NOW + LEASE)
    assert len(work.done) == 1


@pytest.mark.django_db
def test_a_worker_killed_in_the_middle_leaves_no_effect_without_its_mark() -> None:
    work = Work()

    def killed(at: datetime) -> None:
        work(at)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        nights.run(Nightly("draw", killed), at=NOW)
    assert not Night.objects.exists()
    assert nights.run(Nightly("draw", work), at=NOW + timedelta(seconds=5)), "the next one does it at once"


@pytest.mark.django_db
def test_a_backup_that_was_killed_is_begun_again_when_it_must_be_dead() -> None:
    def killed(_at: datetime) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        nights.run(Nightly("backup", killed, whole=False), at=NOW)
    work = Work()
    again = Nightly("backup", work, whole=False)
    assert not nights.run(again, at=NOW + LEASE / 2), "the other may still be at it"
    assert nights.run(again, at=NOW + LEASE)


def test_two_workers_at_the_same_moment_do_it_once(shared_database: None) -> None:
    work = Work()
    duty = Nightly("draw", work)
    results = at_once(*[lambda: nights.run(duty, at=NOW)] * 3)
    assert sorted(map(str, results)) == ["False", "False", "True"]
    assert len(work.done) == 1


@pytest.mark.django_db
def test_a_clock_set_back_over_midnight_does_nothing_twice() -> None:
    work = Work()
    duty = Nightly("draw", work)
    midnight = datetime.combine(NOW.date(), datetime.min.time(), NOW.tzinfo)
    nights.run(duty, at=midnight - timedelta(hours=20))
    nights.run(duty, at=midnight + timedelta(minutes=1))
    assert not nights.run(duty, at=midnight - timedelta(minutes=20)), "it is yesterday again"
    assert not nights.run(duty, at=midnight + timedelta(minutes=2))
    assert len(work.done) == 2


@pytest.mark.django_db
def test_a_clock_that_was_a_month_ahead_takes_no_night_away() -> None:
    work = Work()
    duty = Nightly("draw", work)
    month = 30 * DAY
    assert nights.run(duty, at=NOW + month)
    assert nights.run(duty, at=NOW), "put right, the true night is done"
    assert nights.last_done(at=NOW) == NOW
    Night.objects.filter(day=(NOW + month).date()).update(done_at=NOW + month + timedelta(hours=9))
    assert nights.run(duty, at=NOW + month), "and so is that night, once it comes"


@pytest.mark.django_db
def test_what_cannot_be_undone_is_left_alone_when_the_clock_may_have_jumped() -> None:
    work = Work()
    forget = Nightly("forget", work, careful=True)
    assert not nights.run(forget, at=NOW), "the first night of a house, or the first on a wrong clock"
    assert nights.run(forget, at=NOW + DAY)
    assert not nights.run(forget, at=NOW + 400 * DAY)
    assert len(work.done) == 1
