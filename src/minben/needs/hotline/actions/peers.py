"""Talking to neighbouring cities: what they offer, handing in there, what is new there, what the person says here."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet

from minben.commons.digests import digest
from minben.ground.registers import queries as registers
from minben.institutions.rights import actions as rights
from minben.needs.hotline.actions.calling_out import Failed, get, post
from minben.needs.hotline.actions.passing import handed_in_there, hear_back, refused_there
from minben.needs.hotline.actions.reports import record_of
from minben.needs.hotline.core.masking import mask
from minben.needs.hotline.core.open311 import answers
from minben.needs.hotline.core.open311.asking import SPAN
from minben.needs.hotline.core.open311.calls import MAX_TRIES, Letter, form_of, pause, window
from minben.needs.hotline.core.open311.posting import LONGEST
from minben.needs.hotline.models import Contact, Entry, Peer, Request, Sent
from minben.needs.hotline.words import Actor, Kind, State, Step

SENDER = rights.Reader(key="machine:neighbour", role="machine")
ASKED_EVERY = timedelta(minutes=5)
_SERVICES_EVERY = timedelta(days=1)
# Longer than one call takes; what was claimed by a worker that was killed is due again after it.
_CLAIMED = timedelta(minutes=10)
_OVERLAP = timedelta(hours=1)
_AT_ONCE = 100
_SAYS = {
    Step.ADDED: ("OPEN", ""),
    Step.SOLVED: ("FIXED", "已经解决了。"),
    Step.NOT_SOLVED: ("REOPEN", "还没有解决。"),
    Step.WITHDRAWN: ("CLOSED", "本人撤回了诉求。"),
}
_MORE = "……（原文较长，余下部分请向来件城市索取）"
_LAST = frozenset({Step.SOLVED, Step.WITHDRAWN})


def keep_up_with_peers(*, at: datetime) -> int:
    """Do all that is due with neighbouring cities; return how much of it succeeded."""
    return ask_services(at=at) + deliver_to_peers(at=at) + fetch_peer_updates(at=at)


def ask_services(*, at: datetime) -> int:
    """Ask each neighbouring city once a day what it offers, so that a clerk can choose without waiting."""
    due = Q(asked_at=None) | Q(asked_at__lte=at - _SERVICES_EVERY)
    asked = 0
    for peer in _due(at).filter(due):
        try:
            told = answers.services_of(get(peer, "services.xml"))
        except (Failed, answers.Unreadable) as trouble:
            _note(peer, trouble, at)
            continue
        rows = [{"code": one.code[:120], "name": one.name[:160] or one.code[:120]} for one in told]
        Peer.objects.filter(pk=peer.pk).update(services=rows, asked_at=at, tries=0, trouble="", next_at=None)
        asked += 1
    return asked


def deliver_to_peers(*, at: datetime, limit: int = 20) -> int:
    """Hand in what waits; a failure waits longer each time and is shown, and in the end a clerk has it again."""
    done = 0
    for sent in _claimed(at, limit):
        try:
            number = _number(sent, at)
        except (Failed, answers.Unreadable) as trouble:
            _not_delivered(sent, trouble, at)
            continue
        if number:
            handed_in_there(sent_id=sent.pk, number=number, at=at)
            done += 1
    return done


def fetch_peer_updates(*, at: datetime) -> int:
    """Ask what is new there, and hand on what the person said here since; return how many updates were new."""
    heard = 0
    for peer in _due(at):
        # What turned out to report wrongdoing is talked about with nobody any more.
        taken = Sent.objects.filter(peer=peer, ended_at=None).exclude(number="")
        there = list(taken.exclude(request__kind=Kind.WHISTLE).order_by("pk"))
        if not there:
            continue
        try:
            for sent in there:
                _hand_on(peer, sent, at)
            for n in range(0, len(there), _AT_ONCE):
                heard += _heard_from(peer, there[n : n + _AT_ONCE], at)
        except (Failed, answers.Unreadable) as trouble:
            _note(peer, trouble, at)
        else:
            Peer.objects.filter(pk=peer.pk).update(next_at=at + ASKED_EVERY, tries=0, trouble="")
    return heard


def _due(at: datetime) -> QuerySet[Peer]:
    return Peer.objects.filter(Q(next_at=None) | Q(next_at__lte=at), active=True)


def _note(peer: Peer, trouble: Exception, at: datetime) -> None:
    tries = peer.tries + 1
    words = _words(trouble)
    Peer.objects.filter(pk=peer.pk).update(tries=tries, trouble=words, next_at=at + pause(tries))


def _words(trouble: Exception) -> str:
    return trouble.words[:300] if isinstance(trouble, Failed) else answers.Unreadable.code


def _claimed(at: datetime, limit: int) -> Iterator[Sent]:
    """Take what is due, each so that no other worker takes it meanwhile."""
    due = Sent.objects.filter(next_at__lte=at, ended_at=None, number="", peer__active=True)
    for sent in due.select_related("peer", "request").order_by("next_at", "pk")[:limit]:
        if Sent.objects.filter(pk=sent.pk, next_at=sent.next_at).update(next_at=at + _CLAIMED):
            yield sent


def _not_delivered(sent: Sent, trouble: Exception, at: datetime) -> None:
    words, tries = _words(trouble), sent.tries + 1
    if (isinstance(trouble, Failed) and trouble.final) or tries >= MAX_TRIES:
        Sent.objects.filter(pk=sent.pk).update(tries=tries)
        refused_there(sent_id=sent.pk, words=words, at=at)
    else:
        Sent.objects.filter(pk=sent.pk).update(tries=tries, trouble=words, next_at=at + pause(tries))


def _number(sent: Sent, at: datetime) -> str:
    """Hand a request in and return its number there; blank while it is gone or no number is known yet."""
    if sent.request.state != State.PASSED_ON:
        # Its person took it back, or a clerk did, before it went out.
        Sent.objects.filter(pk=sent.pk).update(ended_at=at, next_at=None)
        return ""
    if not sent.token:
        form = form_of(_letter(sent, at), jurisdiction=sent.peer.jurisdiction, key=sent.peer.sealed_key)
        number, token = answers.number_of(post(sent.peer, "requests.xml", form, once=sent.key))
        if number:
            return number
        sent.token = token[:120]
        Sent.objects.filter(pk=sent.pk).update(token=sent.token)
    return _number_of_token(sent)


def _number_of_token(sent: Sent) -> str:
    try:
        rows = answers.rows_of(get(sent.peer, f"tokens/{sent.token}.xml"), lists="service_requests")
    except Failed as trouble:
        # A token that is not known yet is no refusal: the request was taken in, and its number is being made.
        raise Failed("token_waits" if trouble.final else trouble.words) from None
    number = answers.said(rows[0], "service_request_id") if rows else ""
    if not number:
        raise Failed("token_waits")
    return number


def _letter(sent: Sent, at: datetime) -> Letter:
    request = sent.request
    contact = _opened(request, at) if sent.with_contact else Contact()
    places = {place.key: place for place in registers.gazetteer()}
    where = [request.address, *(places[key].name for key in registers.areas().get(request.place_id or 0, ()))]
    words = request.text if sent.with_contact else request.masked
    return Letter(
        service=sent.service_code,
        words=_fitting("\n".join(filter(None, [sent.words, words]))),
        lat=request.lat,
        lon=request.lon,
        address=", ".join(filter(None, where)) or settings.MINBEN_CITY_NAME["zh"],
        name=contact.name,
        phone=contact.phone,
        email=contact.email,
    )


def _fitting(words: str) -> str:
    """No endpoint has to take more than the standard says; what is left out can be asked for here."""
    return words if len(words) <= LONGEST else words[: LONGEST - len(_MORE)] + _MORE


def _opened(request: Request, at: datetime) -> Contact:
    """Read how to reach the person, who agreed to it; that it was read is written down for them to see."""
    record = record_of(request, ("text", "name", "phone", "email"))
    try:
        rights.open_for(reader=SENDER, records=[record], purpose="request.pass_on", at=at)
    except rights.Refused:
        raise Failed("contact_refused", final=True) from None
    return Contact.objects.filter(pk=request.pk).first() or Contact()


def _hand_on(peer: Peer, sent: Sent, at: datetime) -> None:
    """Tell the neighbouring city what the person said here since, each once; their last word ends the matter."""
    said = Entry.objects.filter(request_id=sent.request_id, pk__gt=sent.told_up_to, step__in=_SAYS)
    # Words that were added before did not go along with the request; older judgements are of no concern there.
    said = said.filter(Q(step=Step.ADDED) | Q(at__gte=sent.at))
    for entry in said.filter(actor__in=(Actor.PERSON, Actor.CLERK)).order_by("pk"):
        status, plain = _SAYS[Step(entry.step)]
        words = entry.words if sent.with_contact else mask([entry.words])[0].text
        key = digest(f"{sent.key}:{entry.pk}".encode())[-24:]
        form = {
            "api_key": peer.sealed_key, "jurisdiction_id": peer.jurisdiction, "service_request_id": sent.number,
            "update_id": key, "updated_datetime": entry.at.isoformat(timespec="seconds"), "status": status,
            "description": words or plain,
        }  # fmt: skip
        filled = {name: value for name, value in form.items() if value}
        sent.echoes = [*sent.echoes, *_posted(peer, urlencode(filled).encode(), key)]
        sent.told_up_to = entry.pk
        sent.ended_at = at if entry.step in _LAST else None
        sent.save(update_fields=["echoes", "told_up_to", "ended_at"])


def _posted(peer: Peer, form: bytes, key: str) -> list[str]:
    """Hand an update in and return its number there; none where the other city takes no updates."""
    try:
        rows = answers.rows_of(
            post(peer, "servicerequestupdates.xml", form, once=key), lists="service_request_updates"
        )
    except Failed as trouble:
        if trouble.final:
            return []
        raise
    return [number for row in rows if (number := answers.said(row, "update_id"))]


def _heard_from(peer: Peer, there: Sequence[Sent], at: datetime) -> int:
    known = min(sent.newest_at or sent.delivered_at or sent.at for sent in there)
    since, until = window(known, at, overlap=_OVERLAP, longest=SPAN)
    asked = {
        "start_date": _w3(since), "end_date": _w3(until), "extensions": "true",
        # An endpoint that knows this argument tells all about these and nothing else; others pass it by.
        "service_request_id": ",".join(sent.number for sent in there),
    }  # fmt: skip
    try:
        told = answers.updates_of(get(peer, "servicerequestupdates.xml", **asked))
    except Failed as trouble:
        if not trouble.final:
            raise
        told = _told_by_status(peer, there)
    return sum(hear_back(sent_id=sent.pk, updates=told, at=at) for sent in there)


def _told_by_status(peer: Peer, there: Sequence[Sent]) -> list[answers.UpdateTold]:
    """Make updates of the requests themselves, for endpoints that tell no updates."""
    numbers = ",".join(sent.number for sent in there)
    rows = answers.rows_of(get(peer, "requests.xml", service_request_id=numbers), lists="service_requests")
    return [answers.status_told(row) for row in rows if answers.said(row, "service_request_id")]


def _w3(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
