"""Ma Chao gives a partner a token, and takes it back."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minben.institutions.partners import actions as partners
from minben.institutions.partners.core import tokens
from minben.institutions.partners.models import Token
from tests.city import ledger_holds

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(at: datetime) -> str:
    new = partners.NewPartner("willow", "柳荫街道", "何静", name_en="Willow street")
    partners.enrol_partners(rows=[new], at=at)
    return "willow"


def issued(street: str, at: datetime, **more: object) -> partners.Issued:
    given = {"name": "street desk", "scopes": ["requests:write"], **more}
    return partners.issue_token(new=partners.NewToken(partner=street, **given), at=at)  # type: ignore[arg-type]


def refusal(token: str, at: datetime) -> str:
    with pytest.raises(partners.NotLetIn) as told:
        partners.authenticate(token=token, at=at)
    return told.value.code


def test_a_token_lets_its_partner_in_with_its_scopes_alone(street: str, at: datetime) -> None:
    caller = partners.authenticate(token=issued(street, at).token, at=at)
    assert (caller.code, caller.key, caller.per_minute) == ("willow", "partner:willow", 120)
    assert caller.may("requests:write")
    assert not caller.may("requests:read")


def test_the_token_itself_is_nowhere_kept(street: str, at: datetime) -> None:
    token = issued(street, at).token
    row = Token.objects.get()
    assert token not in str(vars(row))
    assert token.endswith(row.hint.removeprefix("…"))
    assert ledger_holds(at)


def test_a_token_that_was_taken_back_or_ran_out_opens_nothing(street: str, at: datetime) -> None:
    one, other = issued(street, at), issued(street, at, until=at + timedelta(days=1))
    assert partners.revoke_token(token=one.key, at=at)
    assert not partners.revoke_token(token=one.key, at=at), "once is enough"
    assert refusal(one.token, at) == "token_revoked"
    assert refusal(other.token, at + timedelta(days=1)) == "token_expired"


@given(st.text(max_size=60) | st.binary(min_size=32, max_size=32).map(tokens.spell))
def test_no_other_text_opens_anything(text: str) -> None:
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    assert refusal(text, at) == "token_unknown"


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("scope_missing", {"scopes": []}),
        ("scope_unknown", {"scopes": ["requests:erase"]}),
        ("purpose_missing", {"scopes": ["requests:read"]}),
        ("purpose_unneeded", {"purpose": "request.exchange"}),
        ("rate_out_of_range", {"per_minute": 0}),
        ("partner_unknown", {"partner": "nobody"}),
    ],
)
def test_a_token_without_bounds_is_not_issued(
    street: str, at: datetime, code: str, more: dict[str, object]
) -> None:
    with pytest.raises(partners.TokenRefused) as told:
        issued(str(more.pop("partner", street)), at, **more)
    assert told.value.code == code
    assert not Token.objects.exists()


def test_a_token_that_has_ended_already_is_not_issued(street: str, at: datetime) -> None:
    with pytest.raises(partners.TokenRefused) as told:
        issued(street, at, until=at)
    assert told.value.code == "until_passed"


def test_enrolling_the_same_partner_again_changes_nothing(street: str, at: datetime) -> None:
    again = partners.NewPartner(street, "别的名字", "别人")
    assert len(partners.enrol_partners(rows=[again], at=at)) == 1
    assert partners.authenticate(token=issued(street, at).token, at=at).name == "柳荫街道"
