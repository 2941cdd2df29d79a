"""Pictures of a partner's own requests: made anew as at every other edge, never another's."""

from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Path, Router
from ninja.files import UploadedFile

from minben.commons.clock import now
from minben.institutions.partners.actions import Scope
from minben.institutions.partners.edge import (
    Bearer,
    IdempotencyKey,
    Made,
    Page,
    Problem,
    caller_of,
    once,
    refuse_unknown,
)
from minben.needs.hotline import actions, photofiles, pictures, queries
from minben.needs.hotline.api.reaching import own
from minben.needs.hotline.api.shapes import LARGEST, Attachment, Key
from minben.needs.hotline.forms.photos import REFUSALS

router = Router(tags=["attachments"])
PhotoKey = Annotated[int, Path(ge=1, le=LARGEST)]


@router.get(
    "/requests/{request_id}/attachments",
    response=Page[Attachment],
    auth=Bearer(),
    summary="List the pictures",
)
def list_pictures(request: HttpRequest, request_id: Key) -> Any:
    """The pictures of a request of your own."""
    refuse_unknown(request)
    own(request_id, caller_of(request))
    return {"items": _listed(request_id), "next": None}


@router.post(
    "/requests/{request_id}/attachments",
    response={201: Page[Attachment]},
    auth=Bearer(Scope.REQUESTS_WRITE),
    summary="Add pictures",
    openapi_extra={"x-scope": Scope.REQUESTS_WRITE.value},
)
@once
def add_pictures(
    request: HttpRequest,
    request_id: Key,
    photos: Annotated[list[UploadedFile], File(description="JPEG, PNG or WebP; four at most, 8 MB each.")],
    idempotency_key: IdempotencyKey,
) -> Made:
    """Keep pictures with a request of your own; what cameras write into them is taken out."""
    refuse_unknown(request)
    own(request_id, caller_of(request))
    kept = len(queries.photos_of(request_id))
    if not photos or kept + len(photos) > pictures.MAX_PICTURES:
        raise _refused("photos", "too_short" if not photos else "too_long", "")
    made = [_clean(n, file) for n, file in enumerate(photos)]
    actions.add_photos(request_id=request_id, jpegs=[one.content for one in made], at=now())
    place = f"/api/v1/requests/{request_id}/attachments"
    return Made(201, Page[Attachment](items=_listed(request_id), next=None), place)


@router.get(
    "/requests/{request_id}/attachments/{photo_id}",
    auth=Bearer(),
    summary="Read a picture",
    openapi_extra={
        "responses": {200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}}
    },
)
def read_picture(request: HttpRequest, request_id: Key, photo_id: PhotoKey) -> FileResponse:
    """One picture as JPEG."""
    refuse_unknown(request)
    own(request_id, caller_of(request))
    names = {key: name for key, name, *_size in queries.photos_of(request_id)}
    if photo_id not in names:
        raise Problem("not_found")
    return photofiles.answer(names[photo_id])


def _listed(request_id: int) -> list[Attachment]:
    return [
        Attachment(
            id=key, width_px=width, height_px=height, href=f"/api/v1/requests/{request_id}/attachments/{key}"
        )
        for key, _name, width, height in queries.photos_of(request_id)
    ]


def _clean(n: int, file: UploadedFile) -> pictures.Picture:
    try:
        return pictures.clean(file, size=file.size or 0)
    except pictures.PictureRefused as refused:
        words = str(REFUSALS[refused.code]).format(name=(file.name or "")[:80], **refused.params)
        raise _refused(f"photos/{n}", refused.code, words) from None


def _refused(place: str, code: str, words: str) -> Problem:
    told = words or _("Send one to %(most)s pictures for a request.") % {"most": pictures.MAX_PICTURES}
    return Problem("body_invalid", errors=[{"place": place, "detail": told, "code": code}])
