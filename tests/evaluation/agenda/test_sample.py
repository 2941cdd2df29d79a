"""The sample city's list tells what was invented for it, and spares people requests only where work was done."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random
from typing import Any

from minben.evaluation.agenda.sample import Work, known_since, works
from minben.loop.sample_city import _spared
from tests.city import SHANGHAI


@dataclass(frozen=True)
class Written:
    """As much of a written request as the sparing looks at."""

    true_category: str
    place: str
    received_at: datetime
    follows: int = -1


def asked(month: int, place: str = "d2s1c1b1", category: str = "property", follows: int = -1) -> Any:
    return Written(category, place, datetime(2026, month, 2, 9, tzinfo=SHANGHAI), follows)


HELPED = [Work("property", "d2", date(2026, 5, 1), 0.0)]


def test_who_asks_elsewhere_before_or_about_other_things_still_asks() -> None:
    rows = [asked(4), asked(6, "d3s1c1"), asked(6, category="noise"), asked(6)]
    assert _spared(Random(1), rows, HELPED) == rows[:3]


def test_who_asked_after_a_request_that_was_spared_does_not_ask_after_it() -> None:
    rows = [
        asked(4),
        asked(6),
        asked(6, category="noise"),
        asked(7, "d3", follows=1),
        asked(7, "d3", follows=2),
    ]
    assert _spared(Random(1), rows, HELPED) == [rows[0], rows[2], replace(rows[4], follows=1)]


def test_of_a_matter_with_a_season_the_year_before_is_known() -> None:
    # The work against flooded streets began in September: it is set against the September before.
    assert known_since(date(2026, 11, 28)) == date(2025, 9, 1)
    assert known_since(date(2027, 1, 3)) == date(2025, 11, 1)


def test_the_list_moves_with_the_day_and_helps_from_the_day_the_work_began() -> None:
    found = {work.category: work.since for work in works(date(2026, 11, 28))}
    assert found["property"] == date(2026, 5, 1)
    assert found["noise"] == date(2026, 7, 1)
    assert "heating" not in found, "work that has not begun spares nobody"
    assert {work.category: work.since for work in works(date(2027, 1, 3))}["property"] == date(2026, 7, 1)
