"""No stage is skipped, none comes early, and a vote that has begun ends in a count."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.commons.parameters import load
from minben.participation.ballots.core.procedure import procedure_at
from minben.participation.ballots.core.stages import MOVES, STAGES, Stage, Stand, why_not

RULE = procedure_at(
    load("minben.participation.ballots", "procedures"), "civil-code-278-building", date(2026, 3, 1)
)
NOTICED = datetime(2026, 3, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)


def standing(stage: Stage, **more: object) -> Stand:
    return Stand(stage, {Stage.NOTICE: NOTICED, Stage.RESULT: NOTICED + 30 * DAY}, **more)  # type: ignore[arg-type]


@given(st.sampled_from(Stage), st.sampled_from(Stage), st.floats(0, 400))
def test_only_the_next_stage_is_ever_allowed(here: Stage, to: Stage, days: float) -> None:
    at = NOTICED + days * DAY
    code = why_not(standing(here, closes=NOTICED), to, RULE, at=at, closes=at + 99 * DAY)
    if to not in MOVES[here]:
        assert code == "no_such_move"
    elif to is Stage.STOPPED:
        assert here in (Stage.PREPARED, Stage.NOTICE, Stage.HEARING, Stage.OBJECTIONS)


def test_every_way_leads_through_all_stages_in_their_order() -> None:
    here, passed = Stage.PREPARED, []
    while MOVES[here]:
        here = MOVES[here][0]
        passed.append(here)
    assert tuple(passed) == STAGES


@pytest.mark.parametrize(
    ("later", "code"),
    [(RULE.notice_days * DAY, ""), (RULE.notice_days * DAY - timedelta.resolution, "too_early")],
)
def test_the_vote_opens_on_the_day_and_not_a_moment_before(later: timedelta, code: str) -> None:
    at = NOTICED + later
    closes = at + RULE.vote_days * DAY
    assert why_not(standing(Stage.OBJECTIONS), Stage.VOTE, RULE, at=at, closes=closes) == code


@given(st.floats(-30, 30))
def test_a_vote_is_open_as_long_as_the_procedure_asks(days: float) -> None:
    at = NOTICED + 20 * DAY
    code = why_not(standing(Stage.OBJECTIONS), Stage.VOTE, RULE, at=at, closes=at + days * DAY)
    assert code == ("" if days >= RULE.vote_days else "vote_too_short")


def test_the_result_waits_for_the_close_and_for_every_sheet() -> None:
    closes = NOTICED + 20 * DAY
    at_the_close = standing(Stage.VOTE, closes=closes)
    assert why_not(at_the_close, Stage.RESULT, RULE, at=closes) == "vote_running"
    assert why_not(at_the_close, Stage.RESULT, RULE, at=closes + timedelta.resolution) == ""
    waiting = standing(Stage.VOTE, closes=closes, open_sheets=1)
    assert why_not(waiting, Stage.RESULT, RULE, at=closes + DAY) == "sheets_open"
