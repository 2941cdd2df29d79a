"""Whoever keeps the page of yesterday and lays it beside that of today still finds nobody."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.statistics import share
from minben.evaluation.outcomes.core.deadlines import Deadlines
from minben.evaluation.outcomes.core.figures import Figure, Table
from minben.evaluation.outcomes.core.gaps import figure
from minben.evaluation.outcomes.core.measures import Kind, Measure
from minben.evaluation.outcomes.core.rates import Calls
from minben.evaluation.outcomes.core.recontact import LeftOut
from minben.evaluation.outcomes.core.renewal import renewed
from minben.evaluation.outcomes.core.summaries import Exclusion, Summary, UnitLine

AT = datetime(2026, 3, 11, tzinfo=UTC)
NOBODY = Calls(drawn=0, reached=0, declined=0, not_reached=0, waiting=0, attempts=0, own_accord=0)
People = list[tuple[str, bool]]


def summed(people: People, **facts: object) -> Summary:
    """A summary with one figure: who says that it is solved, by way of asking."""
    ways = np.array([way for way, _ in people], dtype=np.str_)
    values = np.array([float(solved) for _, solved in people])
    found = figure(Measure("solution", Kind.SHARE, "share", True, values), {"channel": ways})
    given = {
        "requests": len(people), "figures": (found,), "calls": NOBODY, "deadlines": Deadlines(0, 0, 0, 0, 0),
        "left_out": LeftOut(0, 0, 0, 0), "exclusions": (), "units": (), **facts,
    }  # fmt: skip
    return Summary(since=None, until=None, at=AT, observed_until=AT, turn="", **given)  # type: ignore[arg-type]


def some(way: str, count: int, solved: int = 0) -> People:
    return [(way, n < solved) for n in range(count)]


def shares(summary: Summary) -> dict[str, tuple[int, float | None] | None]:
    [found] = summary.figures
    return {
        cell.group: (cell.estimate.n, cell.estimate.value) if cell.estimate else None
        for cell in found.tables[0].cells
    }


YESTERDAY = [*some("phone", 40, 20), *some("web", 60, 30)]


def test_one_more_voice_changes_nothing_that_anybody_sees() -> None:
    published = summed(YESTERDAY)
    today = renewed(published, summed([*YESTERDAY, ("phone", True)]))
    assert (shares(today), today.figures[0].estimate) == (shares(published), published.figures[0].estimate)
    assert today.requests == 100


def test_one_person_who_changes_their_mind_is_not_seen_either() -> None:
    published = summed(YESTERDAY)
    changed = [("phone", True), *some("phone", 39, 20), *some("web", 60, 30)]
    assert shares(renewed(published, summed(changed))) == shares(published)


def test_twenty_more_voices_on_each_way_are_published() -> None:
    fresh = summed([*YESTERDAY, *some("phone", 20, 20), *some("web", 20, 0)])
    assert renewed(summed(YESTERDAY), fresh).figures == fresh.figures


def test_two_more_on_one_way_keep_another_way_back_too_until_they_hide_among_ten() -> None:
    published = summed([*YESTERDAY, *some("counter", 30, 10)])
    fresh = summed(
        [*YESTERDAY, *some("counter", 30, 10), *some("phone", 2, 2), *some("web", 30), *some("counter", 12)]
    )
    told = shares(renewed(published, fresh))
    assert told == {"phone": (40, 0.5), "counter": shares(published)["counter"], "web": (90, 30 / 90)}


def test_a_way_that_was_too_small_is_shown_once_it_is_large() -> None:
    published = summed([*YESTERDAY, *some("letter", 4)])
    fresh = summed([*YESTERDAY, *some("letter", 40), *some("phone", 20), *some("web", 20)])
    assert shares(published)["letter"] is None
    assert renewed(published, fresh).figures == fresh.figures


def test_what_came_slowly_is_told_once_ten_have_come() -> None:
    published, people = summed(YESTERDAY), YESTERDAY
    seen = []
    for _ in range(12):
        people = [*people, ("phone", True), ("web", True)]
        published = renewed(published, summed(people))
        seen.append(shares(published)["phone"])
    assert len(set(seen)) == 2
    assert seen[-1] == (50, 0.6)


def test_counts_move_in_steps_of_ten_and_the_asked_are_their_sum() -> None:
    before = replace(NOBODY, drawn=90, reached=50, declined=20, not_reached=20, attempts=99)
    after = replace(NOBODY, drawn=133, reached=80, declined=21, not_reached=32, attempts=101)
    told = renewed(summed([], calls=before), summed([], calls=after)).calls
    assert (told.reached, told.declined, told.not_reached, told.attempts) == (80, 20, 20, 99)
    assert told.drawn == 120


def test_one_more_request_left_out_is_not_told() -> None:
    def left(count: int) -> Summary:
        return summed(YESTERDAY, exclusions=(Exclusion("suspended", count, None),))

    assert renewed(left(14), left(15)).exclusions[0].count == 14
    assert renewed(left(14), left(24)).exclusions[0].count == 24


def test_a_unit_that_three_more_asked_waits_with_its_nearest_neighbour() -> None:
    def lines(*sizes: int) -> Summary:
        units = tuple(UnitLine(n, size, {}) for n, size in enumerate(sizes))
        return summed(some("web", sum(sizes)), units=units)

    told = {line.unit: line.requests for line in renewed(lines(50, 60, 70), lines(53, 75, 90)).units}
    assert told == {0: 50, 1: 60, 2: 90}


def test_a_units_figure_stays_while_one_more_answers_and_is_renewed_when_many_do() -> None:
    def lines(**asked: tuple[int, int]) -> Summary:
        units = tuple(
            UnitLine(int(unit[1:]), n, {"solution": share(solved, n)}) for unit, (solved, n) in asked.items()
        )
        return summed([one for solved, n in asked.values() for one in some("web", n, solved)], units=units)

    def told(summary: Summary) -> dict[int, float | None]:
        return {line.unit: found.value for line in summary.units if (found := line.estimates["solution"])}

    published = lines(u1=(20, 40), u2=(30, 60))
    assert told(renewed(published, lines(u1=(21, 41), u2=(30, 60)))) == {1: 0.5, 2: 0.5}
    assert told(renewed(published, lines(u1=(35, 60), u2=(60, 90)))) == told(lines(u1=(35, 60), u2=(60, 90)))


def pool(found: Figure, shown: set[str]) -> int:
    """How many people stand in what cannot be told apart."""
    [table] = found.tables
    assert found.estimate is not None
    return found.estimate.n - sum(c.estimate.n for c in table.cells if c.estimate and c.group in shown)


def seen_in(table: Table) -> set[str]:
    return {cell.group for cell in table.cells if cell.estimate is not None}


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(["phone", "web", "letter", "counter"]), st.integers(0, 25), st.integers(0, 25)
            ),
            max_size=4,
        ),
        min_size=2,
        max_size=6,
    )
)
def test_no_two_pages_tell_of_fewer_than_ten(days: list[list[tuple[str, int, int]]]) -> None:
    people: People = []
    published: Summary | None = None
    for day in days:
        people = people + [one for way, count, solved in day for one in some(way, count, solved)]
        fresh = summed(people)
        renewal = fresh if published is None else renewed(published, fresh)
        if published is not None:
            compare(published.figures[0], renewal.figures[0])
        published = renewal


def compare(before: Figure, after: Figure) -> None:
    """Subtract two pages as somebody would who wants to know."""
    if before.estimate is None or after.estimate is None:
        return
    assert after.estimate == before.estimate or after.estimate.n - before.estimate.n >= 10
    if after.estimate == before.estimate or not before.tables or not after.tables:
        return
    old, new = ({c.group: c.estimate for c in one.tables[0].cells} for one in (before, after))
    away = {group for group in new if new[group] and old.get(group) and new[group] != old[group]}
    for group in away:
        assert new[group].n - old[group].n >= 10  # type: ignore[union-attr]  # shown on both
    rest = {
        g for g in old.keys() | new.keys() if g not in away and not (old.get(g) and old.get(g) == new.get(g))
    }
    if rest and seen_in(after.tables[0]) != seen_in(before.tables[0]):
        assert abs(pool(after, away) - pool(before, away)) >= 10
