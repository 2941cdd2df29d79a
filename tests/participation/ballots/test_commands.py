"""Anybody counts a published vote again, and is told which ballots were not counted and why."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Terminal, at_hand


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


def vote(**changes: Any) -> dict[str, Any]:
    ballots = [{"dwelling": n, "choice": "for", "at": "2026-02-20T09:00+08:00", "by": f"o{n}"} for n in "123"]
    return {
        "procedure": "civil-code-278-building",
        "closes": "2026-03-01T18:00+08:00",
        "dwellings": [{"id": n, "area_m2": 89.63, "owners": [f"o{n}"]} for n in "123"],
        "ballots": ballots,
        **changes,
    }


def kept(path: Path, told: object) -> str:
    path.write_text(json.dumps(told), encoding="utf-8")
    return str(path)


def test_a_stranger_counts_the_published_list_again(terminal: Terminal, tmp_path: Path) -> None:
    ran = terminal.run("ballots", "count", kept(tmp_path / "vote.json", vote()), "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["carried"] is True
    # Exactly 3 × 89.63, as it was written.
    assert told["shares"]["area_present"]["whole"] == "26889/100"
    assert not terminal.database.exists()


def test_a_ballot_in_doubt_is_named_and_the_exit_status_says_so(tmp_path: Path) -> None:
    told = vote()
    told["ballots"][2] |= {"by": "somebody"}
    ran = at_hand("ballots", "count", kept(tmp_path / "vote.json", told))
    assert ran.returncode == 1
    assert "3: Who cast it is no owner" in ran.stderr
    assert "Carried" in ran.stdout


def test_a_list_that_cannot_be_read_is_not_counted_by_halves(tmp_path: Path) -> None:
    told = vote(closes="tomorrow")
    told["dwellings"][0]["area_m2"] = "large"
    told["dwellings"][1]["area_m2"] = "1e99999"
    told["ballots"][1]["choice"] = "perhaps"
    told["ballots"][2]["choice"] = ["for"]
    ran = at_hand("ballots", "count", kept(tmp_path / "vote.json", told))
    assert ran.returncode == 2
    for words in (
        "is no moment at which the vote closes",
        "dwellings, row 1",
        "dwellings, row 2",
        "ballots, row 2",
        "ballots, row 3",
    ):
        assert words in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_procedure_nobody_has_written_down_is_told(tmp_path: Path) -> None:
    ran = at_hand("ballots", "count", kept(tmp_path / "vote.json", vote(procedure="by-shouting")))
    assert ran.returncode == 2
    assert "by-shouting" in ran.stderr


def test_the_cost_of_a_lift_is_shared_to_the_cent(tmp_path: Path) -> None:
    homes = [{"dwelling": f"{n}01", "floor": n, "area_m2": 60} for n in range(1, 8)]
    file = kept(tmp_path / "house.json", {"households": homes})
    ran = at_hand("ballots", "share", file, "--cost", "652000.00", "--subsidy", "100000", "--times", "3")
    assert ran.returncode == 0, ran.stderr
    assert "552,000.00" in ran.stdout
    wrong = at_hand("ballots", "share", file, "--cost", "a lot")
    assert wrong.returncode == 2
    assert "is no amount of money" in wrong.stderr


def test_a_household_told_twice_or_half_exempt_pays_nothing_unseen(tmp_path: Path) -> None:
    homes = [{"dwelling": f"{n}01", "floor": n, "area_m2": 60} for n in (3, 3, 4)]
    file = kept(tmp_path / "house.json", {"households": [*homes, {**homes[0], "exempt": "yes"}]})
    ran = at_hand("ballots", "share", file, "--cost", "1e99999999")
    assert ran.returncode == 2
    assert "row 2: “301” stands twice" in ran.stderr
    assert "row 4: “exempt” is neither true nor false (yes)" in ran.stderr
