"""What others may do with partners: let them in, and call out safely."""

from minben.institutions.partners.actions.sending import Answer, CannotReach, check_address, send
from minben.institutions.partners.actions.tokens import (
    Caller,
    Issued,
    NewPartner,
    NewToken,
    NotLetIn,
    TokenRefused,
    authenticate,
    enrol_partners,
    issue_token,
    revoke_token,
)
from minben.institutions.partners.core.scopes import Scope

__all__ = [
    "Answer",
    "Caller",
    "CannotReach",
    "Issued",
    "NewPartner",
    "NewToken",
    "NotLetIn",
    "Scope",
    "TokenRefused",
    "authenticate",
    "check_address",
    "enrol_partners",
    "issue_token",
    "revoke_token",
    "send",
]
