"""What other services hand in: requests, and updates of the people who asked."""

import secrets
from collections.abc import Iterator

from django.http import HttpRequest
from django.utils import translation

from minben.commons.clock import now
from minben.institutions.partners import actions as partners
from minben.needs.hotline import actions, queries
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.open311.posting import Posted, read_post, read_update
from minben.needs.hotline.core.open311.refusing import Fault, Refused
from minben.needs.hotline.forms.photos import REFUSALS
from minben.needs.hotline.open311.calling import Call, Document, count_token
from minben.needs.hotline.open311.reading import asked_by_city, posted_only, service_names
from minben.needs.hotline.open311.rows import own_questions
from minben.needs.hotline.pictures import MAX_PICTURES, PictureRefused, clean
from minben.needs.hotline.reasons import in_words

SCOPE = partners.Scope.REQUESTS_WRITE
_KEY_LENGTH = 120


def post_request(call: Call) -> Document:
    """Take a request in, or keep it for a trial where the test endpoint was called."""
    sender = _sender(call)
    questions = {"": own_questions(), **asked_by_city()}
    names = service_names()
    posted = read_post(call.form, services=names, questions=questions)
    jpegs = list(_pictures(call.request))
    if call.test:
        number = actions.rehearse(facts=_as_shown(posted, names[posted.service]), sender=sender, at=now())
        return _handed_in(number, posted.account_id, None)
    given = actions.HandedIn(
        posted=posted,
        heading=names[posted.service],
        questions={one.code: one.words for some in questions.values() for one in some},
        jpegs=jpegs,
    )
    number = actions.hand_in(given=given, sender=sender, at=now())
    key = queries.id_of_public(number, posted_only=posted_only())
    why = queries.masked_rows([key])[key].why if key else []
    return _handed_in(number, posted.account_id, " ".join(in_words(why)) or None)


def post_update(call: Call) -> Document:
    """Add what the person says later."""
    update = read_update(call.form)
    sender = _sender(call, f"{update.request}:{update.update_id}" if update.update_id else "")
    if call.test:
        status = "open" if not update.solved else "closed"
        facts = {"status": status, "description": mask([update.description])[0].text}
        number = actions.rehearse(facts=facts, sender=sender, at=now(), of=update.request)
        return Document("service_request_updates", [{"update_id": number}])
    request_id = queries.id_of_public(update.request)
    if request_id is None:
        raise Refused(Fault("request_unknown"))
    number = actions.hand_in_update(update=update, sender=sender, request_id=request_id, at=now())
    return Document("service_request_updates", [{"update_id": number}])


def _sender(call: Call, own: str = "") -> actions.Sender:
    """Tell who hands in, and under which key; without one, each call is an act of its own."""
    token = call.given.get("api_key", "") or call.request.headers.get("authorization", "").removeprefix(
        "Bearer "
    )
    if not token:
        raise Refused(Fault("key_missing"))
    try:
        caller = partners.authenticate(token=token, at=now())
    except partners.NotLetIn:
        raise Refused(Fault("key_wrong")) from None
    count_token(caller.token, caller.per_minute)
    if not caller.may(SCOPE):
        raise Refused(Fault("scope_missing", {"scope": SCOPE.value}))
    key = call.request.headers.get("idempotency-key", "").strip() or own
    if len(key) > _KEY_LENGTH:
        raise Refused(Fault("too_long", {"name": "Idempotency-Key", "limit": _KEY_LENGTH}))
    return actions.Sender(source=f"open311.{caller.code}", key=key or secrets.token_urlsafe(24))


def _pictures(request: HttpRequest) -> Iterator[bytes]:
    files = [file for name in request.FILES for file in request.FILES.getlist(name)]
    if len(files) > MAX_PICTURES:
        raise Refused(Fault("too_many_pictures", {"limit": MAX_PICTURES}))
    for file in files:
        try:
            yield clean(file, size=file.size or 0).content
        except PictureRefused as refused:
            words = str(REFUSALS[refused.code]).format(name=file.name, **refused.params)
            raise Refused(Fault("picture", {"words": words})) from refused


def _handed_in(number: str, account: str, notice: str | None) -> Document:
    row = {"service_request_id": number, "service_notice": notice, "account_id": account or None}
    return Document("service_requests", [row])


def _as_shown(posted: Posted, name: str) -> dict[str, object]:
    """What the test endpoint keeps: never how to reach the person."""
    with translation.override("zh-hans"):
        notice = translation.gettext("A trial: it was looked at and kept, and reaches nobody.")
    address, description = mask([posted.address, posted.description])
    return {
        "status": "open",
        "status_notes": None,
        "service_name": name,
        "service_code": posted.service,
        "description": description.text,
        "agency_responsible": None,
        "service_notice": notice,
        "address": address.text or None,
        "address_id": posted.address_id or None,
        "zipcode": None,
        "lat": posted.lat,
        "long": posted.long,
    }
