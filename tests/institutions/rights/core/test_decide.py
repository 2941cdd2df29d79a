from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.institutions.rights.core.decide import Reader, Record, lacking, why_refused
from minben.institutions.rights.core.purposes import Purpose, Words

HANDLE = Purpose(
    key="request.handle",
    name=Words("办理", "handling"),
    basis_code="PIPL 13(1)(3)",
    basis=Words("法", "law"),
    notice=Words("告知", "notice"),
    roles=frozenset({"officer"}),
    needs_grant=True,
    consent=False,
    own=False,
    break_glass=True,
    since=date(2021, 11, 1),
    source="law",
    verified=False,
)
ZHAO = Reader(key="user:5", role="officer", holders=("unit:3",))
HEATING = Record(record="hotline.request:7", person="person:12")


def test_an_officer_with_a_grant_on_the_request_may_read_it() -> None:
    assert why_refused(HANDLE, ZHAO, [HEATING], granted={"hotline.request:7"}) is None


def test_a_grant_on_the_person_covers_her_requests() -> None:
    assert why_refused(HANDLE, ZHAO, [HEATING], granted={"person:12"}) is None


def test_an_officer_without_a_grant_is_refused() -> None:
    assert why_refused(HANDLE, ZHAO, [HEATING], granted=()) == "no_grant"


def test_one_record_without_a_grant_closes_the_whole_page() -> None:
    other = Record(record="hotline.request:8", person="person:13")
    assert why_refused(HANDLE, ZHAO, [HEATING, other], granted={"hotline.request:7"}) == "no_grant"


def test_a_grant_does_not_help_a_role_the_purpose_is_not_for() -> None:
    analyst = replace(ZHAO, role="analyst")
    assert why_refused(HANDLE, analyst, [HEATING], granted={"hotline.request:7"}) == "wrong_role"


def test_where_consent_is_asked_for_its_lack_is_named() -> None:
    assert why_refused(replace(HANDLE, consent=True), ZHAO, [HEATING], granted=()) == "no_consent"


def test_nobody_reads_for_a_purpose_that_is_not_in_force() -> None:
    assert why_refused(None, ZHAO, [HEATING], granted={"hotline.request:7"}) == "unknown_purpose"


@pytest.mark.parametrize(
    ("holders", "code"), [(("person:12",), None), (("person:13",), "not_own"), ((), "not_own")]
)
def test_one_s_own_data_is_for_oneself_alone(holders: tuple[str, ...], code: str | None) -> None:
    own = replace(HANDLE, own=True, needs_grant=False)
    assert why_refused(own, replace(ZHAO, holders=holders), [HEATING], granted=()) == code


def test_a_record_without_a_person_is_nobody_s_own() -> None:
    own = replace(HANDLE, own=True, needs_grant=False)
    reader = replace(ZHAO, holders=("",))
    assert why_refused(own, reader, [Record("hotline.request:9")], granted=()) == "not_own"


keys = st.sampled_from([f"hotline.request:{n}" for n in range(6)])
people = st.sampled_from(["", *(f"person:{n}" for n in range(4))])
records = st.lists(st.builds(Record, record=keys, person=people), max_size=8)


@given(records=records, granted=st.sets(st.one_of(keys, people.filter(bool))))
def test_a_page_opens_exactly_when_every_record_is_covered(records: list[Record], granted: set[str]) -> None:
    covered = all(r.record in granted or r.person in granted for r in records)
    assert (why_refused(HANDLE, ZHAO, records, granted=granted) is None) == covered


@given(records=records, granted=st.sets(keys), more=st.sets(keys))
def test_another_grant_never_closes_what_was_open(
    records: list[Record], granted: set[str], more: set[str]
) -> None:
    assert len(lacking(records, granted | more)) <= len(lacking(records, granted))
