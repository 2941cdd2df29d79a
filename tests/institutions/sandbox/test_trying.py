from datetime import datetime
from pathlib import Path

import pytest

from minben.institutions.sandbox.actions import TrialContext, TrialError, try_out
from minben.institutions.sandbox.core.isolation import Limits, address_of
from minben.institutions.sandbox.models import Evidence
from minben.institutions.sandbox.queries import evidence_of
from minben.institutions.sandbox.trying import run_apart
from tests.institutions.sandbox import algorithms
from tests.institutions.sandbox.algorithms import NAME, only_declared, sorter

pytestmark = pytest.mark.django_db


def code_of_trying(at: datetime, data: Path | None = None, name: str = NAME, **changes: object) -> TrialError:
    with only_declared(sorter(**changes)), pytest.raises(TrialError) as error:
        try_out(name=name, at=at, data=data)
    assert not Evidence.objects.exists()
    return error.value


def test_a_trial_in_a_process_of_its_own_leaves_evidence_by_group(at: datetime) -> None:
    key = try_out(name=NAME, at=at, seed=3)
    (row,) = evidence_of(NAME)
    assert (row.key, row.rows, row.version) == (key, 100, "v1")
    assert {measure.group for measure in row.measures} == {"all", "age:80+", "age:under 35", "channel:sign"}
    assert row.measures[0].estimate.low < 0.9 < row.measures[0].estimate.high


def test_a_trial_that_breaks_off_leaves_no_evidence_and_says_why(at: datetime) -> None:
    error = code_of_trying(at, data=Path("nowhere.csv"), trial=algorithms.failing_trial)
    assert error.code == "broke_off"
    assert "no data in nowhere.csv" in str(error.params["detail"])


def test_a_trial_of_another_version_than_the_running_one_is_no_evidence(at: datetime) -> None:
    assert code_of_trying(at, trial=algorithms.other_version_trial).code == "version_differs"


def test_an_algorithm_without_a_trial_says_so(at: datetime) -> None:
    assert code_of_trying(at, trial=None).code == "no_trial"
    assert code_of_trying(at, name="no.such").code == "not_declared"


def test_a_trial_cannot_fill_the_disk(at: datetime, tmp_path: Path) -> None:
    target = tmp_path / "kept-for-later"
    assert code_of_trying(at, data=target, trial=algorithms.writing_trial).code == "broke_off"
    assert not target.exists() or target.stat().st_size <= Limits().file_bytes


def test_a_trial_runs_under_the_limits_it_was_given(at: datetime) -> None:
    address = address_of(algorithms.limits_trial)
    assert run_apart(address, TrialContext(at=at), Limits(cpu_s=77)).rows == 77


def trial_made_elsewhere() -> object:
    def inner(context: TrialContext) -> object:
        return algorithms.good_trial(context)

    return inner


def test_a_trial_that_another_process_cannot_find_is_named_at_once() -> None:
    with pytest.raises(ValueError, match="must be a function of a module"):
        address_of(trial_made_elsewhere())
