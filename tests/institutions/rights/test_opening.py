import json
from datetime import datetime, timedelta

import pytest

from minben.institutions.rights.actions import (
    NewGrant,
    Record,
    Refused,
    ReviewError,
    Verdict,
    break_glass,
    grant,
    keep_refusal,
    open_for,
    review,
)
from minben.institutions.rights.models import Access, Line
from minben.institutions.rights.queries import accesses_of, accesses_on, awaiting_review, counts
from minben.ledger.models import Entry
from tests.institutions.rights.people import CHEN, HE_JING, HEATING, SUN, WANG_FANG, WATER, ZHAO

pytestmark = pytest.mark.django_db
HANDLE = "request.handle"
DANGER = "老人在家晕倒，需要马上联系家属"


def give(at: datetime) -> None:
    grant(grants=[NewGrant(r.record, "unit:3", HANDLE) for r in (HEATING, WATER)], at=at)


def test_grandma_chen_sees_who_opened_her_request_for_what_and_why(at: datetime) -> None:
    give(at)
    open_for(reader=ZHAO, records=HEATING, purpose=HANDLE, at=at)
    (row,) = accesses_of(CHEN)
    assert (row.role, row.label, row.outcome) == ("officer", "江畔热力站 赵**", "opened")
    assert row.purpose.zh == "办理诉求"
    assert "第十三条" in row.basis.zh
    assert row.fields == ("name", "phone", "address")
    assert accesses_on(HEATING.record) == [row]


def test_a_page_with_many_people_is_one_access_and_each_of_them_sees_it(at: datetime) -> None:
    give(at)
    open_for(reader=ZHAO, records=[HEATING, WATER], purpose=HANDLE, at=at)
    assert Access.objects.count() == 1
    assert [row.record for row in accesses_of(CHEN)] == [HEATING.record]
    assert [row.record for row in accesses_of("person:13")] == [WATER.record]


def test_a_long_page_takes_as_many_questions_as_a_short_one(
    at: datetime, django_assert_max_num_queries: object
) -> None:
    page = [Record(f"hotline.request:{n}", f"person:{n}", ("phone",)) for n in range(400)]
    grant(grants=[NewGrant(r.record, "unit:3", HANDLE) for r in page], at=at)
    with django_assert_max_num_queries(16):
        open_for(reader=ZHAO, records=page, purpose=HANDLE, at=at)
    assert Line.objects.count() == 400


def test_the_newest_reading_comes_first(at: datetime) -> None:
    give(at)
    for hours in (2, 0, 1):
        open_for(reader=ZHAO, records=HEATING, purpose=HANDLE, at=at + timedelta(hours=hours))
    moments = [row.at for row in accesses_of(CHEN)]
    assert moments == sorted(moments, reverse=True)


def test_the_ledger_knows_of_the_reading_but_not_of_the_person(at: datetime) -> None:
    give(at)
    open_for(reader=ZHAO, records=HEATING, purpose=HANDLE, at=at)
    leaf = Entry.objects.get(what="rights.opened").leaf
    assert CHEN not in leaf
    told = json.loads(leaf)
    assert (told["who"], told["subject"], told["purpose"]) == (ZHAO.key, HEATING.record, HANDLE)
    assert told["basis"] == "PIPL 13(1)(3)"


def test_a_clerk_reads_for_intake_without_a_grant_but_not_for_handling(at: datetime) -> None:
    open_for(reader=WANG_FANG, records=HEATING, purpose="request.intake", at=at)
    with pytest.raises(Refused) as error:
        open_for(reader=WANG_FANG, records=HEATING, purpose=HANDLE, at=at)
    assert error.value.code == "wrong_role"


def test_a_refused_reading_leaves_nothing_until_it_is_kept(at: datetime) -> None:
    with pytest.raises(Refused) as error:
        open_for(reader=ZHAO, records=HEATING, purpose=HANDLE, at=at)
    assert not Access.objects.exists()
    keep_refusal(error.value, at=at)
    (row,) = accesses_of(CHEN)
    assert row.outcome == "refused"
    assert counts() == {"opened": 0, "refused": 1, "broke_glass": 0}
    assert Entry.objects.filter(what="rights.refused").count() == 1


