"""Words for the faults of a call: what is wrong, why, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.needs.hotline.core.open311.refusing import Fault

_FAULTS: Mapping[str, Promise] = {
    "address_unknown": gettext_lazy(
        "There is nothing at this address. Begin with discovery.xml, which names both endpoints."
    ),
    "method_wrong": gettext_lazy("This address does not take that method; it takes {allowed}."),
    "jurisdiction_unknown": gettext_lazy(
        "We do not know the jurisdiction_id “{value}”. This city is “{known}”; you may also leave it out."
    ),
    "service_unknown": gettext_lazy(
        "We have no service “{value}”. The codes stand in services.xml; who is not sure takes “unsorted”."
    ),
    "service_missing": gettext_lazy(
        "service_code is missing. The codes stand in services.xml; who is not sure takes “unsorted”."
    ),
    "request_unknown": gettext_lazy(
        "No request that anybody may see has this number. Look at the number again; what was asked in confidence is "
        "followed with its tracking code at the hotline."
    ),
    "token_unknown": gettext_lazy(
        "No request has this token. We answer with service_request_id at once, so the number itself is the token."
    ),
    "key_missing": gettext_lazy(
        "api_key is missing. Handing in needs a key; discovery.xml says where to ask for one. Reading needs none."
    ),
    "key_wrong": gettext_lazy(
        "This api_key opens nothing: it is mistyped, has run out or was taken back. Ask the city for a new one."
    ),
    "scope_missing": gettext_lazy(
        "This api_key may not hand in requests. Ask the city for one with the scope “{scope}”."
    ),
    "not_yours": gettext_lazy(
        "This request was handed in by somebody else, so its person does not speak through you. Hand in a request of "
        "your own, or let the person use their tracking code."
    ),
    "too_fast": gettext_lazy(
        "Too many calls in one minute. Nothing is lost: try again in {seconds} seconds."
    ),
    "key_reused": gettext_lazy(
        "Another request came under the same Idempotency-Key before. Send the same again with the same key, or "
        "something new with a new key."
    ),
    "in_progress": gettext_lazy(
        "The same request is being taken in at this moment. Ask again in a few seconds with the same key."
    ),
    "body_unreadable": gettext_lazy(
        "We could not read what was sent. Send it as a form (application/x-www-form-urlencoded or, with pictures, "
        "multipart/form-data) in UTF-8, up to {limit} MB without the pictures."
    ),
    "date_wrong": gettext_lazy(
        "“{value}” in {name} is no date and time we can read. Write it with its zone, such as "
        "2026-03-11T10:00:00+08:00 or 2026-03-11T02:00:00Z."
    ),
    "span_long": gettext_lazy(
        "start_date and end_date are more than {days} days apart. Ask for {days} days at a time."
    ),
    "span_backwards": gettext_lazy("end_date lies before start_date. Change them over."),
    "status_wrong": gettext_lazy("“{value}” is no status. It is open or closed, or both with a comma."),
    "update_status_wrong": gettext_lazy(
        "“{value}” is no status of an update. It is open, closed, fixed or reopen."
    ),
    "number_wrong": gettext_lazy("“{value}” in {name} is no number that fits there."),
    "too_many_ids": gettext_lazy("More than {limit} numbers in one call. Ask for them in several calls."),
    "too_long": gettext_lazy(
        "{name} is too long: there is room for {limit} characters. Nothing was cut off."
    ),
    "too_many_answers": gettext_lazy("More than {limit} attributes. Send those that the service asks for."),
    "too_many_links": gettext_lazy("More than {limit} addresses in media_url. Send those that show it best."),
    "too_many_pictures": gettext_lazy("More than {limit} pictures. Send those that show it best."),
    "link_wrong": gettext_lazy(
        "“{value}” in media_url is no web address. It begins with https:// or http://."
    ),
    "email_wrong": gettext_lazy("“{value}” is no e-mail address. Leave it out if the person has none."),
    "place_missing": gettext_lazy(
        "We do not know where. Send lat and long, or address_string, or address_id: one of them is enough."
    ),
    "place_unknown": gettext_lazy(
        "We know no place with the address_id “{value}”. Leave it out and send address_string instead."
    ),
    "point_half": gettext_lazy("lat and long belong together; one of them is missing."),
    "point_wrong": gettext_lazy(
        "lat {lat} and long {long} are no place on the earth. lat lies between -90 and 90, long between -180 and 180."
    ),
    "answer_missing": gettext_lazy("{name} is missing; the service's definition says that it is required."),
    "answer_not_listed": gettext_lazy("“{value}” is none of the answers of {name}. They are: {known}."),
    "answer_one_only": gettext_lazy("{name} takes one answer, and several were sent."),
    "words_missing": gettext_lazy("description is missing: an update says in words what is new."),
    "id_missing": gettext_lazy("service_request_id is missing: an update belongs to a request."),
    "picture": gettext_lazy("{words}"),
}


def in_words(fault: Fault) -> str:
    """Say what is wrong in the language that is spoken now."""
    known = _FAULTS.get(fault.code)
    if known is None:
        return _("This could not be done (%(code)s). Tell the city, and it will be looked into.") % {
            "code": fault.code
        }
    return str(known).format(**fault.facts)
