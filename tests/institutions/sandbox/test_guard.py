from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from minben.institutions.sandbox.actions import counting, guard, put_together, report_errors
from minben.institutions.sandbox.middleware import CountsMiddleware
from minben.institutions.sandbox.models import Clearance, Revocation, Tally
from minben.institutions.sandbox.queries import counts, standing
from minben.ledger.models import Entry
from tests.institutions.sandbox.algorithms import NAME, VERSION, cleared

pytestmark = pytest.mark.django_db


def run(at: datetime, items: int = 10, abstained: int = 0, version: str = VERSION) -> str:
    with guard(NAME, version=version, at=at) as algorithm:
        if algorithm.cleared:
            algorithm.count(items=items, abstained=abstained)
    return algorithm.why_not


def break_off(at: datetime) -> str:
    with guard(NAME, version=VERSION, at=at) as algorithm:
        algorithm.count(items=3)
        raise RuntimeError("the model file is gone")
    return algorithm.why_not


def test_what_nobody_cleared_leaves_the_work_to_people(at: datetime) -> None:
    assert run(at) == "not_cleared"
    assert not Tally.objects.exists()


def test_what_is_not_in_the_register_does_not_run(at: datetime) -> None:
    with guard("no.such", version="1", at=at) as algorithm:
        assert not algorithm.cleared
        assert algorithm.threshold is None
    assert algorithm.why_not == "not_declared"


def test_a_cleared_algorithm_runs_above_the_confidence_it_was_cleared_for(at: datetime) -> None:
    cleared(at, days=180, threshold=0.8)
    with guard(NAME, version=VERSION, at=at) as algorithm:
        assert algorithm.cleared
        assert algorithm.threshold == 0.8
        assert algorithm.evidence_until == at + timedelta(days=180)


def test_an_expired_clearance_hands_over_to_people(at: datetime) -> None:
    cleared(at, days=180)
    assert run(at + timedelta(days=180)) == "expired"


def test_a_version_nobody_tried_does_not_run(at: datetime) -> None:
    cleared(at)
    assert run(at, version="v2") == "version_differs"


def test_what_it_did_is_counted_by_the_day(at: datetime, django_capture_on_commit_callbacks: object) -> None:
    cleared(at)
    with django_capture_on_commit_callbacks(execute=True):
        run(at, items=10, abstained=2)
        run(at, items=5)
        run(at + timedelta(days=1), items=1)
    put_together(more_than=1)
    assert list(Tally.objects.order_by("day").values_list("runs", "items")) == [(2, 15), (1, 1)]
    assert (counts(NAME).items, counts(NAME).abstained) == (16, 2)


def test_an_act_counts_with_its_own_rows_and_takes_its_counts_with_it_when_it_fails(at: datetime) -> None:
    cleared(at)
    with counting() as counts_of_act:
        run(at, items=10, abstained=2)
        run(at, items=5)
        assert not Tally.objects.exists()
        counts_of_act.write()
    assert (counts(NAME).runs, counts(NAME).items, counts(NAME).abstained) == (2, 15, 2)
    with counting():
        run(at, items=7)
    assert counts(NAME).items == 15


def test_a_page_that_two_algorithms_worked_for_is_counted_in_one_writing(
    at: datetime, rf: RequestFactory, django_capture_on_commit_callbacks: object
) -> None:
    cleared(at)

    def page(_request: HttpRequest) -> HttpResponse:
        run(at, items=3)
        run(at, items=1)
        assert not Tally.objects.exists()
        return HttpResponse("seen")

    with CaptureQueriesContext(connection) as asked, django_capture_on_commit_callbacks(execute=True):
        assert CountsMiddleware(page)(rf.get("/")).content == b"seen"
    assert sum(one["sql"].startswith("INSERT") for one in asked.captured_queries) == 1
    assert (counts(NAME).runs, counts(NAME).items) == (2, 4)


