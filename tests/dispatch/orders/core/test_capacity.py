"""Who can go when: no crew is promised twice, and nobody waits while a place is free."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from minben.dispatch.orders.core.capacity import CrewDay, Job, earliest

MONDAY = date(2026, 3, 2)
DAYS = [MONDAY + timedelta(days=n) for n in range(3)]
crew_lists = st.lists(
    st.builds(CrewDay, st.integers(1, 5), st.integers(1, 3), st.frozensets(st.integers(1, 3), max_size=2)),
    max_size=4,
    unique_by=lambda crew: crew.key,
)
job_lists = st.lists(st.integers(1, 3), max_size=25).map(
    lambda kinds: [Job(n, kind) for n, kind in enumerate(kinds)]
)


@given(job_lists, crew_lists)
def test_no_place_is_promised_twice_and_no_crew_beyond_its_day(jobs: list[Job], crews: list[CrewDay]) -> None:
    given_out = [place for place in earliest(jobs, crews, DAYS, taken={}) if place]
    places = [(place.crew, place.day, place.slot) for place in given_out]
    assert len(set(places)) == len(places)
    limits = {crew.key: crew.per_day for crew in crews}
    assert all(1 <= slot <= limits[crew] for crew, _, slot in places)


@given(job_lists, crew_lists)
def test_who_is_told_that_nobody_can_go_could_not_have_been_served(
    jobs: list[Job], crews: list[CrewDay]
) -> None:
    places = earliest(jobs, crews, DAYS, taken={})
    for job, place in zip(jobs, places, strict=True):
        if place is None:
            able = [crew for crew in crews if not crew.skills or job.category in crew.skills]
            used = sum(1 for other in places if other and other.crew in {crew.key for crew in able})
            assert used == sum(crew.per_day for crew in able) * len(DAYS)


@given(job_lists, crew_lists)
def test_of_two_alike_the_first_in_the_queue_goes_no_later(jobs: list[Job], crews: list[CrewDay]) -> None:
    for kind in (1, 2, 3):
        alike = [
            p.day
            for j, p in zip(jobs, earliest(jobs, crews, DAYS, taken={}), strict=True)
            if p and j.category == kind
        ]
        assert alike == sorted(alike)


def test_a_place_already_promised_is_not_free() -> None:
    crew = CrewDay(1, 2)
    (place,) = earliest([Job(1, 1)], [crew], DAYS, taken={(1, MONDAY): {1}})
    assert place
    assert (place.day, place.slot) == (MONDAY, 2)


def test_the_crew_with_more_room_goes() -> None:
    (place,) = earliest([Job(1, 1)], [CrewDay(1, 1), CrewDay(2, 4)], DAYS, taken={})
    assert place
    assert place.crew == 2
