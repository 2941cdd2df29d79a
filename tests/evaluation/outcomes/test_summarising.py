"""A summary says how it went, for whom worse, and for whom nobody knows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minben.evaluation.outcomes import queries
from minben.evaluation.outcomes.actions import Answers, Played, play, summarise, thin_snapshots
from minben.evaluation.outcomes.core.notation import from_json, to_json
from minben.evaluation.outcomes.models import Attempt, FollowUp, Snapshot, Voice
from minben.ledger.models import Entry as Act
from minben.needs.hotline.models import Request
from tests.evaluation.outcomes.cast import DAY, NOW, City

LATER = NOW + 60 * DAY


def asked(city: City, person: str, *, solved: bool, **facts: object) -> Request:
    """A finished request whose person was reached the day after."""
    request = city.request(person, **facts)
    answers = Answers(
        responded=True, solved=solved, satisfied=5 if solved else 2, contacts=1, visits=0, papers=0
    )
    play(followups=[called(request, "reached", answers)], at=NOW)
    return request


def called(request: Request, state: str, answers: Answers | None = None) -> Played:
    return Played(
        request_id=request.pk, unit_id=request.unit_id, drawn_at=NOW - DAY, closed_at=NOW, state=state,
        answers=answers or Answers(),
    )  # fmt: skip


@pytest.fixture
def year(city: City) -> City:
    """Forty old people, half of them helped; sixty young ones, nearly all; some not reached or declined."""
    for n in range(40):
        asked(city, f"old{n}", solved=n % 2 == 0, channel="phone", place="north")
    for n in range(60):
        asked(city, f"young{n}", solved=n % 10 != 0, channel="web", place="south")
    silent = [city.request("chen", place="north") for _ in range(24)]
    play(followups=[called(each, "not_reached") for each in silent[:12]], at=NOW)
    play(followups=[called(each, "declined") for each in silent[12:]], at=NOW)
    return city


def test_the_citys_rate_stands_beside_the_gap_it_hides(year: City) -> None:
    found = summarise(at=NOW).figure("solution")
    assert found.estimate is not None
    assert (found.estimate.n, found.estimate.value) == (100, pytest.approx(0.74))
    assert found.gap is not None
    assert found.gap.clear
    by_age = next(table for table in found.tables if table.dimension == "age")
    assert by_age.gap is not None
    assert (by_age.gap.group, by_age.gap.difference.value) == ("80+", pytest.approx(0.5 - 0.9))


def test_districts_are_those_where_the_matter_is(year: City) -> None:
    tables = {table.dimension: table for table in summarise(at=NOW).figure("solution").tables}
    groups = {cell.group for cell in tables["district"].cells}
    assert groups == {str(year.places["north"]), str(year.places["south"])}


def test_who_was_not_reached_and_who_declined_stand_beside_the_rates(year: City) -> None:
    summary = summarise(at=NOW)
    assert (summary.calls.drawn, summary.calls.reached, summary.calls.not_reached) == (124, 100, 12)
    assert summary.calls.attempts == 100 + 12 * 3 + 12
    shown = {each.code: each.count for each in queries.calls(summary)}
    assert shown == {"reached": 100, "declined": 12, "not_reached": 12, "waiting": 0}
    low, high = queries.if_the_silent(summary=summary, code="solution") or (None, None)
    assert (low, high) == (pytest.approx(74 / 124), pytest.approx(98 / 124))


def test_nine_who_declined_are_not_counted_aloud_and_cannot_be_subtracted(city: City) -> None:
    made = [city.request(f"old{n}") for n in range(40)]
    play(followups=[called(each, "declined") for each in made[:9]], at=NOW)
    play(followups=[called(each, "not_reached") for each in made[9:25]], at=NOW)
    play(followups=[called(each, "reached", Answers(solved=True)) for each in made[25:]], at=NOW)
    summary = summarise(at=NOW)
    shown = {each.code: each.count for each in queries.calls(summary)}
    assert shown == {"reached": 15, "declined": None, "not_reached": None, "waiting": 0}
    assert queries.asked(summary) == 40


def test_when_only_three_were_silent_neither_their_number_nor_the_total_is_told(city: City) -> None:
    made = [city.request(f"old{n}") for n in range(40)]
    play(followups=[called(each, "declined") for each in made[:3]], at=NOW)
    play(followups=[called(each, "reached", Answers(solved=True)) for each in made[3:]], at=NOW)
    summary = summarise(at=NOW)
    assert queries.asked(summary) is None
    assert queries.if_the_silent(summary=summary, code="solution") is None


def test_three_open_past_the_deadline_hide_together_with_those_that_were_late(city: City) -> None:
    for n in range(40):
        late = n >= 20
        city.request(f"old{n}", due_at=NOW - 2 * DAY, closed_at=NOW - DAY if late else NOW - 3 * DAY)
    for n in range(3):
        city.request(f"young{n}", due_at=NOW - DAY, closed_at=None)
    shown = {each.code: each.count for each in queries.deadlines(summarise(at=NOW))}
    assert shown == {"met": 20, "late": None, "overdue": None, "pending": 0, "without": 0}


def test_a_few_voices_make_no_figure(city: City) -> None:
    asked(city, "chen", solved=True)
    found = summarise(at=NOW).figure("solution")
    assert found.estimate is None
    assert found.tables == ()


def test_the_newest_summary_is_read_back_as_it_was_written_and_the_old_one_stays(year: City) -> None:
    first = summarise(at=NOW)
    second = summarise(at=NOW + DAY)
    assert queries.latest() == second
    assert Snapshot.objects.count() == 2
    assert from_json(to_json(first)) == first


def test_a_request_past_its_deadline_counts_from_the_units_own_finish(city: City) -> None:
    for n in range(12):
        late = city.request(f"old{n}", due_at=NOW - 2 * DAY, closed_at=NOW - DAY)
        city.order(late, done_at=NOW - 3 * DAY if n < 4 else NOW - DAY)
    summary = summarise(at=NOW)
    assert (summary.deadlines.met, summary.deadlines.late) == (4, 8)


def test_the_days_on_which_the_unit_waited_for_the_person_do_not_count(city: City) -> None:
    for n in range(12):
        request = city.request(f"old{n}", due_at=NOW - 3 * DAY, closed_at=NOW - 2 * DAY)
        city.order(request, due_at=NOW - DAY)
    assert summarise(at=NOW).deadlines.met == 12


def test_coming_back_within_a_week_counts_against_the_units_claim(city: City) -> None:
    for n in range(20):
        first = city.request(f"old{n}", received_at=NOW - 50 * DAY, closed_at=NOW - 48 * DAY)
        city.order(first)
        if n < 5:
            city.request(f"old{n}", received_at=NOW - 44 * DAY, closed_at=NOW - 43 * DAY)
    summary = summarise(at=NOW)
    claim, seven = summary.figure("own_claim").estimate, summary.figure("no_repeat_7").estimate
    assert claim is not None
    assert claim.value == 1.0
    assert seven is not None
    assert (seven.n, seven.value) == (25, pytest.approx(0.8))


def test_who_came_back_after_the_period_is_seen_too(city: City) -> None:
    for n in range(12):
        city.request(f"old{n}", received_at=NOW - 50 * DAY, closed_at=NOW - 48 * DAY)
        city.request(f"old{n}", received_at=NOW - 45 * DAY, closed_at=NOW - 44 * DAY)
    summary = summarise(at=NOW, until=NOW - 46 * DAY)
    found = summary.figure("no_repeat_7").estimate
    assert summary.requests == 12
    assert found is not None
    assert (found.n, found.value) == (12, 0.0)


def test_the_time_to_the_first_action_is_from_receipt_to_signature(city: City) -> None:
    for n in range(15):
        request = city.request(f"old{n}", received_at=NOW - 5 * DAY)
        city.order(request, signed_at=NOW - 5 * DAY + timedelta(hours=n + 1))
    found = summarise(at=NOW).figure("first_action").estimate
    assert found is not None
    assert (found.value, found.unit) == (8.0, "hours")


def test_a_turn_of_an_old_export_is_judged_by_its_own_end(city: City) -> None:
    year_ago = NOW - 365 * DAY
    for n in range(20):
        city.request(
            f"old{n}", turn="t1", received_at=year_ago, closed_at=year_ago + 2 * DAY, due_at=year_ago + DAY
        )
    city.request("chen", turn="t1", received_at=year_ago, closed_at=None, due_at=year_ago + 3 * DAY)
    city.request("li.wei")
    summary = summarise(at=NOW, turn="t1")
    assert summary.requests == 21
    assert summary.observed_until == year_ago + 2 * DAY
    assert (summary.deadlines.late, summary.deadlines.overdue, summary.deadlines.pending) == (20, 0, 1)
    assert queries.latest("t1") == summary
    assert queries.latest() is None


def test_an_empty_city_has_a_summary_too(city: City) -> None:
    summary = summarise(at=NOW)
    assert summary.requests == 0
    assert all(figure.estimate is None for figure in summary.figures)


def test_ends_other_than_done_are_public_with_their_share(city: City) -> None:
    for n in range(30):
        city.request(f"old{n}", state="unreasonable")
    for n in range(30):
        city.request(f"young{n}", state="withdrawn")
    for n in range(40):
        city.request(f"young{n}")
    shown = {each.kind: each for each in summarise(at=NOW).exclusions}
    assert shown["unreasonable"].count == 30
    share = shown["unreasonable"].share
    assert share is not None
    assert share.value == pytest.approx(0.3)


def test_a_rare_end_is_hidden_together_with_the_next(city: City) -> None:
    for n in range(3):
        city.request(f"old{n}", state="excluded")
    for n in range(30):
        city.request(f"young{n}", state="withdrawn")
    for n in range(20):
        city.request(f"old{n}", state="suspended")
    shown = {each.kind: each.count for each in summarise(at=NOW).exclusions}
    assert shown == {"excluded": None, "suspended": None, "withdrawn": 30}


def test_units_with_few_requests_have_no_line(city: City) -> None:
    for n in range(30):
        city.request(f"old{n}", unit="heat")
        city.request(f"young{n}", unit="centre")
    city.request("chen", unit="roads")
    lines = [line.unit for line in summarise(at=NOW).units]
    assert city.units["roads"] not in lines


def test_a_summary_asks_the_database_no_more_often_for_a_hundred_people(year: City) -> None:
    with CaptureQueriesContext(connection) as queries_made:
        summarise(at=NOW)
    assert len(queries_made) <= 20


def test_past_follow_ups_are_brought_in_without_reopening_anything(city: City) -> None:
    request = asked(city, "chen", solved=False)
    assert (FollowUp.objects.count(), Attempt.objects.count(), Voice.objects.count()) == (1, 1, 1)
    request.refresh_from_db()
    assert request.state == "closed"


def test_a_past_follow_up_is_closed(city: City) -> None:
    with pytest.raises(ValueError, match="closed"):
        play(followups=[called(city.request("chen"), "open")], at=NOW)


def test_today_names_the_share_and_who_fares_worse(year: City) -> None:
    assert queries.today() is None
    summarise(at=NOW)
    today = queries.today()
    assert today is not None
    assert today.solution is not None
    assert today.solution.value == pytest.approx(0.74)
    assert today.figure is not None
    assert today.figure.code == "solution"


def test_after_its_time_of_every_night_the_last_of_each_month_stays_and_the_newest_of_each_turn(
    city: City,
) -> None:
    city.request("chen", turn="t1")
    for nights in (0, 1, 2, 40):
        summarise(at=NOW + nights * DAY)
    summarise(at=NOW, turn="t1")
    summarise(at=NOW + 2 * DAY, turn="t1")
    assert thin_snapshots(at=NOW + 399 * DAY) == 0, "every night of a year is there"
    before = queries.latest(until=NOW + 3 * DAY)
    gone = thin_snapshots(at=NOW + 500 * DAY)
    made = Snapshot.objects.order_by("at").values_list("at", "turn")
    assert (gone, list(made)) == (
        3,
        [(NOW + 2 * DAY, ""), (NOW + 2 * DAY, "t1"), (NOW + 40 * DAY, "")],
    )
    assert queries.latest(until=NOW + 3 * DAY) == before
    told = Act.objects.get(what="outcomes.thinned")
    assert '"count":3' in told.leaf.replace(" ", "")
    assert thin_snapshots(at=NOW + 500 * DAY) == 0
