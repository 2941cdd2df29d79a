"""Neighbouring cities as a clerk sees them: what they offer, and how far a request is that went there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from minben.needs.hotline.models import Peer, Sent


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A neighbouring city with the services it offers, as codes with names."""

    key: int
    name: str
    name_en: str
    services: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SentRow:
    """A request on its way to a neighbouring city or there; ``number`` is blank until it was taken in."""

    peer_name: str
    peer_name_en: str
    service: str
    with_contact: bool
    at: datetime
    tries: int
    next_at: datetime | None
    trouble: str
    peer_trouble: str
    number: str
    delivered_at: datetime | None
    newest_at: datetime | None


def peers() -> list[PeerRow]:
    """Return the neighbouring cities that are in use and have told what they offer."""
    rows = Peer.objects.filter(active=True).values_list("pk", "name", "name_en", "services")
    found = [PeerRow(key, name, name_en or name, _pairs(services)) for key, name, name_en, services in rows]
    return [row for row in found if row.services]


def sent_list(request_id: int) -> Any:
    """List where a request is that was passed on and not taken back: one row or none."""
    fields = (
        "peer__name", "peer__name_en", "service_name", "with_contact", "at", "tries", "next_at", "trouble",
        "peer__trouble", "number", "delivered_at", "newest_at",
    )  # fmt: skip
    return Sent.objects.filter(request_id=request_id, ended_at=None).order_by("pk").values_list(*fields)[:1]


def sent_now(request_id: int) -> SentRow | None:
    """Return where a request is that was passed on and not taken back."""
    return next((SentRow(*row) for row in sent_list(request_id)), None)


def _pairs(services: object) -> tuple[tuple[str, str], ...]:
    rows = services if isinstance(services, list) else []
    return tuple((str(one["code"]), str(one["name"])) for one in rows)
