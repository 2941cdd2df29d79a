"""Old summaries may go; what somebody still looks at never does."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from minben.evaluation.outcomes.core.thinning import Kept, spare

FIRST = date(2026, 1, 1)
MADE = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["", "t1"])), max_size=40)


@given(MADE, st.integers(0, 420))
def test_each_month_keeps_one_each_subject_its_newest_and_nothing_young_goes(
    made: list[tuple[int, str]], limit: int
) -> None:
    rows = [Kept(key, about, FIRST + timedelta(days=day)) for key, (day, about) in enumerate(sorted(made))]
    before = FIRST + timedelta(days=limit)
    gone = set(spare(rows, before=before))
    left = [row for row in rows if row.key not in gone]
    months = {(row.about, row.day.year, row.day.month) for row in rows}
    assert months == {(row.about, row.day.year, row.day.month) for row in left}
    assert {row.about: row.key for row in rows} == {row.about: row.key for row in left}
    assert all(row.day < before for row in rows if row.key in gone)
    assert not spare(left, before=before)
