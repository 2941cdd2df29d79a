"""Following a request: whoever holds its code sees each step, and has the last word."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from minben.accounts.actions import Role
from minben.accounts.queries import role_of
from minben.institutions.rights import queries as rights
from minben.needs.hotline import actions, photofiles, queries
from minben.needs.hotline.forms.track import FindForm
from minben.needs.hotline.views.asking import WINDOW_S, closed_to, note_wrong, remember_code, too_many_wrong
from minben.needs.hotline.wording import APPEALABLE, ENDED

View = Callable[..., HttpResponseBase]

_FINISHED = frozenset({"done", "answered", "closed"})


def coded(view: View) -> View:
    """Give a view the request whose code stands in the address.

    Wrong codes are counted by address, and whoever tried too many is told nothing about the next one. Whole offices and
    streets share an address, so a right code still opens there after some slips; after many more nothing does, right
    or wrong, but what this browser has opened before. Officers work on the order: they may neither read here
    nor speak for the person, and are refused whatever the code.
    """

    @wraps(view)
    def opened(request: HttpRequest, code: str, **more: object) -> HttpResponseBase:
        if role_of(request.user) is Role.OFFICER:
            return render(request, "hotline/not_theirs.html", status=403)
        request_id = None if closed_to(request, code) else queries.id_of_code(code)
        if request_id is None:
            return _wrong(request, code)
        response = view(request, request_id, **more)
        response.headers["X-Robots-Tag"] = "noindex"
        remember_code(request, response, code)
        return response

    return cast(View, opened)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code and lead on to the request."""
    form = FindForm(request.POST or None)
    if not form.is_valid():
        return render(request, "hotline/find.html", {"form": form}, status=400 if form.is_bound else 200)
    code = form.cleaned_data["code"]
    request_id = None if closed_to(request, code) else queries.id_of_code(code)
    return (
        redirect("hotline:track", code=queries.code_of(request_id)) if request_id else _wrong(request, code)
    )


def _wrong(request: HttpRequest, code: str) -> HttpResponse:
    tired = too_many_wrong(request)
    note_wrong(request)
    if tired:
        answer = render(request, "hotline/too_many_codes.html", status=429)
        answer.headers["Retry-After"] = str(WINDOW_S)
        return answer
    context = {"form": FindForm(initial={"code": code}), "wrong": True}
    return render(request, "hotline/find.html", context, status=404)


@never_cache
@require_safe
@coded
def track(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show how far a request is: covered words, public steps, who saw the data."""
    row = queries.masked_rows([request_id])[request_id]
    parts = queries.track_parts(request_id)
    ending = next((one for one in parts.endings if one.agreed), None)
    context = {
        "row": row,
        "steps": list(reversed(parts.steps)),
        "ending": ending,
        "may_appeal": row.state in APPEALABLE and ending is not None and ending.appealed_at is None,
        "may_judge": row.state in _FINISHED and row.solved is not True,
        "open": row.state not in ENDED,
        "photos": parts.photos,
        "removals": parts.removals,
        "wish": parts.wish,
        "seen": _seen_by(request_id),
        "link": request.build_absolute_uri(),
    }
    return render(request, "hotline/track.html", context)


@never_cache
@require_safe
@coded
def photo(_request: HttpRequest, request_id: int, photo_id: int) -> FileResponse:
    """Show one of a request's own pictures."""
    names = {key: name for key, name, *_ in queries.photos_of(request_id)}
    if photo_id not in names:
        raise Http404
    return photofiles.answer(names[photo_id])


def _seen_by(request_id: int) -> list[dict[str, object]]:
    tongue = get_language() or "zh"
    return [
        {
            "at": row.at,
            "label": row.label,
            "role": row.role,
            "purpose": row.purpose.read(tongue),
            "basis": row.basis.read(tongue),
            "outcome": row.outcome,
        }
        for row in rights.accesses_on(actions.record_key(request_id), limit=50)
    ]
