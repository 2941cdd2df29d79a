"""Whoever changes, removes or moves an entry behind the ledger's back is found out and the entry named."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db import connection

from minben.commons.digests import canonical_json
from minben.commons.errors import TeachingError
from minben.commons.signatures import Signer
from minben.ledger import keys, queries, verification
from minben.ledger.actions import seal, write
from minben.ledger.core.merkle import Tree
from tests.ledger.cast import MORNING, acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids() -> list[int]:
    """A log of 600 entries under three heads, and two entries that wait."""
    found = write(acts(600))
    for minutes, limit in enumerate((100, 300, 200)):
        seal(at=MORNING + timedelta(minutes=minutes), limit=limit)
    return found + write(acts(2, start=600))


def tamper(sql: str, values: Sequence[object] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def found() -> list[tuple[str, dict[str, int | str]]]:
    return [(finding.code, dict(finding.params)) for finding in verification.findings()]


def test_an_honest_log_has_no_findings(ids: list[int]) -> None:
    assert found() == []
    assert list(verification.findings(public_keys={keys.signer().public})) == []


@pytest.mark.parametrize("place", [0, 150, 599])
def test_a_changed_text_is_named(ids: list[int], place: int) -> None:
    tamper(
        "UPDATE ledger_entry SET leaf = replace(leaf, '\"unit\":3', '\"unit\":4') WHERE id = %s", [ids[place]]
    )
    assert found() == [("changed", {"position": place, "id": ids[place]})]


def test_a_changed_entry_that_still_waits_is_named(ids: list[int]) -> None:
    tamper("UPDATE ledger_entry SET leaf = '{}' WHERE id = %s", [ids[600]])
    assert found() == [("changed", {"position": -1, "id": ids[600]})]


@pytest.mark.parametrize("column", ["what", "who", "subject"])
def test_a_changed_column_is_named(ids: list[int], column: str) -> None:
    tamper(f"UPDATE ledger_entry SET {column} = 'user:nobody' WHERE id = %s", [ids[40]])
    assert found() == [("column", {"position": 40, "id": ids[40], "column": column})]


def test_a_change_with_its_digest_is_narrowed_down_to_its_sealing(ids: list[int]) -> None:
    told = {"at": "2026-03-02T01:02:30.000000Z", "subject": "request:150", "what": "orders.dispatched"}
    leaf = canonical_json(told | {"who": "user:wang-fang"})
    digest = Tree("sha256").leaf(leaf.encode())
    tamper("UPDATE ledger_entry SET leaf = %s, digest = %s WHERE id = %s", [leaf, digest, ids[150]])
    assert ("among", {"first": 100, "last": 399}) in found()
    assert ("node", {"level": 8, "place": 0}) in found()


def test_a_removed_entry_is_named(ids: list[int]) -> None:
    tamper("DELETE FROM ledger_entry WHERE id IN (%s, %s)", [ids[250], ids[251]])
    assert found() == [("missing", {"first": 250, "last": 251})]


def test_entries_removed_from_the_end_are_named(ids: list[int]) -> None:
    tamper("DELETE FROM ledger_entry WHERE position >= 590")
    assert found() == [("missing", {"first": 590, "last": 599})]


def test_a_removed_head_is_noticed(ids: list[int]) -> None:
    tamper("DELETE FROM ledger_head WHERE size = 600")
    assert ("unsigned", {"first": 400, "last": 599}) in found()


@pytest.mark.parametrize(("one", "other"), [(3, 4), (10, 350), (100, 599)])
def test_two_entries_that_changed_places_are_named(ids: list[int], one: int, other: int) -> None:
    tamper("UPDATE ledger_entry SET position = 9999 WHERE id = %s", [ids[one]])
    tamper("UPDATE ledger_entry SET position = %s WHERE id = %s", [one, ids[other]])
    tamper("UPDATE ledger_entry SET position = %s WHERE id = %s", [other, ids[one]])
    moved = {params["position"] for code, params in found() if code == "moved"}
    assert moved & {one, other}


def test_a_changed_head_and_a_changed_node_are_named(ids: list[int]) -> None:
    tamper("UPDATE ledger_head SET root = %s WHERE size = 400", [bytes(32)])
    tamper("UPDATE ledger_node SET digest = %s WHERE place = 1", [bytes(32)])
    codes = found()
    assert ("signature", {"size": 400}) in codes
    assert ("node", {"level": 8, "place": 1}) in codes


def test_a_log_signed_again_with_another_key_is_noticed(ids: list[int]) -> None:
    other = Signer(private=bytes(32))
    tamper(
        "UPDATE ledger_head SET public_key = %s, key_id = %s WHERE size = 600", [other.public, other.key_id]
    )
    codes = [finding.code for finding in verification.findings(public_keys={keys.signer().public})]
    assert "key" in codes
    assert "signature" in codes


def test_a_saved_head_shows_that_the_log_was_shortened_and_grown_anew(ids: list[int]) -> None:
    saved = queries.latest_head()
    assert saved is not None
    assert verification.contains(saved)
    tamper("DELETE FROM ledger_entry WHERE position >= 400")
    tamper("DELETE FROM ledger_head WHERE size = 600")
    tamper("DELETE FROM ledger_entry WHERE position IS NULL")
    tamper("DELETE FROM ledger_node WHERE place > 0")
    assert found() == []
    assert not verification.contains(saved)
    write(acts(300, start=9000))
    seal(at=MORNING)
    assert not verification.contains(saved)


def test_a_damaged_log_is_not_signed_over_but_acts_are_still_written(ids: list[int]) -> None:
    tamper("DELETE FROM ledger_entry WHERE position = 599")
    write(acts(1, start=700))
    with pytest.raises(TeachingError) as caught:
        seal(at=MORNING)
    assert (caught.value.code, caught.value.params) == ("ledger_damaged", {"signed": 600, "found": 599})
