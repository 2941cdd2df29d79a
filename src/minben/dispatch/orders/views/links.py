"""Links to pictures that hold for one reader, one order and a quarter of an hour."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from minben.needs.hotline.actions import OpenedPhoto

HOLDS_S = 900
_SALT = "orders.picture"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on the page: where it is, and its size [px]."""

    address: str
    width_px: int
    height_px: int


def links(photos: Sequence[OpenedPhoto], *, order_id: int, reader: str) -> list[Shown]:
    """Return the addresses under which this reader may fetch pictures just opened for them."""
    return [
        Shown(
            reverse(
                "orders:picture",
                args=[order_id, signing.dumps([order_id, reader, photo.file], salt=_SALT, compress=True)],
            ),
            photo.width_px,
            photo.height_px,
        )
        for photo in photos
    ]


def file_of(sign: str, *, order_id: int, reader: str) -> str | None:
    """Return the file that a link names, or None when it is too old or was made for another reader."""
    try:
        order, who, file = signing.loads(sign, salt=_SALT, max_age=HOLDS_S)
    except (signing.BadSignature, ValueError):
        return None
    return str(file) if (order, who) == (order_id, reader) else None
