import json

import numpy as np

from minben.commons.statistics import Estimate, share
from minben.institutions.sandbox.core.gaps import widest_gap
from minben.institutions.sandbox.core.trial import Measure, as_rows, from_rows


def told(right: int, n: int, group: str) -> Measure:
    return Measure("accuracy", share(right, n), group)


def test_the_widest_gap_is_sought_within_one_kind_of_group() -> None:
    measures = [
        told(95, 100, "age:under 35"),
        told(80, 100, "age:80+"),
        told(99, 100, "channel:web"),
        told(97, 100, "channel:phone"),
    ]
    gap = widest_gap(measures, "accuracy")
    assert gap is not None
    assert (gap.lowest, gap.highest, gap.width.unit) == ("age:80+", "age:under 35", "points")


def test_a_group_of_nine_people_is_not_held_up_as_the_worst() -> None:
    measures = [told(95, 100, "age:under 35"), told(90, 100, "age:65–79"), told(1, 9, "age:80+")]
    gap = widest_gap(measures, "accuracy")
    assert gap is not None
    assert gap.lowest == "age:65–79"


def test_groups_that_fare_alike_are_no_gap_beside_those_that_do_not() -> None:
    alike = [told(90, 100, "channel:web"), told(90, 100, "channel:phone")]
    gap = widest_gap([*alike, told(95, 100, "age:under 35"), told(80, 100, "age:80+")], "accuracy")
    assert gap is not None
    assert gap.lowest == "age:80+"


def test_with_one_group_there_is_nothing_to_compare() -> None:
    assert widest_gap([told(9, 10, "all"), told(80, 100, "age:80+")], "accuracy") is None


def test_numbers_of_another_library_become_plain_and_what_is_no_number_is_absent() -> None:
    odd = Measure("ece", Estimate(np.float64(0.5), float("nan"), None, np.int64(20), "1"))
    (row,) = as_rows([odd])
    assert json.loads(json.dumps(row, allow_nan=False)) == row
    assert (row["value"], row["low"], row["n"]) == (0.5, None, 20)


def test_figures_come_back_from_the_table_as_they_went_in() -> None:
    measures = (told(95, 100, "age:under 35"), told(0, 0, "age:80+"))
    assert from_rows(as_rows(measures)) == measures
