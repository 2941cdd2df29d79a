"""Letting a machine call: partners, their tokens, and who is calling now."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from minben.commons.errors import TeachingError
from minben.institutions.partners.core.scopes import NEEDS_PURPOSE, Scope
from minben.institutions.partners.core.tokens import SECRET_BYTES, hint, is_token, kept, spell
from minben.institutions.partners.models import Partner, Token
from minben.ledger import actions as ledger

# How exactly it is known when a token was last used: a call should not cost a write.
_USED_EVERY = timedelta(hours=1)


class NotLetIn(TeachingError):
    """A token opens nothing. ``code``: ``token_unknown``, ``token_expired`` or ``token_revoked``."""


class TokenRefused(TeachingError):
    """A token cannot be issued.

    ``code``: ``partner_unknown``, ``partner_closed``, ``scope_missing``, ``scope_unknown``, ``purpose_missing``,
    ``purpose_unneeded``, ``until_passed`` or ``rate_out_of_range``.
    """


@dataclass(frozen=True, slots=True)
class NewPartner:
    """An organisation to enrol: its code, its name in both languages, and who answers for it."""

    code: str
    name: str
    contact: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a token is to allow.

    ``purpose`` is one of the city's purposes for reading personal data (the caller sees to that), needed where a
    scope reads what others asked; ``until`` is when it ends, or None.
    """

    partner: str
    name: str
    scopes: Sequence[str]
    purpose: str = ""
    per_minute: int = 120
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token: ``token`` itself is shown this once."""

    key: int
    token: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose machine is calling, and what it may do."""

    token: int
    partner: int
    code: str
    name: str
    scopes: frozenset[str]
    purpose: str
    per_minute: int

    def may(self, scope: str) -> bool:
        """Tell whether the token has a scope."""
        return scope in self.scopes

    @property
    def key(self) -> str:
        """The caller as the ledger and rights name it."""
        return f"partner:{self.code}"


@transaction.atomic
def enrol_partners(*, rows: Sequence[NewPartner], at: datetime, by: int | None = None) -> dict[str, int]:
    """Enrol organisations that are not known yet; return the key of each by its code."""
    codes = [row.code for row in rows]
    known = dict(Partner.objects.filter(code__in=codes).values_list("code", "pk"))
    fresh = [row for row in rows if row.code not in known]
    Partner.objects.bulk_create(
        Partner(code=row.code, name=row.name, name_en=row.name_en, contact=row.contact, since=at)
        for row in fresh
    )
    ledger.write([ledger.Act("partners.enrolled", _who(by), f"partner:{row.code}", at) for row in fresh])
    return dict(Partner.objects.filter(code__in=codes).values_list("code", "pk"))


@transaction.atomic
def close_partner(*, code: str, at: datetime, by: int | None = None) -> bool:
    """Let a partner in no more, whatever tokens it holds, and tell it nothing; False when it was closed before."""
    closed = Partner.objects.filter(code=code, active=True).update(active=False)
    if closed:
        ledger.write([ledger.Act("partners.closed", _who(by), f"partner:{code}", at)])
    return bool(closed)


@transaction.atomic
def issue_token(*, new: NewToken, at: datetime, by: int | None = None) -> Issued:
    """Give a partner a token; only its digest is kept, so show it now.

    Raises
    ------
    TokenRefused
        When there is no such partner, or the token would allow nothing or too much.
    """
    partner = Partner.objects.filter(code=new.partner).first()
    if partner is None:
        raise TokenRefused("partner_unknown", partner=new.partner)
    _check(new, partner, at)
    token = spell(secrets.token_bytes(SECRET_BYTES))
    row = Token.objects.create(
        partner=partner,
        name=new.name,
        digest=kept(token),
        hint=hint(token),
        scopes=sorted(set(new.scopes)),
        purpose=new.purpose,
        per_minute=new.per_minute,
        until=new.until,
        issued_at=at,
        issued_by_id=by,
    )
    detail = {"scopes": row.scopes, "until": new.until.isoformat() if new.until else ""}
    act = ledger.Act(
        "partners.token_issued", _who(by), f"partners.token:{row.pk}", at, purpose=new.purpose, detail=detail
    )
    ledger.write([act])
    return Issued(row.pk, token)


@transaction.atomic
def revoke_token(*, token: int, at: datetime, by: int | None = None) -> bool:
    """Let a token open nothing any more; False when it was taken back before."""
    taken = Token.objects.filter(pk=token, revoked_at=None).update(revoked_at=at, revoked_by=by)
    if taken:
        ledger.write([ledger.Act("partners.token_revoked", _who(by), f"partners.token:{token}", at)])
    return bool(taken)


def authenticate(*, token: str, at: datetime) -> Caller:
    """Tell who is calling with a token.

    Parameters
    ----------
    token
        As it came: the part of ``Authorization`` behind ``Bearer``, or the ``api_key`` of Open311.

    Raises
    ------
    NotLetIn
        It is no token of ours, or not any more.
    """
    if not is_token(token):
        raise NotLetIn("token_unknown")
    row = Token.objects.select_related("partner").filter(digest=kept(token)).first()
    if row is None:
        raise NotLetIn("token_unknown")
    if row.revoked_at is not None or not row.partner.active:
        raise NotLetIn("token_revoked")
    if row.until is not None and row.until <= at:
        raise NotLetIn("token_expired")
    if row.used_at is None or at - row.used_at >= _USED_EVERY:
        Token.objects.filter(pk=row.pk).update(used_at=at)
    partner = row.partner
    return Caller(
        token=row.pk,
        partner=partner.pk,
        code=partner.code,
        name=partner.name,
        scopes=frozenset(row.scopes),
        purpose=row.purpose,
        per_minute=row.per_minute,
    )


def _check(new: NewToken, partner: Partner, at: datetime) -> None:
    unknown = sorted(set(new.scopes) - {scope.value for scope in Scope})
    wants_purpose = bool(NEEDS_PURPOSE & set(new.scopes))
    wrong = {
        "partner_closed": not partner.active,
        "scope_missing": not new.scopes,
        "scope_unknown": bool(unknown),
        "purpose_missing": wants_purpose and not new.purpose,
        "purpose_unneeded": bool(new.purpose) and not wants_purpose,
        "until_passed": new.until is not None and new.until <= at,
        "rate_out_of_range": not 1 <= new.per_minute <= 100_000,
    }
    for code, so in wrong.items():
        if so:
            raise TokenRefused(code, scopes=", ".join(unknown))


def _who(by: int | None) -> str:
    return f"user:{by}" if by else "command:partner"
