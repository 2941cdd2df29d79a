"""Pictures: those the person sent, opened for a purpose and written down, and those that prove work."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.accounts.actions import requires
from minben.commons.clock import now
from minben.dispatch.orders.models import Proof
from minben.dispatch.orders.views.access import STAFF, open_card, purpose_of, reader
from minben.dispatch.orders.views.card import show
from minben.dispatch.orders.views.links import file_of, links
from minben.needs.hotline import actions as hotline


@never_cache
@require_POST
@requires(*STAFF)
def pictures(request: HttpRequest, order_id: int) -> HttpResponse:
    """Open the pictures the person sent; that they were opened is written down once for the page."""
    found, who = open_card(request, order_id), reader(request)
    opened = hotline.open_photos_for(
        purpose=purpose_of(request, found), request_id=found.order.request, reader=who, at=now()
    )
    return show(request, found, pictures=links(opened, order_id=order_id, reader=who.key))


@never_cache
@require_safe
@requires(*STAFF)
def picture(request: HttpRequest, order_id: int, sign: str) -> FileResponse:
    """One picture of the page that was opened; the link is this reader's, and holds a quarter of an hour."""
    open_card(request, order_id)
    file = file_of(sign, order_id=order_id, reader=reader(request).key)
    if file is None or not default_storage.exists(file):
        raise Http404
    return _jpeg(FileResponse(default_storage.open(file), content_type="image/jpeg"))


@never_cache
@require_safe
@requires(*STAFF)
def proof_photo(request: HttpRequest, proof_id: int) -> FileResponse:
    """A photograph that proves work, for those who may open its order."""
    proof = Proof.objects.filter(pk=proof_id).first()
    if proof is None or not proof.photo:
        raise Http404
    open_card(request, proof.order_id)
    return _jpeg(FileResponse(proof.photo.open("rb"), content_type="image/jpeg"))


def _jpeg(response: FileResponse) -> FileResponse:
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
