"""The door for exchanges: signed, kind to what is right, teaching about what is wrong."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minben.needs.telephone.core import events, signing
from minben.needs.telephone.core.signing import WINDOW_S, sign
from minben.needs.telephone.models import Call, CallEvent
from minben.needs.telephone.wording import FAULTS
from tests.city import Town
from tests.needs.telephone.exchange import KEY, town

__all__ = ["town"]

RING = {"id": "e1", "call": "c1", "type": "ring", "caller": "19900001234"}


def ring(**changes: Any) -> dict[str, Any]:
    return {**RING, "at": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()), **changes}


def post(body: object, *, key: str = KEY, sent: float | None = None, **headers: str) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = int(time.time() if sent is None else sent)
    signature = sign(content, timestamp=timestamp, key=key.encode())
    given = {
        "minben-exchange": "main",
        "minben-timestamp": str(timestamp),
        "minben-signature": signature,
        **headers,
    }
    # A browser's protection against forged forms must not stand in the exchange's way, nor be all that protects.
    return Client(enforce_csrf_checks=True).post(
        "/telephone/events", content, content_type="application/json", headers=given
    )


def test_a_signed_ring_is_taken_and_its_retry_is_known(town: Town) -> None:
    first, again = post(ring()), None
    assert (first.status_code, first.json()) == (200, {"taken": 1, "known": 0, "odd": []})
    again = post(ring(at=CallEvent.objects.get().at.isoformat()))
    assert (again.status_code, again.json()["known"]) == (200, 1)
    assert CallEvent.objects.get().signed_with == "sha256"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"key": "the-key-of-somebody-else"}, "wrong_signature"),
        ({"sent": time.time() - 2 * WINDOW_S - 60}, "stale"),
        ({"minben-signature": ""}, "no_signature"),
        ({"minben-signature": "crc32=" + "0" * 40}, "unknown_digest"),
        ({"minben-timestamp": "now"}, "no_timestamp"),
        ({"minben-exchange": "another"}, "no_exchange"),
        ({"minben-exchange": ""}, "no_exchange"),
    ],
)
def test_who_cannot_show_who_they_are_changes_nothing(town: Town, facts: dict[str, Any], code: str) -> None:
    answer = post(ring(), **facts)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    told = answer.json()
    assert (told["title"], told["status"]) == (code, 401)
    assert told["detail_zh"] != told["detail_en"]
    assert not Call.objects.exists()


def test_without_a_key_nobody_gets_in(town: Town, settings: Any) -> None:
    settings.MINBEN_TELEPHONE_KEYS = ""
    assert post(ring()).status_code == 401
    settings.MINBEN_TELEPHONE_KEYS = "main:short"
    assert post(ring(), key="short").status_code == 401, "a key anybody could guess is none"


def test_while_a_key_is_changed_both_fit(town: Town, settings: Any) -> None:
    settings.MINBEN_TELEPHONE_KEYS = f"main:{KEY},main:the-next-key-of-the-tests"
    assert post(ring()).status_code == 200
    assert post(ring(id="e2"), key="the-next-key-of-the-tests").status_code == 200


def test_what_is_wrong_is_told_by_its_place_and_the_rest_is_taken(town: Town) -> None:
    answer = post(
        [ring(), ring(id="e2", type="sneeze"), ring(id="e3", at="noon"), 7, ring(id="e4", call="c2")]
    )
    assert answer.status_code == 422
    told = answer.json()
    assert (told["taken"], [fault["position"] for fault in told["refused"]]) == (2, [1, 2, 3])
    first = told["refused"][0]
    assert (first["position"], first["field"], first["code"], first["id"]) == (
        1,
        "type",
        "unknown_type",
        "e2",
    )
    assert first["detail_zh"] == "没有这种事件。请从参考文档的表里选。"
    assert first["detail_en"].startswith("No event has this type.")
    assert set(Call.objects.values_list("key", flat=True)) == {"main/c1", "main/c2"}


def test_an_id_used_twice_for_different_things_is_refused_and_the_first_stands(town: Town) -> None:
    post(ring())
    answer = post(ring(caller="19911112222"))
    assert (answer.status_code, answer.json()["refused"][0]["code"]) == (422, "changed")


NASTY = [
    b"", b"\xff\xfe", b"{", b"nul", b"[]", b"[[[[]]]]", b"[" * 100_000, b'{"events": 7}', b'"ring"', b"1e999", b"NaN",
    json.dumps({"events": [{}]}).encode(), json.dumps([{"id": None, "call": [], "type": {}, "at": 1}]).encode(),
    json.dumps(ring(id="'; DROP TABLE telephone_call; --")).encode(), json.dumps(ring(call="<script>")).encode(),
    json.dumps(ring(id="\ud83d\ude00")).encode(), json.dumps(ring(caller="\u202e123")).encode(),
    json.dumps(ring(agent="{{ settings.SECRET_KEY }}")).encode(), json.dumps(ring(recording="\x00")).encode(),
    json.dumps(ring(sequence=10**30)).encode(), json.dumps(ring(at="9" * 9999)).encode(),
]  # fmt: skip


@pytest.mark.parametrize("body", NASTY, ids=range(len(NASTY)))
def test_a_nasty_body_is_refused_with_a_lesson_and_changes_nothing(town: Town, body: bytes) -> None:
    answer = post(body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["detail_en"]
    assert not CallEvent.objects.exists()


def test_a_body_larger_than_the_door_is_refused_before_it_is_read(town: Town) -> None:
    assert post(b" " * 1_000_001).json()["title"] == "too_large"
    assert post(b" " * 6_000_000).status_code == 413


def test_the_door_is_only_for_telling(town: Town) -> None:
    assert Client().get("/telephone/events").status_code == 405


def test_every_fault_has_its_words() -> None:
    raised = "".join(Path(str(module.__file__)).read_text("utf-8") for module in (events, signing))
    codes = {code for code in FAULTS if f'"{code}"' in raised}
    door = {"no_exchange", "too_large", "no_json", "changed"}
    assert set(FAULTS) - codes == door
