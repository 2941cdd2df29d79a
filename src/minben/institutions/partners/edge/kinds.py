"""Every way in which a call can go wrong: status, title, why, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem (RFC 9457): its status and its words."""

    status: int
    title: Promise
    why: Promise
    remedy: Promise


KINDS: Mapping[str, Kind] = {
    "body_unreadable": Kind(
        400,
        _("The body cannot be read"),
        _("A body is one JSON text in UTF-8, written so that it can be read in one way only."),
        _("Mend the body and send it again; nothing was changed."),
    ),
    "filter_unknown": Kind(
        400,
        _("There is no such filter"),
        _("A filter that is not known would be passed over, and you would take the list for something else."),
        _("Use the filters that the reference of this address names."),
    ),
    "cursor_unreadable": Kind(
        400,
        _("This is no place in the list"),
        _("A cursor comes from the “next” link of a page and is not made by hand."),
        _("Begin again without a cursor and follow “next”."),
    ),
    "key_missing": Kind(
        400,
        _("The Idempotency-Key is missing"),
        _("Without it, a call that is sent twice would be done twice."),
        _(
            "Send a header Idempotency-Key with a new random value, such as a UUID, and the same one on a retry."
        ),
    ),
    "token_missing": Kind(
        401,
        _("This needs a token"),
        _("Only partners of the city may do this, each with a token of its own."),
        _("Send a header “Authorization: Bearer …” with the token that the city gave you."),
    ),
    "token_unknown": Kind(
        401,
        _("This token is not known"),
        _("It is no token of this city, or it was copied incompletely."),
        _("Check it against the one you were given, or ask the city for a new one."),
    ),
    "token_expired": Kind(
        401,
        _("This token has run out"),
        _("Each token has a last day."),
        _("Ask the city for a new one."),
    ),
    "token_revoked": Kind(
        401,
        _("This token was taken back"),
        _("The city ended it."),
        _("Ask the city why, and for a new one."),
    ),
    "scope_missing": Kind(
        403,
        _("The token does not allow this"),
        _("A token may do what its scopes name, and nothing else."),
        _("Ask the city for a token with this scope, if your task needs it."),
    ),
    "reading_refused": Kind(
        403,
        _("No purpose covers this reading"),
        _("Personal data is opened for a purpose only, and the purpose of this token does not cover it."),
        _("Ask the city which purpose fits your task. The attempt was written down."),
    ),
    "not_found": Kind(
        404,
        _("There is nothing here"),
        _("The address is misspelt, or what it names is not there, or is not yours to see."),
        _("Check the address against the reference."),
    ),
    "method_not_allowed": Kind(
        405,
        _("This cannot be done here"),
        _("The address exists, but not for this method."),
        _("Use one of the methods that the header Allow names."),
    ),
    "reference_known": Kind(
        409,
        _("This reference was sent before"),
        _("Each request has a reference of your own, so that none is taken in twice."),
        _("Look it up with the filter “reference”, or send another reference."),
    ),
    "move_refused": Kind(
        409,
        _("The request cannot be changed in this way now"),
        _("What may happen to a request depends on how far it is."),
        _("Read its state first."),
    ),
    "subscription_refused": Kind(
        409,
        _("This subscription cannot be made or changed"),
        _("Each address is told once, and a partner has few addresses."),
        _("Look at your list of subscriptions first."),
    ),
    "body_too_large": Kind(
        413,
        _("The body is too large"),
        _("It is larger than this service takes in at once."),
        _("Send less at a time."),
    ),
    "body_type": Kind(
        415,
        _("The body is of another type"),
        _("This address takes the type that the reference names, usually application/json."),
        _("Send the right Content-Type with a body of that type."),
    ),
    "body_invalid": Kind(
        422,
        _("Something in the call is not right"),
        _("Each entry of “errors” names a place and what is wrong there."),
        _("Mend these places and send it again; nothing was changed."),
    ),
    "key_reused": Kind(
        422,
        _("This Idempotency-Key stands for something else"),
        _("The key was used before with another body or another address. A retry repeats the call exactly."),
        _("Use a new key for a new call."),
    ),
    "address_refused": Kind(
        422,
        _("This address cannot be called"),
        _("We call addresses of the public web only, over http or https, never our own network."),
        _("Give the public address of your machine."),
    ),
    "ledger_refused": Kind(
        404,
        _("There is no such proof yet"),
        _("A proof needs an entry that was sealed, and a signed head over it."),
        _("Check the number; new entries are sealed within seconds."),
    ),
    "too_many": Kind(
        429,
        _("Too many calls"),
        _("Each token, and each address without one, may call so many times a minute."),
        _("Wait as long as Retry-After says."),
    ),
    "broken": Kind(
        500,
        _("Something of ours broke"),
        _("This is not your fault; it was written down for us."),
        _("Send the same call again later with the same Idempotency-Key: it is done once at most."),
    ),
    "away": Kind(
        503,
        _("We cannot keep records just now"),
        _("The database is away, busy or full; this passes."),
        _("Send the same call again after Retry-After with the same Idempotency-Key."),
    ),
}
BY_STATUS: Mapping[int, str] = {
    400: "body_unreadable",
    401: "token_missing",
    403: "scope_missing",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    429: "too_many",
    500: "broken",
    503: "away",
}
