"""What was done is written, sealed in order, and provable by anyone."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from minben.commons.errors import TeachingError
from minben.ledger import keys, queries
from minben.ledger.actions import Act, forget, salted_digest, salted_digests, seal, write
from minben.ledger.core.documents import check
from minben.ledger.models import Entry, Node
from tests.ledger.cast import MORNING, acts

pytestmark = pytest.mark.django_db


def test_an_act_is_written_as_it_was_done() -> None:
    (number,) = write(acts(1))
    row = queries.entry(number)
    assert row is not None
    assert json.loads(row.leaf) == {
        "at": "2026-03-02T01:00:00.000000Z",
        "detail": {"number": 0, "unit": 3},
        "subject": "request:0",
        "what": "orders.dispatched",
        "who": "user:wang-fang",
    }
    assert row.position is None


def test_an_act_goes_with_the_work_it_belongs_to() -> None:
    with transaction.atomic():
        write(acts(3))
        transaction.set_rollback(True)  # the order could not be stored
    assert queries.recent() == []


@pytest.mark.parametrize("detail", [{"share": 0.5}, {"名": 1}, {"id": 2**60}, {"half": "\ud800"}])
def test_what_others_could_write_differently_is_refused_and_nothing_is_written(
    detail: dict[str, object],
) -> None:
    batch = [*acts(1), Act("a.b", "c", "d", MORNING, detail=detail)]  # type: ignore[arg-type]  # the point of it
    with pytest.raises(TeachingError) as caught:
        write(batch)
    assert caught.value.code == "json_not_canonical"
    assert not Entry.objects.exists()


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(TeachingError, match="time zone"):
        write([Act("a.b", "c", "d", MORNING.replace(tzinfo=None))])


def test_nothing_waiting_is_nothing_to_seal() -> None:
    assert seal(at=MORNING) is None
    assert queries.latest_head() is None
    with pytest.raises(TeachingError, match="sealed"):
        queries.inclusion(1)


def test_sealing_goes_on_where_it_stopped_and_signs_each_time() -> None:
    write(acts(5))
    first = seal(at=MORNING, limit=3)
    second = seal(at=MORNING + timedelta(minutes=1), limit=3)
    assert first is not None
    assert second is not None
    assert (first.size, second.size) == (3, 5)
    assert [row.position for row in queries.recent()] == [4, 3, 2, 1, 0]
    head = queries.latest_head()
    assert head is not None
    assert head.is_signed()
    assert check(queries.consistency(3)) == []


def test_a_stranger_checks_a_proof_with_nothing_but_the_file() -> None:
    ids = write(acts(20))
    seal(at=MORNING)
    document = json.loads(json.dumps(queries.inclusion(ids[7])))
    assert check(document, public_key=keys.signer().public) == []
    assert check(document, public_key=bytes(32)) == ["key"]
    assert check(document | {"leaf": document["leaf"].replace('"unit":3', '"unit":4')}) == ["inclusion"]
    assert check(document | {"index": 8}) == ["inclusion"]
    assert check(document | {"head": document["head"] | {"size": 200}}) == ["signature", "inclusion"]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"kind": "minben.ledger.head.1"},
        {"kind": "?", "head": {}},
        {"kind": 1, "head": []},
        {"head": None, "kind": ""},
    ],
)
def test_what_is_no_proof_is_said_to_be_none(document: dict[str, object]) -> None:
    with pytest.raises(TeachingError) as caught:
        check(document)
    assert caught.value.code == "proof_unreadable"


def test_a_head_signed_in_a_way_nobody_here_knows_says_which_ways_are_known() -> None:
    head = {
        "kind": "minben.ledger.head.1", "size": 1, "root": "00", "at": "2026-03-01T08:00:00Z",
        "digest_algorithm": "sha256", "signature": "00", "signature_algorithm": "rsa", "public_key": "00",
    }  # fmt: skip
    with pytest.raises(TeachingError) as caught:
        check(head)
    assert (caught.value.code, caught.value.params["algorithm"]) == ("signature_unknown", "rsa")


def test_a_long_log_keeps_one_row_per_256_entries_and_still_proves_each() -> None:
    ids = write(acts(1000))
    for limit in (1, 255, 257, 400, 1000):
        seal(at=MORNING, limit=limit)
    assert Node.objects.count() == 3
    for place in (0, 255, 256, 511, 767, 768, 999):
        assert check(queries.inclusion(ids[place])) == [], place
    for size in (0, 1, 255, 256, 257, 512, 913, 1000):
        assert check(queries.consistency(size)) == [], size


def test_a_proof_costs_few_queries_however_long_the_log(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    ids = write(acts(700))
    seal(at=MORNING)
    with django_assert_max_num_queries(5):
        queries.inclusion(ids[300])


def test_the_ledger_is_only_added_to() -> None:
    write(acts(1))
    row = Entry.objects.get()
    for attempt in (
        row.delete,
        row.save,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(leaf="{}"),
    ):
        with pytest.raises(TypeError, match="only added to"):
            attempt()


def test_the_sealer_says_how_long_the_oldest_entry_has_waited() -> None:
    assert queries.backlog_age(at=MORNING) == timedelta(0)
    write(acts(2))
    assert queries.backlog_age(at=MORNING + timedelta(minutes=3)) == timedelta(minutes=3)
    seal(at=MORNING)
    assert queries.backlog_age(at=MORNING + timedelta(hours=1)) == timedelta(0)


def test_grandma_chens_number_cannot_be_tied_to_the_log_once_she_asked_to_be_forgotten(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    before = salted_digest("13800000000", owner="person:chen")
    assert before == salted_digest("13800000000", owner="person:chen")
    assert before != salted_digest("13800000000", owner="person:li-wei")
    assert before != salted_digest("13800000000")
    with django_assert_max_num_queries(6):
        mixed = salted_digests([("a", "person:chen"), ("b", ""), *(("c", f"person:{n}") for n in range(30))])
    assert len(set(mixed)) == 32
    assert forget(["person:chen"]) == 1
    assert before != salted_digest("13800000000", owner="person:chen")


def test_the_private_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path, settings: Settings) -> None:
    settings.MINBEN_HOME, settings.MINBEN_SIGNING_KEY = tmp_path, ""
    assert keys.signer() == keys.signer()
    kept = tmp_path / "keys" / "ledger"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["ledger"]
    settings.MINBEN_SIGNING_KEY = "not a key"
    with pytest.raises(TeachingError, match="64 hexadecimal"):
        keys.signer()


def test_a_log_keeps_its_digest_algorithm(settings: Settings) -> None:
    settings.MINBEN_DIGEST = "sm3"
    ids = write(acts(3))
    seal(at=MORNING)
    document = queries.inclusion(ids[1])
    assert check(document) == []
    assert document["head"]["digest_algorithm"] == "sm3"  # type: ignore[index,call-overload]  # plain JSON
    settings.MINBEN_DIGEST = "sha256"
    write(acts(1))
    with pytest.raises(TeachingError, match="sm3"):
        seal(at=MORNING)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6))
@effort(max_examples=15, deadline=None)
def test_however_the_sealer_is_interrupted_every_entry_is_proven(sizes: list[int]) -> None:
    with transaction.atomic():
        ids = [number for size in sizes for number in write(acts(size))]
        while seal(at=MORNING, limit=sizes[0]):
            pass
        assert all(check(queries.inclusion(number)) == [] for number in ids)
        transaction.set_rollback(True)
