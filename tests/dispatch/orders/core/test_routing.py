"""Who acts: the nearest rule wins, and the unit complained about never acts."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from minben.dispatch.orders.core.routing import EVERYWHERE, Rule, above, catalogue, instead_of, line_of, route

# 1 city district ⊃ 2 street ⊃ 3 community; 9 another district.
AREAS: Mapping[int, tuple[int, ...]] = {1: (1,), 2: (2, 1), 3: (3, 2, 1), 9: (9,)}
rule_lists = st.lists(
    st.builds(
        Rule,
        key=st.integers(1, 50),
        category=st.integers(1, 3),
        place=st.sampled_from([EVERYWHERE, 1, 2, 3, 9]),
        unit=st.integers(1, 9),
    ),
    max_size=20,
    unique_by=lambda rule: rule.key,
)
wanted = st.lists(st.tuples(st.integers(1, 3), st.sampled_from([None, 1, 2, 3, 9, 77])), max_size=30)
trees = st.dictionaries(st.integers(1, 8), st.integers(1, 8) | st.none(), max_size=8)


def by_hand(rules: list[Rule], category: int, place: int | None) -> int:
    """A referee: look at every rule for every area from the nearest on."""
    chain = AREAS.get(place, (place,)) if place else ()
    for area in (*chain, EVERYWHERE):
        found = [rule for rule in rules if (rule.category, rule.place) == (category, area)]
        if found:
            return max(found, key=lambda rule: rule.key).unit
    return -1


@given(rule_lists, wanted)
def test_a_batch_is_routed_as_one_by_one_by_hand(
    rules: list[Rule], asked: list[tuple[int, int | None]]
) -> None:
    found = route([c for c, _ in asked], [p for _, p in asked], catalogue(rules, AREAS))
    assert found.units.tolist() == [by_hand(rules, *pair) for pair in asked]
    assert all(bool(why) == (unit >= 0) for why, unit in zip(found.why, found.units, strict=True))


def test_a_rule_tells_how_near_it_is() -> None:
    rules = catalogue([Rule(1, 1, 3, 5), Rule(2, 2, 1, 6), Rule(3, 3, EVERYWHERE, 7, own=True)], AREAS)
    assert route([1, 2, 3], [3, 3, 3], rules).why == ["exact_area", "parent_area", "own_unit"]


def test_a_ruling_beats_the_catalogue_for_the_same_place_and_a_nearer_rule_beats_a_ruling() -> None:
    rules = catalogue([Rule(1, 1, 1, 5), Rule(-1, 1, 1, 6, ruled=True), Rule(2, 1, 3, 7)], AREAS)
    assert route([1, 1], [2, 3], rules).units.tolist() == [6, 7]


def test_the_later_of_two_rulings_stands() -> None:
    rules = catalogue([Rule(-2, 1, 1, 8, ruled=True), Rule(-1, 1, 1, 6, ruled=True)], AREAS)
    assert route([1], [1], rules).units.tolist() == [8]


@given(trees, st.integers(1, 8), st.none() | st.integers(1, 8))
def test_whoever_acts_instead_is_never_the_unit_complained_about(
    parents: dict[int, int | None], accused: int, centre: int | None
) -> None:
    parents = {unit: parent for unit, parent in parents.items() if parent != unit}
    other = instead_of(accused, parents, centre)
    assert other != accused


@given(trees, st.integers(1, 8))
def test_the_line_holds_everybody_above_and_below(parents: dict[int, int | None], unit: int) -> None:
    line = line_of(unit, parents)
    assert set(above(unit, parents)) <= line
    assert all(
        unit in above(other, parents) or other in above(unit, parents) or other == unit for other in line
    )
