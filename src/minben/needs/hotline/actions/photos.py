"""Keeping the pictures a person sends with a request."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from minben.ledger import actions as ledger
from minben.needs.hotline.actions.history import hold
from minben.needs.hotline.models import Entry, Photo
from minben.needs.hotline.words import Actor, Step


def add_photos(*, request_id: int, jpegs: Sequence[bytes], at: datetime) -> list[int]:
    """Keep pictures that were checked and re-encoded already; return their ids.

    The file's name says nothing of the person; its digest goes into the ledger, so that a changed picture shows.
    A picture that the request has already is not kept twice. Each file is whole before its row is written; one whose
    row never came is swept away the next night.
    """
    made = []
    with transaction.atomic():
        hold(request_ids=[request_id])
        known = set(Photo.objects.filter(request_id=request_id).values_list("digest", flat=True))
        for content in jpegs:
            mark = ledger.plain_digest(content)
            if mark in known:
                continue
            known.add(mark)
            photo = Photo(request_id=request_id, at=at, digest=mark)
            photo.file.save(f"{mark.rpartition(':')[2][:24]}.jpg", ContentFile(content), save=False)
            photo.width_px, photo.height_px = photo.file.width, photo.file.height
            photo.save()
            made.append(photo)
        acts = [
            ledger.Act(
                what="hotline.photo", who="person", subject=f"hotline.request:{request_id}", at=at,
                detail={"digest": photo.digest},
            )
            for photo in made
        ]  # fmt: skip
        if acts:
            ledger.write(acts)
    return [photo.pk for photo in made]


def tell_lost(*, request_id: int, pictures: int, at: datetime) -> None:
    """Write into a request's public history how many pictures sent with it could not be kept.

    A line of history, and no word of one answer alone: whoever never saw that answer reads it when they come again.
    """
    with transaction.atomic():
        Entry.objects.create(
            request_id=request_id,
            at=at,
            step=Step.ADDED,
            actor=Actor.MACHINE,
            facts={"lost_pictures": pictures},
        )
        ledger.write(
            [
                ledger.Act(
                    what="hotline.photo_lost", who="machine", subject=f"hotline.request:{request_id}", at=at,
                    detail={"pictures": pictures},
                )
            ]
        )  # fmt: skip
