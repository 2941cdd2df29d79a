"""Who is heard, who speaks against it, and whose silence says nothing."""

from hypothesis import given
from hypothesis import strategies as st

from minben.evaluation.agenda.core.hearing import Group, Standing, listen, times_as_often

SILENT_BELOW = 0.67


def standing(*groups: Group) -> dict[str, Standing]:
    return {one.name: one.standing for one in listen(groups, silent_below=SILENT_BELOW)}


def test_old_people_without_a_telephone_are_silent_and_not_content() -> None:
    found = standing(
        Group("80+", 500, 20, 0), Group("35–64", 2000, 600, 90), Group("under 35", 1500, 450, 60)
    )
    assert found["80+"] is Standing.SILENT


def test_a_district_that_asks_for_much_else_speaks_against_it() -> None:
    found = standing(
        Group("north", 2000, 700, 120), Group("south", 2000, 690, 15), Group("east", 2000, 650, 90)
    )
    assert found["south"] is Standing.LESS
    assert found["north"] is Standing.MORE


def test_small_groups_and_those_nobody_knows_are_not_judged() -> None:
    found = standing(
        Group("deaf", 6, 2, 1), Group("none", 3000, 800, 100), Group("unknown", 0, 90, 40, judged=False),
        Group("blind", 40, 9, 2),
    )  # fmt: skip
    assert found["deaf"] is found["unknown"] is Standing.TOO_FEW


def test_a_group_by_itself_is_compared_with_nobody() -> None:
    assert standing(Group("north", 2000, 700, 120)) == {"north": Standing.TOO_FEW}


@given(st.integers(0, 200), st.integers(1, 5000), st.integers(0, 200), st.integers(1, 5000))
def test_the_ratio_lies_in_its_interval_and_turned_round_in_the_turned_one(
    a: int, n: int, b: int, m: int
) -> None:
    found, turned = times_as_often(a, n, b, m, level=0.95), times_as_often(b, m, a, n, level=0.95)
    if found.value is not None:
        assert found.low is not None
        assert found.low <= found.value + 1e-9
        assert found.high is None or found.value <= found.high + 1e-9
    if a and b:
        assert found.low is not None
        assert turned.high is not None
        assert abs(found.low * turned.high - 1) < 1e-6


@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.integers(0, 900), st.integers(0, 100)), min_size=1, max_size=6
    )
)
def test_nothing_breaks_whatever_the_register_holds(rows: list[tuple[int, int, int]]) -> None:
    groups = [
        Group(str(n), residents, voices, min(matter, voices))
        for n, (residents, voices, matter) in enumerate(rows)
    ]
    assert len(listen(groups, silent_below=SILENT_BELOW)) == len(groups)
