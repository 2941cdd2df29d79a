"""Events as an exchange writes them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.needs.telephone.core.events import MOST, read
from minben.needs.telephone.words import Event

NOW = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)


def told(**changes: Any) -> dict[str, Any]:
    ring = {"id": "e1", "call": "c1", "type": "ring", "at": "2026-03-11T10:00:00+08:00"}
    return {**ring, "caller": "+86 139-0000 0000", **changes}


def test_one_event_a_list_and_an_envelope_are_read_alike() -> None:
    one = read(told(), now=NOW)
    assert one.events == read([told()], now=NOW).events == read({"events": [told()]}, now=NOW).events
    heard = one.events[0][1]
    assert (heard.kind, heard.caller, heard.at) == (Event.RING, "+8613900000000", NOW)


@pytest.mark.parametrize("withheld", ["", None, "anonymous", "Withheld"])
def test_a_caller_who_withholds_the_number_is_a_caller_like_any_other(withheld: object) -> None:
    found = read(told(caller=withheld), now=NOW)
    assert found.faults == ()
    assert found.events[0][1].caller == ""


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"id": ""}, "id", "missing"),
        ({"id": 7}, "id", "no_text"),
        ({"id": "x" * 81}, "id", "no_name"),
        ({"call": "通话"}, "call", "no_name"),
        ({"type": "sneeze"}, "type", "unknown_type"),
        ({"caller": "王芳"}, "caller", "no_number"),
        ({"caller": "1" * 30}, "caller", "no_number"),
        ({"by": "nobody"}, "by", "unknown_by"),
        ({"recording": "r" * 301}, "recording", "too_long"),
        ({"recording": "a\x00b"}, "recording", "too_long"),
        ({"at": "2026-03-11T10:00:00"}, "at", "no_moment"),
        ({"at": "soon"}, "at", "no_moment"),
        ({"at": 1773194400}, "at", "no_text"),
        ({"at": (NOW + timedelta(minutes=6)).isoformat()}, "at", "ahead"),
        ({"at": "2020-01-01T00:00:00+08:00"}, "at", "too_old"),
        ({"at": "0001-01-01T00:00:00+23:59"}, "at", "too_old"),
        ({"sequence": -1}, "sequence", "no_count"),
        ({"sequence": True}, "sequence", "no_count"),
    ],
)
def test_each_fault_is_named_by_its_place(changes: dict[str, Any], field: str, code: str) -> None:
    found = read([told(id="good"), told(**changes)], now=NOW)
    assert [event.id for _place, event in found.events][:1] == ["good"], "one bad event keeps no other out"
    fault = found.faults[0]
    assert (fault.position, fault.field, fault.code) == (1, field, code)


@pytest.mark.parametrize(
    ("body", "code"), [([], "none"), ([told()] * (MOST + 1), "too_many"), ("x", "no_object")]
)
def test_a_body_that_is_no_list_of_events_is_refused(body: object, code: str) -> None:
    found = read(body, now=NOW)
    assert (found.events, found.faults[0].code) == ((), code)


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=6),
    max_leaves=12,
)
FIELDS = st.sampled_from(["id", "call", "type", "at", "caller", "agent", "to", "by", "recording", "sequence"])


@given(JSONS | st.dictionaries(FIELDS, JSONS))
def test_nothing_that_json_can_hold_breaks_the_reading(body: object) -> None:
    found = read(body, now=NOW)
    assert found.events or found.faults


@given(st.dictionaries(FIELDS, JSONS))
def test_one_strange_field_is_a_fault_or_an_event_and_never_both(changes: dict[str, Any]) -> None:
    found = read(told(**changes), now=NOW)
    assert len(found.events) + len(found.faults) == 1
