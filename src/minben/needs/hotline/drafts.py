"""What a person has begun to say, as the pages hold it; and how it becomes an intake."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.crypto import salted_hmac

from minben.needs.hotline.core.arrivals import JSON, ContactGiven, Intake

# The source of what our own pages take in; people are known again under the same name.
OWN_PAGES = "hotline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One draft. Empty where the person said nothing and the understanding of the text stands."""

    text: str = ""
    channel: str = "web"
    kind: str = ""
    category: str = ""
    urgency: str = ""
    since_when: str = ""
    place: int | None = None
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    identity: str = "named"
    against: int | None = None
    reply_by: str = "nothing"
    name: str = ""
    phone: str = ""
    email: str = ""
    post_address: str = ""
    helper_name: str = ""
    helper_phone: str = ""
    helper_relation: str = ""
    consent_how: str = ""
    photos: list[str] = field(default_factory=list)
    joined: int | None = None
    language: str = ""
    to_clerk: bool = False
    # What the person has put right themselves, "where" or "when": left empty there, it is not read again.
    settled: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, JSON]:
        """Return what was said as plain JSON, without what was not said."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None, [], False)}


def said_of(facts: Mapping[str, Any]) -> Said:
    """Read a draft's JSON; what an older version of the pages kept and this one does not know is left out."""
    known = {one.name for one in fields(Said)}
    return Said(**{name: value for name, value in facts.items() if name in known})


def key_of_page(page: str, key: str) -> str:
    """Return the key under which what a page sent is taken in once, without telling the page's own secret."""
    return f"{page}:{sha256(key.encode()).hexdigest()[:40]}" if key else ""


def intake_of(
    said: Said, *, at: datetime, person_id: int | None, event_id: int | None, once: str = ""
) -> Intake:
    """Make the intake of a draft; an anonymous person leaves neither a name nor a way to reach them.

    ``once`` is the key of the page (:func:`key_of_page`): sent again under it, however much later, it is known.
    """
    nameless = said.identity == "anonymous"
    return Intake(
        text=said.text,
        source=OWN_PAGES if once else "",
        source_key=once,
        received_at=at,
        channel="proxy" if said.helper_name and said.channel == "web" else said.channel,
        identity=said.identity,
        person_id=None if nameless else person_id,
        person_key="" if nameless or person_id else key_of_phone(said.phone),
        contact=None if nameless else _contact(said),
        place_id=said.place,
        address=said.address,
        since_when=said.since_when,
        lat=said.lat,
        lon=said.lon,
        category=said.category,
        kind=said.kind,
        urgency=said.urgency,
        against_id=said.against,
        join_event=event_id,
        to_clerk=said.to_clerk,
        settled=frozenset(said.settled),
    )


def reachable(said: Said, *, phone: str, where: str) -> Said:
    """Return a draft with the way to reach somebody whose life may be at stake; the hotline centre alone sees it."""
    if not phone and not where:
        return said
    return replace(
        said,
        identity="confidential",
        phone=phone or said.phone,
        post_address=where or said.post_address,
        reply_by="phone" if phone else said.reply_by,
    )


def key_of_phone(phone: str) -> str:
    """Return an opaque key by which a number is known again; without this city's secret it tells nothing."""
    return (
        salted_hmac("minben.needs.hotline.person", phone, algorithm="sha256").hexdigest()[:40]
        if phone
        else ""
    )


def _contact(said: Said) -> ContactGiven | None:
    given = ContactGiven(
        name=said.name,
        phone=said.phone,
        email=said.email,
        address=said.post_address,
        reply_by=said.reply_by,
        helper_name=said.helper_name,
        helper_phone=said.helper_phone,
        helper_relation=said.helper_relation,
        consent_how=said.consent_how,
        language=said.language,
    )
    return None if replace(given, language="") == ContactGiven() else given
