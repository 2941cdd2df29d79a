"""What the ledger holds for a ballot tells nothing, and fixes everything."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.participation.ballots.core.receipts import Told, checked, commitment

ROW = st.fixed_dictionaries(
    {
        "dwelling": st.sampled_from(["101", "102", "201"]),
        "choice": st.sampled_from(["for", "against", "abstain"]),
        "by": st.sampled_from(["owner 1", "owner 2", "proxy of owner 1"]),
        "at": st.datetimes().map(lambda moment: f"{moment.isoformat(timespec='microseconds')}+08:00"),
        "nonce": st.binary(min_size=32, max_size=32).map(bytes.hex),
    }
)
ROWS = st.lists(ROW, min_size=1, max_size=12, unique_by=lambda row: row["nonce"])


def committed(rows: list[dict[str, str]], decision: int = 7, algorithm: str = "sha256") -> list[str]:
    return [commitment(Told(decision=decision, **row), algorithm) for row in rows]


@given(ROWS, st.randoms())
def test_an_honest_list_agrees_with_the_ledger_in_any_order(rows: list[dict[str, str]], chance: Any) -> None:
    ledger = committed(rows)
    chance.shuffle(ledger)
    found = checked({"decision": 7, "ballots": rows}, ledger)
    assert found.holds
    assert found.agreed == len(rows)


@given(ROWS, st.sampled_from(["dwelling", "choice", "by", "at", "nonce"]), st.data())
def test_whatever_is_changed_in_one_row_is_found(
    rows: list[dict[str, str]], field: str, data: st.DataObject
) -> None:
    n = data.draw(st.integers(0, len(rows) - 1))
    changed = [{**row, field: row[field] + "x"} if i == n else row for i, row in enumerate(rows)]
    found = checked({"decision": 7, "ballots": changed}, committed(rows))
    assert found.strange == (n + 1,)
    assert found.missing == (committed(rows)[n],)


@given(ROWS)
def test_a_ballot_counts_once_and_in_its_own_decision_only(rows: list[dict[str, str]]) -> None:
    assert not checked({"decision": 7, "ballots": [*rows, rows[0]]}, committed(rows)).holds
    assert not checked({"decision": 7, "ballots": rows[1:]}, committed(rows)).holds
    assert not checked({"decision": 8, "ballots": rows}, committed(rows)).holds


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_a_list_is_checked_under_the_digest_its_city_used(algorithm: str) -> None:
    row = {"dwelling": "101", "choice": "for", "by": "owner 1", "at": "2026-03-01T09:00+08:00", "nonce": "00"}
    assert checked({"decision": 7, "ballots": [row]}, committed([row], algorithm=algorithm)).holds


def test_a_row_that_lacks_what_it_needs_is_strange_and_breaks_nothing() -> None:
    found = checked({"decision": 7, "ballots": [{}]}, ["sha256:00"])
    assert found.strange == (1,)
    assert found.missing == ("sha256:00",)