def test_a_count_that_cannot_be_written_stops_no_page(
    at: datetime,
    rf: RequestFactory,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    cleared(at)

    def full(_counts: object) -> None:
        raise OperationalError("the disk is full")

    def page(_request: HttpRequest) -> HttpResponse:
        run(at, items=3)
        return HttpResponse("seen")

    monkeypatch.setattr("minben.institutions.sandbox.guarding.Counts.write", full)
    with django_capture_on_commit_callbacks(execute=True) as written:
        assert CountsMiddleware(page)(rf.get("/")).content == b"seen"
    assert len(written) == 1


def test_an_act_that_fails_does_not_hide_that_an_algorithm_broke_off_in_it(
    at: datetime, django_capture_on_commit_callbacks: object
) -> None:
    cleared(at)
    with django_capture_on_commit_callbacks(execute=True), counting():
        break_off(at)
    assert (counts(NAME).runs, counts(NAME).failures) == (1, 1)


def test_counts_of_a_busy_day_become_one_row_and_nothing_is_lost(
    at: datetime, django_capture_on_commit_callbacks: object
) -> None:
    cleared(at)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(1, 5):
            run(at, items=number)
        run(at + timedelta(days=1), items=9)
    assert put_together(more_than=4) == 0
    assert put_together(more_than=3) == 3
    assert list(Tally.objects.order_by("day").values_list("runs", "items")) == [(4, 10), (1, 9)]


def test_an_algorithm_that_breaks_off_takes_its_writes_with_it_and_nothing_else(
    at: datetime, django_capture_on_commit_callbacks: object
) -> None:
    clearance = Clearance.objects.get(pk=cleared(at))
    with django_capture_on_commit_callbacks(execute=True):
        Tally.objects.create(clearance=clearance, day="2026-01-01", runs=7)
        with guard(NAME, version=VERSION, at=at) as algorithm:
            algorithm.count(items=3)
            Tally.objects.create(clearance=clearance, day="2026-01-02", runs=8)
            raise RuntimeError("the model file is gone")
    assert algorithm.why_not == "failed"
    assert list(Tally.objects.order_by("day").values_list("runs", "failures", "abstained")) == [
        (7, 0, 0),
        (1, 1, 3),
    ]


def test_a_database_error_inside_leaves_the_caller_s_transaction_usable(at: datetime) -> None:
    cleared(at)
    with guard(NAME, version=VERSION, at=at) as algorithm, connection.cursor() as cursor:
        cursor.execute("INSERT INTO sandbox_tally (clearance_id) VALUES (NULL)")
    assert algorithm.why_not == "failed"
    assert Clearance.objects.count() == 1


@pytest.mark.parametrize("error", [PermissionDenied("no grant"), KeyboardInterrupt()])
def test_a_refused_reading_and_an_interruption_are_not_the_algorithm_s_fault(
    at: datetime, error: BaseException, django_capture_on_commit_callbacks: object
) -> None:
    cleared(at)
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(type(error)),
        guard(NAME, version=VERSION, at=at),
    ):
        raise error
    assert not Tally.objects.exists()


def test_after_five_runs_that_broke_off_it_stops_by_itself(
    at: datetime, django_capture_on_commit_callbacks: object
) -> None:
    cleared(at)
    with django_capture_on_commit_callbacks(execute=True):
        assert [break_off(at) for _run in range(5)] == ["failed"] * 5
    assert run(at) == "tripped"
    assert Revocation.objects.get().reason == "failures 5/5"


def test_past_its_error_limit_it_stops_by_itself_and_the_ledger_says_so(at: datetime) -> None:
    cleared(at)
    assert not report_errors(NAME, version=VERSION, wrong=9, of=29, at=at)
    assert run(at) == ""
    assert report_errors(NAME, version=VERSION, wrong=3, of=6, at=at)
    assert run(at) == "tripped"
    end = Revocation.objects.get()
    assert (end.trip, end.by, end.reason) == (True, None, "errors 12/35")
    assert Entry.objects.filter(what="sandbox.tripped", who="sandbox.breaker").count() == 1


def test_it_trips_once_and_counts_no_more_after_that(at: datetime) -> None:
    cleared(at)
    assert report_errors(NAME, version=VERSION, wrong=30, of=40, at=at)
    assert not report_errors(NAME, version=VERSION, wrong=30, of=40, at=at)
    assert counts(NAME).checked == 40


def test_a_fresh_clearance_starts_with_a_clean_sheet_on_the_same_day(at: datetime) -> None:
    cleared(at)
    report_errors(NAME, version=VERSION, wrong=30, of=40, at=at)
    later = at + timedelta(hours=1)
    cleared(later)
    assert not report_errors(NAME, version=VERSION, wrong=1, of=40, at=later)
    assert run(later) == ""


def test_within_its_limit_it_runs_on(at: datetime) -> None:
    cleared(at)
    assert not report_errors(NAME, version=VERSION, wrong=10, of=100, at=at)
    assert run(at) == ""


def test_corrections_of_a_version_that_is_not_cleared_change_nothing(at: datetime) -> None:
    cleared(at)
    assert not report_errors(NAME, version="v2", wrong=100, of=100, at=at)
    assert standing(name=NAME, at=at).cleared


def test_more_wrong_than_looked_at_is_a_mistake_of_the_caller(at: datetime) -> None:
    with pytest.raises(ValueError, match="3 wrong of 2"):
        report_errors(NAME, version=VERSION, wrong=3, of=2, at=at)


def test_a_run_that_looked_at_nothing_is_not_counted(
    at: datetime, django_capture_on_commit_callbacks: object
) -> None:
    cleared(at)
    with django_capture_on_commit_callbacks(execute=True):
        run(at, items=0)
    assert not Tally.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_looking_at_a_page_takes_no_write_lock_while_the_algorithm_runs(at: datetime) -> None:
    cleared(at)
    with guard(NAME, version=VERSION, at=at) as algorithm:
        algorithm.count(items=1)
        assert not connection.in_atomic_block
    assert counts(NAME).runs == 1


def test_asking_the_guard_costs_one_question(at: datetime, django_assert_num_queries: object) -> None:
    cleared(at)
    run(at)
    with django_assert_num_queries(3):  # whether a clearance changed, and the savepoint's beginning and end
        run(at)
