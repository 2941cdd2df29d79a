"""A draft's pictures, and its place pointed at on a map."""

from dataclasses import replace
from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.accounts.actions import limited
from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.needs.hotline import actions, pictures
from minben.needs.hotline.citymap import SIDE_PX as SIDE
from minben.needs.hotline.citymap import Frame, nearest, whole_city
from minben.needs.hotline.drafts import Said
from minben.needs.hotline.forms.photos import PhotosForm
from minben.needs.hotline.views.draft import drafted
from minben.needs.hotline.wording import name_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited(name="hotline.photos", times=60, seconds=600)
@drafted
def photos(request: HttpRequest, key: str, said: Said) -> HttpResponse:
    """Add pictures to a draft, or take one away."""
    if "remove" in request.POST:
        return _without(key, said, request.POST["remove"])
    form = PhotosForm(request.POST or None, request.FILES or None, kept=len(said.photos))
    if request.method == "POST" and form.is_valid():
        try:
            names = [pictures.keep_for_draft(picture) for picture in form.cleaned_data["photos"]]
        except OSError:
            form.add_error(
                "photos", _("We cannot keep pictures at the moment. Send your words without them now.")
            )
        else:
            actions.save_draft(facts=replace(said, photos=said.photos + names).facts(), at=now(), key=key)
            return redirect("hotline:draft", key=key)
    status = 400 if form.is_bound else 200
    return render(request, "hotline/photos.html", {"form": form, "key": key, "said": said}, status=status)


@never_cache
@require_safe
@drafted
def photo(_request: HttpRequest, _key: str, said: Said, number: int) -> FileResponse:
    """Show a draft's picture to whoever holds its key."""
    kept = pictures.of_draft(said.photos[number]) if number < len(said.photos) else None
    if kept is None:
        raise Http404
    return FileResponse(BytesIO(kept.content), content_type="image/jpeg")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@drafted
def point(request: HttpRequest, key: str, said: Said) -> HttpResponse:
    """Take a spot on the map as the place: the first press looks closer, the second one is it."""
    places = registers.gazetteer()
    frame = _frame_asked(request) or whole_city(places)
    if frame is None:
        return redirect("hotline:amend", key=key, part="where")
    spot = _spot(request)
    if spot and "close" in request.GET:
        lat, lon = frame.point(*spot)
        near = nearest(places, lat, lon)
        changed = replace(said, lat=lat, lon=lon, place=near.key if near else said.place)
        actions.save_draft(facts=changed.facts(), at=now(), key=key)
        return redirect("hotline:draft", key=key)
    if spot:
        closer = frame.closer(*spot)
        asked = {
            "lat": str(closer.lat),
            "lon": str(closer.lon),
            "side": str(round(closer.side_m)),
            "close": "1",
        }
        return redirect(f"{request.path}?{urlencode(asked)}")
    context = {
        "key": key,
        "square": frame,
        "side": SIDE,
        "close": "close" in request.GET,
        "missed": request.method == "POST",
    }
    return render(request, "hotline/point.html", context)


@cache_control(max_age=300, public=True)
@require_safe
def picture_of_map(request: HttpRequest) -> HttpResponse:
    """Draw the communities of a square of the city."""
    places = registers.gazetteer()
    frame = _frame_asked(request) or whole_city(places) or Frame(0.0, 0.0, 1000.0)
    shown = []
    for row in places:
        if row.lat is None or row.lon is None or row.kind not in {"district", "community"}:
            continue
        x, y = frame.spot(row.lat, row.lon)
        if 0 <= x <= SIDE and 0 <= y <= SIDE:
            shown.append({"x": x, "y": y, "name": name_of(row), "kind": row.kind})
    close = "side" in request.GET
    context = {
        "places": shown,
        "side": SIDE,
        "close": close,
        "kilometre": round(1000 / frame.side_m * SIDE, 1),
    }
    return render(request, "hotline/map.svg", context, content_type="image/svg+xml")


def _without(key: str, said: Said, name: str) -> HttpResponse:
    if name in said.photos:
        pictures.forget(name)
        left = [photo for photo in said.photos if photo != name]
        actions.save_draft(facts=replace(said, photos=left).facts(), at=now(), key=key)
    return redirect("hotline:photos", key=key)


def _frame_asked(request: HttpRequest) -> Frame | None:
    try:
        lat, lon, side = (float(request.GET[name]) for name in ("lat", "lon", "side"))
    except (KeyError, ValueError):
        return None
    sensible = -85 < lat < 85 and -180 <= lon <= 180 and 50 < side < 1_000_000
    return Frame(lat, lon, side) if sensible else None


def _spot(request: HttpRequest) -> tuple[float, float] | None:
    """Read where the picture was pressed [px]; the keyboard presses no spot at all and sends the corner."""
    try:
        x, y = float(request.POST["spot.x"]), float(request.POST["spot.y"])
    except (KeyError, ValueError):
        return None
    return (x, y) if (x, y) != (0, 0) and 0 <= x <= SIDE and 0 <= y <= SIDE else None
