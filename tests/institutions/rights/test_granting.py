from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from minben.institutions.rights.actions import GrantError, NewGrant, Refused, grant, open_for, withdraw_grants
from minben.institutions.rights.models import Grant
from minben.ledger.models import Entry
from tests.institutions.rights.people import HEATING, WATER, ZHAO

pytestmark = pytest.mark.django_db
TO_THE_STATION = NewGrant(subject=HEATING.record, holder="unit:3", purpose="request.handle", reason="order 1")


def test_the_unit_that_got_the_order_may_read_until_it_is_withdrawn(at: datetime) -> None:
    grant(grants=[TO_THE_STATION], at=at)
    open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=at)
    assert withdraw_grants(subjects=[HEATING.record], at=at + timedelta(hours=1)) == 1
    with pytest.raises(Refused):
        open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=at + timedelta(hours=1))


def test_a_grant_does_not_reach_back_before_it_was_given(at: datetime) -> None:
    grant(grants=[TO_THE_STATION], at=at)
    with pytest.raises(Refused):
        open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=at - timedelta(seconds=1))


def test_a_grant_until_tomorrow_ends_tomorrow(at: datetime) -> None:
    tomorrow = at + timedelta(days=1)
    grant(grants=[NewGrant(HEATING.record, "unit:3", "request.handle", until=tomorrow)], at=at)
    open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=tomorrow - timedelta(seconds=1))
    with pytest.raises(Refused):
        open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=tomorrow)


def test_giving_the_same_right_twice_changes_nothing(at: datetime) -> None:
    grant(grants=[TO_THE_STATION, TO_THE_STATION], at=at)
    grant(grants=[TO_THE_STATION], at=at + timedelta(hours=1))
    assert list(Grant.objects.values_list("since", flat=True)) == [at]


def test_what_is_taken_back_before_it_begins_never_begins(at: datetime) -> None:
    grant(grants=[TO_THE_STATION], at=at)
    assert withdraw_grants(subjects=[HEATING.record], at=at - timedelta(minutes=5)) == 1
    with pytest.raises(Refused):
        open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=at + timedelta(minutes=1))


def test_only_the_holder_named_loses_the_right(at: datetime) -> None:
    other = NewGrant(HEATING.record, "unit:4", "request.handle")
    grant(grants=[TO_THE_STATION, other], at=at)
    later = at + timedelta(hours=1)
    assert withdraw_grants(subjects=[HEATING.record], holders=["unit:4"], at=later) == 1
    open_for(reader=ZHAO, records=HEATING, purpose="request.handle", at=later)


def test_consent_must_be_there_before_a_purpose_that_asks_for_it(at: datetime) -> None:
    without = NewGrant(subject="person:12", holder="unit:3", purpose="person.profile")
    with pytest.raises(GrantError) as error:
        grant(grants=[without], at=at)
    assert error.value.code == "no_consent"
    agreed = NewGrant("person:12", "unit:3", "person.profile", consent="said yes by phone on 2 March")
    grant(grants=[agreed], at=at)
    open_for(reader=ZHAO, records=HEATING, purpose="person.profile", at=at)


@pytest.mark.parametrize(("purpose", "code"), [("no.such", "unknown_purpose"), ("audit", "no_grant_needed")])
def test_a_right_nobody_can_use_is_not_given(at: datetime, purpose: str, code: str) -> None:
    with pytest.raises(GrantError) as error:
        grant(grants=[TO_THE_STATION, NewGrant(WATER.record, "unit:3", purpose)], at=at)
    assert error.value.code == code
    assert not Grant.objects.exists()


def test_two_thousand_rights_take_as_many_questions_as_two(
    at: datetime, django_assert_max_num_queries: object
) -> None:
    many = [NewGrant(f"hotline.request:{n}", "unit:3", "request.handle") for n in range(2000)]
    with django_assert_max_num_queries(24):
        grant(grants=many, at=at)
    assert Grant.objects.count() == 2000
    assert Entry.objects.filter(what="rights.granted").count() == 1


def test_the_table_itself_refuses_a_grant_that_ends_before_it_begins(at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(
            subject="a", holder="b", purpose="request.handle", since=at, until=at - timedelta(seconds=1)
        )
