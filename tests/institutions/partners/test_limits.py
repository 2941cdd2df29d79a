"""How often one may call, counted by several processes that tell each other once a second."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError

from minben.institutions.partners.edge import limits

NOON_S = 1_773_201_600


@pytest.fixture(autouse=True)
def once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TOLD_EVERY_S", 1)
    monkeypatch.setattr(limits, "_counts", {})
    cache.clear()


def call(second: int = 0, who: str = "willow") -> limits.Standing:
    return limits.count("token", who, 3, now_s=NOON_S + second)


def elsewhere(monkeypatch: pytest.MonkeyPatch, *seconds: int) -> list[int]:
    """The same token at another process, whose memory is its own."""
    with monkeypatch.context() as other:
        other.setattr(limits, "_counts", {})
        return [call(second).count for second in seconds]


def test_a_program_is_held_up_at_its_limit_and_no_later() -> None:
    assert [call().over for _ in range(5)] == [False, False, False, True, True]
    assert not call(who="north").over
    assert not call(60).over


def test_what_it_sent_to_another_process_counts_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [call().count, call().count] == [1, 2]
    assert elsewhere(monkeypatch, 0) == [2], "the second call here is not told yet"
    assert call(1).count == 4
    assert elsewhere(monkeypatch, 2, 2) == [5, 6]
    assert call(3).over


def test_the_others_are_told_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(limits.cache, "add", lambda _key, value, timeout: told.append(value) or True)
    for second in (0, 0, 0, 0, 1, 1, 2):
        call(second)
    assert told == [1, 4, 2]


def test_a_clock_put_back_goes_on_telling_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    call(50)
    assert call(10).count == 2
    assert elsewhere(monkeypatch, 10) == [3]


def test_a_cache_out_of_reach_stops_nobody_below_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_asked: object, **_facts: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(limits.cache, "add", away)
    assert [call(second).over for second in range(4)] == [False, False, False, True]
