"""A vote is counted as the law says: exactly at the line and one below it, by area and by heads."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.parameters import load
from minben.participation.ballots.core.procedure import procedure_at
from minben.participation.ballots.core.tally import Ballot, Choice, Dwelling, count, standing

CLOSES = datetime(2026, 3, 1, 10, tzinfo=UTC)
BUILDING = procedure_at(
    load("minben.participation.ballots", "procedures"), "civil-code-278-building", date(2026, 3, 1)
)
ORDINARY = procedure_at(
    load("minben.participation.ballots", "procedures"), "civil-code-278-ordinary", date(2026, 3, 1)
)


def house(*areas: int | str, owners: Sequence[Sequence[str]] = ()) -> list[Dwelling]:
    """Dwellings 1, 2, 3 …, each with an owner of its own unless said otherwise."""
    named = dict(enumerate(owners))
    return [
        Dwelling(str(n + 1), Fraction(area), tuple(named.get(n, (f"owner {n + 1}",))))
        for n, area in enumerate(areas)
    ]


def say(dwelling: int, choice: str = "for", *, by: str = "", minutes: int = -60, **more: object) -> Ballot:
    moment = CLOSES + timedelta(minutes=minutes)
    who = by or f"owner {dwelling}"
    return Ballot(dwelling=str(dwelling), choice=Choice(choice), at=moment, by=who, **more)  # type: ignore[arg-type]


def counted(homes: list[Dwelling], *ballots: Ballot):  # type: ignore[no-untyped-def]
    return count(homes, ballots, BUILDING, closes=CLOSES)


def test_exactly_two_thirds_taking_part_and_three_quarters_agreeing_carry() -> None:
    homes = house(*[60] * 12)
    eight = [say(n) for n in range(1, 7)] + [say(7, "against"), say(8, "abstain")]
    assert counted(homes, *eight).carried


def test_one_dwelling_less_taking_part_does_not_carry() -> None:
    homes = house(*[60] * 12)
    tally = counted(homes, *[say(n) for n in range(1, 8)])
    assert not tally.owners_present.reached
    assert not tally.carried


def test_one_agreeing_less_does_not_carry() -> None:
    homes = house(*[60] * 12)
    tally = counted(homes, *[say(n) for n in range(1, 6)], *[say(n, "against") for n in range(6, 9)])
    assert tally.area_present.reached
    assert not tally.area_for.reached


def test_a_cent_of_area_below_the_line_is_below_the_line() -> None:
    """Two thirds of 300.00 m² are 200.00 m²; in decimals both would be shown as 66.67 %."""
    below = house("199.99", "100.01")
    on_line = house("200.00", "100.00")
    assert not counted(below, say(1)).area_present.reached
    assert counted(on_line, say(1)).area_present.reached


def test_large_flats_alone_do_not_carry_when_heads_are_against() -> None:
    homes = house(300, 300, 300, 40, 40, 40)
    tally = counted(homes, *[say(n) for n in (1, 2, 3)], *[say(n, "against") for n in (4, 5, 6)])
    assert tally.area_for.reached
    assert not tally.owners_for.reached
    assert not tally.carried


def test_more_than_half_is_not_half() -> None:
    homes = house(50, 50, 50, 50)
    half = [say(1), say(2), say(3, "against"), say(4, "against")]
    assert not count(homes, half, ORDINARY, closes=CLOSES).carried
    assert count(homes, [*half, say(3, minutes=-1)], ORDINARY, closes=CLOSES).carried


def test_a_couple_that_owns_one_dwelling_is_one_head() -> None:
    homes = house(60, 60, owners=[("Grandma Chen", "her son"), ("Li Wei",)])
    tally = counted(homes, say(1, by="her son"), say(2, by="Li Wei"))
    assert tally.owners_present.whole == 2


def test_one_person_with_three_dwellings_is_one_head_with_all_their_area() -> None:
    homes = house(60, 60, 60, 60, owners=[("Li Wei",), ("Li Wei",), ("Li Wei",), ("Zhou Min",)])
    tally = counted(homes, *[say(n, by="Li Wei") for n in (1, 2, 3)])
    assert tally.owners_present.part == 1
    assert tally.owners_present.whole == 2
    assert tally.area_present.part == 180


def test_who_says_yes_for_one_dwelling_and_no_for_the_other_has_not_agreed() -> None:
    homes = house(60, 60, owners=[("Li Wei",), ("Li Wei",)])
    tally = counted(homes, say(1, by="Li Wei"), say(2, "against", by="Li Wei"))
    assert tally.owners_for.part == 0
    assert tally.area_for.part == 60


def test_people_may_change_their_minds_until_the_close() -> None:
    homes = house(60)
    chosen, doubts = standing(
        homes,
        [say(1, "for", minutes=0), say(1, "against", minutes=-5), say(1, "abstain", minutes=1)],
        closes=CLOSES,
    )
    assert chosen == {"1": Choice.FOR}
    assert [doubt.code for doubt in doubts] == ["too_late"]


@pytest.mark.parametrize(
    ("ballot", "code"),
    [
        (say(9), "no_such_dwelling"),
        (say(1, minutes=1), "too_late"),
        (say(1, by="a neighbour"), "no_paper"),
        (say(1, entered=("for",)), "entered_once"),
        (say(1, entered=("for", "against")), "entered_differently"),
    ],
)
def test_a_ballot_in_doubt_is_not_counted_and_says_why(ballot: Ballot, code: str) -> None:
    tally = counted(house(60), ballot)
    assert [doubt.code for doubt in tally.doubts] == [code]
    assert tally.area_present.part == 0


def test_a_neighbour_with_a_paper_and_a_ballot_that_two_people_read_alike_count() -> None:
    """Grandma Chen has no telephone: her neighbour brings her paper ballot, and two people enter it."""
    homes = house(60, owners=[("Grandma Chen",)])
    told = say(1, by="a neighbour", paper="folder 3, sheet 12", entered=("for", "for"))
    assert counted(homes, told).carried


def test_a_house_in_which_nobody_votes_carries_nothing() -> None:
    assert not counted(house(60, 60)).carried
    assert not counted([]).carried


homes = st.lists(st.tuples(st.integers(1, 20_000), st.integers(0, 5)), min_size=1, max_size=20)


@given(homes, st.data())
def test_another_yes_never_turns_a_carried_vote_down(
    rows: list[tuple[int, int]], data: st.DataObject
) -> None:
    built = [Dwelling(str(n), Fraction(area, 100), (f"o{owner}",)) for n, (area, owner) in enumerate(rows)]
    said = data.draw(
        st.lists(st.sampled_from(["for", "against", "abstain"]), min_size=len(built), max_size=len(built))
    )
    ballots = [
        Ballot(dwelling=one.id, choice=Choice(word), at=CLOSES, by=one.owners[0])
        for one, word in zip(built, said, strict=True)
    ]
    before = count(built, ballots, BUILDING, closes=CLOSES)
    changed = data.draw(st.integers(0, len(built) - 1))
    yes = Ballot(dwelling=built[changed].id, choice=Choice.FOR, at=CLOSES, by=built[changed].owners[0])
    after = count(built, [*ballots[:changed], *ballots[changed + 1 :], yes], BUILDING, closes=CLOSES)
    assert after.carried or not before.carried
    assert after.area_for.part >= before.area_for.part


@given(homes)
def test_the_order_of_the_list_changes_nothing(rows: list[tuple[int, int]]) -> None:
    built = [Dwelling(str(n), Fraction(area, 100), (f"o{owner}",)) for n, (area, owner) in enumerate(rows)]
    ballots = [Ballot(dwelling=one.id, choice=Choice.FOR, at=CLOSES, by=one.owners[0]) for one in built[::2]]
    one = count(built, ballots, BUILDING, closes=CLOSES)
    other = count(built[::-1], ballots[::-1], BUILDING, closes=CLOSES)
    assert one.shares == other.shares
