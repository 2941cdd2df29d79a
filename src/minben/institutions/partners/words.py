"""Codes of partners in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCOPES: Mapping[str, Promise] = {
    "requests:write": _("Send requests in, and add to its own"),
    "requests:read": _("Read everybody's requests, with names and numbers covered"),
    "subscriptions": _("Be told what happens"),
}
WHY_NO_TOKEN: Mapping[str, Promise] = {
    "partner_unknown": _("There is no partner of this code. Enrol it first."),
    "partner_closed": _("This partner was closed; it gets no new token."),
    "scope_missing": _("A token without a scope opens nothing. Choose at least one."),
    "scope_unknown": _("There is no such scope."),
    "purpose_missing": _("Reading what others asked needs a purpose. Choose the one that fits the task."),
    "purpose_unneeded": _(
        "Without the scope to read everybody's requests there is nothing to choose a purpose for."
    ),
    "purpose_unknown": _("No purpose of this name is in force for partners."),
    "token_unknown": _("There is no such token, or it was taken back before."),
    "until_passed": _("The last day must lie ahead."),
    "rate_out_of_range": _("Choose between 1 and 100,000 calls a minute."),
}
WHY_NOT_SUBSCRIBED: Mapping[str, Promise] = {
    "subscribed_already": _("This address is told already."),
    "too_many_subscriptions": _("There are twenty subscriptions already. End one first."),
    "subscription_ended": _("This subscription has ended."),
}
TROUBLES: Mapping[str, Promise] = {
    "address_unreadable": _("The address cannot be read."),
    "address_scheme": _("The address is not of the web."),
    "address_inside": _("The address leads into the city's own network, and no setting allows it."),
    "name_unknown": _("Nobody knows the name of this machine."),
    "no_connection": _("The machine did not take the call."),
    "no_trust": _("The certificate of the machine is not to be trusted."),
    "too_slow": _("The machine took too long."),
    "answer_unreadable": _("The answer could not be read."),
    "answer_too_large": _("The answer was too large."),
    "secret_gone": _("Its secret was sealed under a key that is gone; the partner makes a new one."),
}
STATES: Mapping[str, Promise] = {
    "waiting": _("Waiting to be sent"),
    "arrived": _("It arrived"),
    "given_up": _("Given up"),
}
PAUSED: Mapping[str, Promise] = {
    "gone": _("The machine said that it is there no more."),
    "silent": _("The machine did not answer for long."),
}
