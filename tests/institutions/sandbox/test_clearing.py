from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from minben.accounts.actions import NewAccount, Role, create_accounts
from minben.institutions.sandbox.actions import (
    ClearanceError,
    Terms,
    clear,
    record_evidence,
    report_errors,
    revoke,
)
from minben.institutions.sandbox.core.trial import TrialResult
from minben.institutions.sandbox.models import Clearance, Evidence
from minben.institutions.sandbox.queries import history, standing
from minben.institutions.sandbox.words import refusal
from minben.ledger.models import Entry
from tests.accounts.cast import CAST, account
from tests.institutions.sandbox.algorithms import NAME, VERSION, cleared, evidence, only_declared, sorter

pytestmark = pytest.mark.django_db


def refused(at: datetime, key: int, by: str = "gao.ming", **terms: object) -> str:
    """Return the code with which a clearance is refused, or nothing."""
    chosen = {"expires": at + timedelta(days=90), "error_limit": 0.1, **terms}
    try:
        clear(name=NAME, version=VERSION, by=account(by), evidence=key, terms=Terms(**chosen), at=at)
    except ClearanceError as error:
        assert not Clearance.objects.filter(evidence=key).exists()
        return error.code
    return ""


def test_reviewer_gao_clears_on_evidence_and_the_ledger_says_so(at: datetime) -> None:
    assert refused(at, evidence(at)) == ""
    assert standing(name=NAME, at=at).cleared
    assert Entry.objects.filter(what="sandbox.tried").count() == 1
    assert Entry.objects.filter(what="sandbox.cleared", who=f"user:{account('gao.ming').pk}").count() == 1


@pytest.mark.parametrize("who", [name for name in CAST if name != "gao.ming"])
def test_nobody_but_a_reviewer_clears(at: datetime, who: str) -> None:
    assert refused(at, evidence(at), by=who) == "wrong_role"


def test_without_evidence_nothing_is_cleared(at: datetime) -> None:
    assert refused(at, 12345) == "no_evidence"


def test_evidence_of_another_version_clears_nothing(at: datetime) -> None:
    assert refused(at, evidence(at, version="v0")) == "evidence_of_other_version"


def test_evidence_of_last_year_clears_nothing(at: datetime) -> None:
    assert refused(at, evidence(at - timedelta(days=365))) == ""
    assert refused(at, evidence(at - timedelta(days=366))) == "evidence_too_old"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rows", 9999),
        ("metrics", [{"metric": "accuracy", "value": 1.0}]),
        ("data_digest", "sha256:0"),
        ("by_id", None),
    ],
)
def test_evidence_somebody_polished_afterwards_clears_nothing(
    at: datetime, field: str, value: object
) -> None:
    key = evidence(at, by="ma.chao")
    Evidence._base_manager.filter(pk=key).update(**{field: value})
    assert refused(at, key) == "evidence_not_genuine"


def test_what_errs_more_often_in_its_trial_than_was_declared_is_not_cleared(at: datetime) -> None:
    with only_declared(sorter(error_limit=0.09)):
        assert refused(at, evidence(at), error_limit=0.05) == "evidence_over_limit"
    with only_declared(sorter(error_limit=0.1)):
        assert refused(at, evidence(at)) == ""


def test_evidence_without_the_declared_figure_clears_nothing(at: datetime) -> None:
    with only_declared(sorter(error_metric="false_joins")):
        assert refused(at, evidence(at)) == "evidence_without_error"


def test_reviewer_gao_reads_which_figure_is_too_high_and_what_to_do(at: datetime) -> None:
    terms = Terms(expires=at + timedelta(days=9), error_limit=0.05)
    with only_declared(sorter(error_limit=0.05)), pytest.raises(ClearanceError) as error:
        clear(name=NAME, version=VERSION, by=account("gao.ming"), evidence=evidence(at), terms=terms, at=at)
    assert "“答错的”为 10.00%，超过登记的上限 5.00%。请改好算法再试" in refusal(error.value)
    assert "10.00%" in str(error.value)


def test_who_made_the_evidence_does_not_clear_on_it_while_there_is_another_reviewer(at: datetime) -> None:
    key = evidence(at, by="gao.ming")
    other = account("sun.li")
    other.role = "reviewer"
    other.save()
    assert refused(at, key) == "own_evidence"