def test_looking_at_one_s_own_data_is_nobody_s_business(at: datetime) -> None:
    open_for(reader=HE_JING.__class__("user:9", "resident", (CHEN,)), records=HEATING, purpose="own", at=at)
    assert not Access.objects.exists()


def test_an_empty_page_opens_nothing(at: datetime) -> None:
    open_for(reader=ZHAO, records=[], purpose=HANDLE, at=at)
    assert not Access.objects.exists()


def test_an_account_without_persons_has_seen_by_nobody(at: datetime) -> None:
    give(at)
    open_for(reader=ZHAO, records=Record("hotline.request:7", ""), purpose=HANDLE, at=at)
    assert accesses_of([]) == []
    assert accesses_of("") == []


def test_in_an_emergency_an_officer_opens_at_once_and_it_waits_for_a_review(at: datetime) -> None:
    access = break_glass(reader=ZHAO, record=HEATING, reason=DANGER, at=at)
    open_for(reader=ZHAO, records=HEATING, purpose=HANDLE, at=at + timedelta(minutes=29))
    (forced,) = awaiting_review()
    assert (forced.access, forced.reason, forced.records) == (access, DANGER, (HEATING.record,))


def test_the_glass_is_whole_again_after_half_an_hour(at: datetime) -> None:
    break_glass(reader=ZHAO, record=HEATING, reason=DANGER, at=at, purpose=HANDLE)
    with pytest.raises(Refused):
        open_for(reader=ZHAO, records=HEATING, purpose=HANDLE, at=at + timedelta(minutes=30))


def test_forcing_one_request_open_opens_no_other_and_for_nobody_else(at: datetime) -> None:
    break_glass(reader=ZHAO, record=HEATING, reason=DANGER, at=at)
    with pytest.raises(Refused):
        open_for(reader=ZHAO, records=WATER, purpose=HANDLE, at=at)
    colleague = ZHAO.__class__("user:99", "officer", ("unit:3",))
    with pytest.raises(Refused):
        open_for(reader=colleague, records=HEATING, purpose=HANDLE, at=at)


@pytest.mark.parametrize("reason", ["", "急", "   急急急急      "])
def test_an_emergency_needs_a_reason_that_can_be_reviewed(at: datetime, reason: str) -> None:
    with pytest.raises(Refused) as error:
        break_glass(reader=ZHAO, record=HEATING, reason=reason, at=at)
    assert error.value.code == "no_reason"
    assert not Access.objects.exists()


def test_an_auditor_may_force_nothing_open(at: datetime) -> None:
    with pytest.raises(Refused) as error:
        break_glass(reader=SUN, record=HEATING, reason=DANGER, at=at)
    assert error.value.code == "wrong_role"


def test_grandma_chen_sees_what_the_auditor_found(at: datetime) -> None:
    access = break_glass(reader=ZHAO, record=HEATING, reason=DANGER, at=at)
    review(access=access, by=SUN, verdict=Verdict.JUSTIFIED, words="救护车记录相符", at=at)
    assert awaiting_review() == []
    assert [row.verdict for row in accesses_of(CHEN)] == ["justified"]


def test_nobody_reviews_twice_their_own_or_what_was_not_forced(at: datetime) -> None:
    access = break_glass(reader=ZHAO, record=HEATING, reason=DANGER, at=at)
    own = ZHAO.__class__(ZHAO.key, "auditor")
    cases = [(ZHAO, access, "wrong_role"), (own, access, "own_reading"), (SUN, access + 1, "not_forced")]
    for reader, which, code in cases:
        with pytest.raises(ReviewError) as error:
            review(access=which, by=reader, verdict=Verdict.UNCLEAR, words="看过", at=at)
        assert error.value.code == code
    review(access=access, by=SUN, verdict=Verdict.UNJUSTIFIED, words="没有必要", at=at)
    with pytest.raises(ReviewError) as error:
        review(access=access, by=SUN, verdict=Verdict.JUSTIFIED, words="改主意", at=at)
    assert error.value.code == "reviewed"
