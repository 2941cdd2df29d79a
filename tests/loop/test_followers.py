"""What follows at once: the hand-overs, and what happens when one of them fails."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from django.core.checks import run_checks

from minben.dispatch.orders.models import Order
from minben.ledger.models import Entry as Act
from minben.loop.followers import join
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries
from minben.needs.hotline.models import Entry, Request
from tests.city import NOW, Town, ledger_holds
from tests.loop.conftest import Taken, complaints

Export = Callable[..., Path]


@pytest.fixture
def stumbling() -> Iterator[list[str]]:
    """Let the last follower fail on the requests whose keys in the export are listed."""
    stones: list[str] = []

    def follow(arrivals: Sequence[hotline.Arrival], at: datetime) -> None:
        keys = [one.request_id for one in arrivals]
        if Request.objects.filter(pk__in=keys, source_key__in=stones).exists():
            raise RuntimeError("a unit that does not answer")

    hotline.received.append(follow)
    yield stones
    hotline.received.remove(follow)


def test_one_bad_row_waits_with_a_clerk_and_the_rest_of_its_batch_is_routed(
    town: Town, export: Export, taken: Taken, stumbling: list[str]
) -> None:
    stumbling.append("A12")
    report = taken(export(complaints(40)))
    assert (report.imported, report.routed, report.to_clerk) == (40, 39, 1)
    waiting, _ = queries.clerk_queue(turn=report.turn)
    assert [Request.objects.get(pk=row.key).source_key for row in waiting] == ["A12"]
    assert not Order.objects.filter(request__source_key="A12").exists(), (
        "its half-made order went back with it"
    )
    assert Entry.objects.get(request__source_key="A12", step="understood").facts == {
        "stranded": "RuntimeError"
    }
    assert ledger_holds()


def test_one_request_alone_that_cannot_be_followed_is_taken_in_once_and_waits_with_a_clerk(
    town: Town, stumbling: list[str]
) -> None:
    stumbling.append("desk-1")
    asked = hotline.Intake(
        text="暖气不热", category="heating", source="web", source_key="desk-1", received_at=NOW,
        place_id=town.places["riverside"],
    )  # fmt: skip
    taken = hotline.receive(intakes=[asked], at=NOW)
    assert (taken.handed_over, taken.stranded) == (0, 1)
    request = Request.objects.get(source_key="desk-1")
    assert (request.state, request.unit_id) == ("with_clerk", None)
    assert list(Entry.objects.filter(request=request).values_list("step", flat=True)) == [
        "received",
        "understood",
    ]
    assert not Order.objects.filter(request=request).exists()
    acts = Act.objects.filter(subject__contains=f":{request.pk}").values_list("what", flat=True)
    assert list(acts) == ["hotline.received"]
    assert ledger_holds()


def test_when_every_row_fails_every_request_is_kept_for_a_person(
    export: Export, taken: Taken, stumbling: list[str]
) -> None:
    stumbling += [f"A{n}" for n in range(7)]
    report = taken(export(complaints(7)))
    assert (report.imported, report.to_clerk, report.orders) == (7, 7, 0)
    assert Request.objects.filter(state="with_clerk").count() == 7


def test_a_clerk_may_send_the_stranded_one_on_later(
    town: Town, export: Export, taken: Taken, stumbling: list[str]
) -> None:
    stumbling.append("A3")
    taken(export(complaints(6)))
    stranded = Request.objects.get(source_key="A3")
    stumbling.clear()
    clerk = town.users["wang.fang"].pk
    hotline.correct(
        request_id=stranded.pk,
        correction=hotline.Correction(category="heating"),
        by=clerk,
        at=stranded.received_at,
    )
    assert town.order(stranded).unit_id == town.units["heat"]


def test_an_empty_hand_over_is_an_error_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = list(hotline.received)
    hotline.received.clear()
    try:
        assert [found for found in run_checks() if "hotline" in (found.id or "")]
    finally:
        hotline.received[:] = kept
    assert not [found for found in run_checks() if found.is_serious()]


def test_joining_twice_changes_nothing() -> None:
    before = [list(hotline.received), list(hotline.judged), list(hotline.moved)]
    join()
    assert [list(hotline.received), list(hotline.judged), list(hotline.moved)] == before