def test_the_only_reviewer_of_a_city_may_and_it_is_written_down(at: datetime) -> None:
    assert refused(at, evidence(at, by="gao.ming")) == ""
    assert '"one_person":true' in Entry.objects.get(what="sandbox.cleared").leaf


def console() -> AbstractBaseUser:
    """The account under which the machine's own keeper runs commands; nobody signs in to it."""
    new = NewAccount(username="console", role=Role.REVIEWER)
    return get_user_model().objects.get(
        pk=create_accounts(accounts=[new], at=datetime(2026, 1, 1, tzinfo=UTC))["console"]
    )


def test_the_console_is_nobody_s_second_pair_of_eyes(at: datetime) -> None:
    console()
    assert refused(at, evidence(at, by="gao.ming")) == ""
    assert '"one_person":true' in Entry.objects.get(what="sandbox.cleared").leaf


def test_what_the_console_tried_a_reviewer_clears_and_they_are_two(at: datetime) -> None:
    console()
    assert refused(at, evidence(at)) == ""
    assert '"one_person":false' in Entry.objects.get(what="sandbox.cleared").leaf


def test_what_the_console_clears_on_its_own_trial_is_written_down_as_one_person_s_act(at: datetime) -> None:
    account("gao.ming")
    terms = Terms(expires=at + timedelta(days=1), error_limit=0.1)
    clear(name=NAME, version=VERSION, by=console(), evidence=evidence(at), terms=terms, at=at)
    assert '"one_person":true' in Entry.objects.get(what="sandbox.cleared").leaf


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"days": 0}, "expires_in_the_past"),
        ({"days": 367}, "expires_too_late"),
        ({"threshold": 1.2}, "threshold_no_share"),
        ({"error_limit": 0.0}, "error_limit_no_share"),
        ({"error_limit": 1.0}, "error_limit_no_share"),
        ({"error_limit": 0.2}, "error_limit_over_declared"),
    ],
)
def test_terms_that_make_no_sense_are_named(at: datetime, terms: dict[str, float], code: str) -> None:
    days = terms.pop("days", 90)
    assert refused(at, evidence(at), expires=at + timedelta(days=days), **terms) == code


def test_after_a_trip_only_fresh_evidence_lets_it_run_again(at: datetime) -> None:
    cleared(at)
    old = Clearance.objects.get().evidence_id
    later = at + timedelta(hours=1)
    assert report_errors(NAME, version=VERSION, wrong=30, of=40, at=later)
    terms = Terms(expires=later + timedelta(days=9), error_limit=0.1)
    with pytest.raises(ClearanceError) as error:
        clear(name=NAME, version=VERSION, by=account("gao.ming"), evidence=old, terms=terms, at=later)
    assert error.value.code == "evidence_before_trip"
    cleared(later + timedelta(hours=1))
    assert standing(name=NAME, at=later + timedelta(hours=2)).cleared


@pytest.mark.parametrize("who", ["gao.ming", "wang.fang"])
def test_a_reviewer_and_a_clerk_may_stop_it_at_once(at: datetime, who: str) -> None:
    cleared(at)
    assert revoke(name=NAME, by=account(who), reason="wrong street names since this morning", at=at) == 1
    assert standing(name=NAME, at=at).why_not == "revoked"
    (row,) = history(NAME)
    assert (row.ended, row.reason) == ("revoked", "wrong street names since this morning")


@pytest.mark.parametrize(
    ("who", "reason", "code"),
    [("zhao.qiang", "because", "wrong_role"), ("gao.ming", "  ", "no_reason")],
)
def test_stopping_takes_the_role_and_a_reason(at: datetime, who: str, reason: str, code: str) -> None:
    cleared(at)
    with pytest.raises(ClearanceError) as error:
        revoke(name=NAME, by=account(who), reason=reason, at=at)
    assert error.value.code == code
    assert standing(name=NAME, at=at).cleared


def test_what_does_not_run_cannot_be_stopped(at: datetime) -> None:
    with pytest.raises(ClearanceError) as error:
        revoke(name=NAME, by=account("gao.ming"), reason="to be sure", at=at)
    assert error.value.code == "nothing_to_stop"


def test_a_trial_of_nothing_is_no_evidence(at: datetime) -> None:
    with pytest.raises(ValueError, match="no evidence"):
        record_evidence(name=NAME, result=TrialResult(VERSION, 0, "sha256:0", ()), at=at)
