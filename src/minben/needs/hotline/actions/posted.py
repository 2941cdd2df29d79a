"""Requests and updates that other services hand in for a person: taken in like any other, by the same act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from minben.commons.digests import JSON, canonical_json, digest
from minben.ground.registers import queries as registers
from minben.needs.hotline.actions.history import MoveRefused
from minben.needs.hotline.actions.intake import receive
from minben.needs.hotline.actions.people import add_words, judge
from minben.needs.hotline.actions.photos import add_photos
from minben.needs.hotline.actions.public import fresh_public_id, number_publicly, request_of_sender
from minben.needs.hotline.citymap import nearest
from minben.needs.hotline.core.arrivals import ContactGiven, Intake
from minben.needs.hotline.core.open311.posting import Posted, PostedUpdate
from minben.needs.hotline.core.open311.refusing import Fault, Refused
from minben.needs.hotline.core.open311.showing import update_number
from minben.needs.hotline.models import Entry, Rehearsal, Request, UpdateTaken
from minben.needs.hotline.queries.shown import UNSORTED, newest_number
from minben.needs.hotline.words import Channel, Kind, ReplyBy, Step, Urgency

REHEARSED_FOR = timedelta(days=14)
OWN_QUESTIONS = ("since_when", "urgency", "kind", "reply_by")
"""What every service asks; each has a place of its own in the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Which service hands in, and the key it gave this act, so that the same act twice is one."""

    source: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A request as a service hands it in: what was read, the heading's name, its questions' words, clean pictures."""

    posted: Posted
    heading: str
    questions: Mapping[str, str]
    jpegs: Sequence[bytes] = ()


def hand_in(*, given: HandedIn, sender: Sender, at: datetime) -> str:
    """Take a request in and return its public number; the same key again returns the same number.

    Raises
    ------
    Refused
        ``place_unknown``, or ``key_reused`` when another request came under the same key.
    """
    mark = digest(canonical_json(_fingerprint(given)).encode())
    with transaction.atomic():
        key = receive(intakes=[_intake(given, sender, mark, at)], at=at).request_ids[0]
        if key is not None:
            add_photos(request_id=key, jpegs=given.jpegs, at=at)
        else:
            key = _known(sender, mark)
        return number_publicly(request_ids=[key])[key]


def hand_in_update(*, update: PostedUpdate, sender: Sender, request_id: int, at: datetime) -> str:
    """Add what the person says, or their word that it is solved or not; return the number of the update.

    Raises
    ------
    Refused
        ``not_yours`` when another service, or the person themselves, had handed the request in; ``key_reused`` when
        another update came under the same key.
    """
    with transaction.atomic():
        request = Request.objects.select_for_update().get(pk=request_id)
        if request.source != sender.source:
            raise Refused(Fault("not_yours"))
        words = "\n".join([update.description, *update.links]).strip()
        mark = digest(canonical_json([update.request, words, update.solved]).encode())
        taken = UpdateTaken.objects.filter(source=sender.source, key=sender.key).first()
        if taken is not None:
            return _same(taken, mark)
        if update.solved is None or not _judged(request_id, update.solved, words, at):
            add_words(request_id=request_id, words=words or _spoken(update.solved), at=at)
        public = number_publicly(request_ids=[request_id])[request_id]
        number = update_number(public, newest_number(request_id))
        UpdateTaken.objects.create(source=sender.source, key=sender.key, asked=mark, number=number)
        return number


def rehearse(*, facts: Mapping[str, object], sender: Sender, at: datetime, of: str = "") -> str:
    """Keep what was sent to the test endpoint, for its sender to read back; it reaches nobody.

    Raises
    ------
    Refused
        ``request_unknown`` when the request it is about was never sent to the test endpoint, ``key_reused`` when
        something else came under the same key.
    """
    with transaction.atomic():
        about = Rehearsal.objects.select_for_update().filter(key=of, of=None).first() if of else None
        if of and about is None:
            raise Refused(Fault("request_unknown"))
        kept, _ = Rehearsal.objects.get_or_create(
            sender=sender.source,
            sender_key=sender.key,
            defaults={"key": fresh_public_id(), "of": about, "at": at, "facts": dict(facts)},
        )
        if kept.facts != dict(facts):
            raise Refused(Fault("key_reused"))
        return kept.key


