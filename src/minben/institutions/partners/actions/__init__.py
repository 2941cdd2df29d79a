"""What others may do with partners: let them in, answer a write once, tell them what happened, call out safely."""

from minben.institutions.partners.actions.answers import Kept, KeyReused, answer_once, forget_answers
from minben.institutions.partners.actions.delivering import Delivering, deliver_due, send_again, tidy
from minben.institutions.partners.actions.handovers import Choice, purposes
from minben.institutions.partners.actions.sending import Answer, CannotReach, check_address, send
from minben.institutions.partners.actions.subscriptions import (
    Event,
    Subscribed,
    SubscriptionRefused,
    announce,
    anybody_listens,
    renew_secret,
    resume,
    subscribe,
    unsubscribe,
)
from minben.institutions.partners.actions.tokens import (
    Caller,
    Issued,
    NewPartner,
    NewToken,
    NotLetIn,
    TokenRefused,
    authenticate,
    close_partner,
    enrol_partners,
    issue_token,
    revoke_token,
)
from minben.institutions.partners.core.scopes import Scope
from minben.institutions.partners.core.signing import is_signed

__all__ = [
    "Answer",
    "Caller",
    "CannotReach",
    "Choice",
    "Delivering",
    "Event",
    "Issued",
    "Kept",
    "KeyReused",
    "NewPartner",
    "NewToken",
    "NotLetIn",
    "Scope",
    "Subscribed",
    "SubscriptionRefused",
    "TokenRefused",
    "announce",
    "answer_once",
    "anybody_listens",
    "authenticate",
    "check_address",
    "close_partner",
    "deliver_due",
    "enrol_partners",
    "forget_answers",
    "is_signed",
    "issue_token",
    "purposes",
    "renew_secret",
    "resume",
    "revoke_token",
    "send",
    "send_again",
    "subscribe",
    "tidy",
    "unsubscribe",
]