def drop_old_rehearsals(*, at: datetime) -> int:
    """Forget what the test endpoint was sent more than a fortnight ago; return how many requests there were."""
    old = Rehearsal.objects.filter(at__lt=at - REHEARSED_FOR, of=None)
    count = old.count()
    old.delete()
    return count


def _same(taken: UpdateTaken, mark: str) -> str:
    if taken.asked != mark:
        raise Refused(Fault("key_reused"))
    return taken.number


def _judged(request_id: int, solved: bool, words: str, at: datetime) -> bool:
    """Write the person's word down; False when there is nothing to judge yet, so that their words are kept instead."""
    try:
        with transaction.atomic():
            judge(request_id=request_id, solved=solved, words=words, at=at)
    except MoveRefused:
        return False
    return True


def _spoken(solved: bool | None) -> str:
    return "已经解决了。" if solved else "还没有解决。"


def _known(sender: Sender, mark: str) -> int:
    key = request_of_sender(source=sender.source, key=sender.key)
    first = Entry.objects.filter(request_id=key, step=Step.RECEIVED).order_by("pk").first() if key else None
    if key is None or first is None or first.facts.get("asked") != mark:
        raise Refused(Fault("key_reused"))
    return key


def _fingerprint(given: HandedIn) -> dict[str, JSON]:
    posted = given.posted
    answers: dict[str, JSON] = {code: list(said) for code, said in posted.answers.items()}
    pictures: list[JSON] = [digest(jpeg) for jpeg in given.jpegs]
    said: list[JSON] = [
        posted.service,
        posted.description,
        str((posted.lat, posted.long)),
        posted.address,
        posted.address_id,
    ]
    who: list[JSON] = [posted.name, posted.phone, posted.email, posted.account_id]
    return {"said": [*said, *who], "links": list(posted.links), "answers": answers, "pictures": pictures}


def _intake(given: HandedIn, sender: Sender, mark: str, at: datetime) -> Intake:
    posted = given.posted
    place = _place(posted)
    own = {code: said[0] for code, said in posted.answers.items() if code in OWN_QUESTIONS and said}
    return Intake(
        text=_text(given),
        received_at=at,
        channel=Channel.OPEN311.value,
        source=sender.source,
        source_key=sender.key,
        contact=_contact(posted, own.get("reply_by", "")),
        place_id=place,
        address=posted.address,
        since_when=own.get("since_when", "")[:80],
        lat=posted.lat,
        lon=posted.long,
        category="" if posted.service == UNSORTED else posted.service,
        kind=Kind(own["kind"]).value if own.get("kind") else "",
        urgency=Urgency(own["urgency"]).value if own.get("urgency") else "",
        facts={"asked": mark},
    )


def _place(posted: Posted) -> int | None:
    if posted.address_id:
        known = registers.place(code=posted.address_id)
        if known is None:
            raise Refused(Fault("place_unknown", {"value": posted.address_id}))
        return known.key
    if posted.lat is None or posted.long is None:
        return None
    near = nearest(registers.communities(), posted.lat, posted.long)
    return near.key if near else None


def _contact(posted: Posted, wish: str) -> ContactGiven | None:
    if not (posted.name or posted.phone or posted.email):
        return None
    reachable = {ReplyBy.PHONE: posted.phone, ReplyBy.SMS: posted.phone, ReplyBy.EMAIL: posted.email}
    reply_by = wish if wish in reachable and reachable[ReplyBy(wish)] else ReplyBy.NOTHING.value
    return ContactGiven(name=posted.name, phone=posted.phone, email=posted.email, reply_by=reply_by)


def _text(given: HandedIn) -> str:
    """The person's words, with what else was answered below them, so that all who work on it see it."""
    posted = given.posted
    lines = [posted.description or given.heading]
    for code, said in posted.answers.items():
        if code not in OWN_QUESTIONS:
            lines.append(f"{given.questions.get(code, code)}: {', '.join(said)}")
    return "\n".join([*lines, *posted.links])
