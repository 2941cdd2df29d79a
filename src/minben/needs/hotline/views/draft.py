"""A draft: how the words were understood, each thing changeable, until the person hands it in."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.needs.hotline import actions, pictures, queries
from minben.needs.hotline.drafting import Understanding, kept_back, sheltered, understanding_of
from minben.needs.hotline.drafts import OWN_PAGES, Said, intake_of, key_of_page, reachable, said_of
from minben.needs.hotline.forms.draft import PARTS, JoinForm, ReachForm
from minben.needs.hotline.views.asking import person_id_of
from minben.needs.hotline.wording import name_of

log = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]


def drafted(view: View) -> View:
    """Give a view the draft kept under its key; where it is gone, say kindly what may have become of it."""

    @wraps(view)
    def opened(request: HttpRequest, key: str, **more: object) -> HttpResponseBase:
        facts = queries.open_draft(key)
        if not facts:
            return _gone(request, key)
        return view(request, key, said_of(facts), **more)

    return cast(View, opened)


def _gone(request: HttpRequest, key: str) -> HttpResponse:
    """Lead whoever sends a draft again to what became of it; who only looks is told that it is gone."""
    sent = (
        queries.id_of_key(source=OWN_PAGES, key=key_of_page("draft", key))
        if request.method == "POST"
        else None
    )
    if sent is None:
        return render(request, "hotline/draft_gone.html", status=404)
    return redirect("hotline:track", code=queries.code_of(sent))


@never_cache
@require_safe
@drafted
def draft(request: HttpRequest, key: str, said: Said) -> HttpResponse:
    """Show how the words were understood."""
    return _shown(request, key, understanding_of(said, at=now()), JoinForm())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@drafted
def amend(request: HttpRequest, key: str, said: Said, part: str) -> HttpResponse:
    """Put one thing right that was understood, or say more."""
    if part not in PARTS:
        raise Http404
    kind_of_form = PARTS[part]
    form = (
        kind_of_form(request.POST) if request.method == "POST" else kind_of_form(initial=_initial(said, part))
    )
    if not form.is_valid():
        context = {"form": form, "key": key, "part": part, "said": said}
        return render(request, f"hotline/amend/{part}.html", context, status=400 if form.is_bound else 200)
    at = now()
    changed = replace(said, **_changes(said, part, form.cleaned_data))
    if part == "what" and not kept_back(understanding_of(said, at=at)):
        changed = sheltered(changed, at=at)
    actions.save_draft(facts=changed.facts(), at=at, key=key)
    return redirect("hotline:draft", key=key)


@never_cache
@require_POST
@drafted
def join(request: HttpRequest, key: str, said: Said) -> HttpResponse:
    """Join a request about the same thing, with consent; or leave it again."""
    understood = understanding_of(said, at=now())
    if "leave" in request.POST:
        return _kept(key, replace(said, joined=None))
    form = JoinForm(request.POST)
    near = {row.request.key for row in understood.similar}
    if form.is_valid() and form.cleaned_data["request_id"] not in near:
        form.add_error(None, _("This one is no longer open nearby. Yours goes its own way."))
    if not form.is_valid():
        return _shown(request, key, understood, form, status=400)
    return _kept(key, replace(said, joined=form.cleaned_data["request_id"]))


@never_cache
@require_POST
@drafted
def to_person(_request: HttpRequest, key: str, said: Said) -> HttpResponse:
    """Send a question on to a clerk: no standard answer fits."""
    return _kept(key, replace(said, to_clerk=True))


@never_cache
@require_POST
@drafted
def drop(_request: HttpRequest, key: str, said: Said) -> HttpResponse:
    """Forget a draft: the question is answered, or the person thought better of it."""
    actions.drop_draft(key=key)
    for name in said.photos:
        pictures.forget(name)
    return redirect("hotline:nothing_kept")


@never_cache
@require_POST
@drafted
def submit(request: HttpRequest, key: str, said: Said) -> HttpResponse:
    """Hand the request in, words and pictures in one; sent again, however late, it leads to the same request."""
    at = now()
    said = reachable(said, **ReachForm(request.POST).as_written())
    said = replace(said, language=get_language() or "")
    understood = understanding_of(said, at=at)
    other = next((row.request for row in understood.similar if row.request.key == said.joined), None)
    intake = intake_of(
        said, at=at, person_id=person_id_of(request), event_id=other.event if other else None,
        once=key_of_page("draft", key),
    )  # fmt: skip
    jpegs = _pictures_of(said)
    with transaction.atomic():
        # Of two presses at once only one still finds the draft.
        if not actions.drop_draft(key=key):
            return _gone(request, key)
        request_id = actions.receive(intakes=[intake], at=at).request_ids[0]
        if request_id is None:
            return _gone(request, key)
        if other:
            consent = actions.Telling(
                request_id=request_id, step="joined", actor="person", facts={"with": other.key}
            )
            actions.tell(tellings=[consent], at=at)
        lost = len(said.photos) - _pictures_kept(request_id, jpegs, at)
        if lost:
            actions.tell_lost(request_id=request_id, pictures=lost, at=at)
        code = queries.code_of(request_id)
    if not lost:
        _forget(said.photos)
    else:
        messages.warning(
            request, _("Your words are in, but the pictures could not be kept. Add them again later.")
        )
    messages.success(request, _("We have your request. Keep the code below: it leads you back here."))
    return redirect("hotline:track", code=code)


def _pictures_of(said: Said) -> list[bytes]:
    """Read a draft's pictures, as far as the disk gives them back."""
    try:
        return [picture.content for name in said.photos if (picture := pictures.of_draft(name))]
    except OSError:
        log.exception("pictures of a draft not read")
        return []


def _pictures_kept(request_id: int, jpegs: list[bytes], at: datetime) -> int:
    """Keep the pictures with their request and count them; a full disk must not cost the person their words."""
    try:
        if jpegs:
            actions.add_photos(request_id=request_id, jpegs=jpegs, at=at)
    except OSError:
        log.exception("pictures of request %s not kept", request_id)
        return 0
    return len(jpegs)


def _forget(names: list[str]) -> None:
    try:
        for name in names:
            pictures.forget(name)
    except OSError:
        # They are in the request; what is left of the draft is swept away later.
        log.exception("pictures of a draft not removed")


def _shown(
    request: HttpRequest, key: str, understood: Understanding, form: JoinForm, status: int = 200
) -> HttpResponse:
    said = understood.said
    context = {
        "key": key,
        "u": understood,
        "said": said,
        "join": form,
        "reach": ReachForm(initial={"phone": said.phone, "where": said.post_address}),
        "against": _unit_name(said.against),
    }
    return render(request, "hotline/draft.html", context, status=status)


def _unit_name(unit: int | None) -> str:
    return next((name_of(row) for row in registers.units() if row.key == unit), "") if unit else ""


def _kept(key: str, said: Said) -> HttpResponse:
    actions.save_draft(facts=said.facts(), at=now(), key=key)
    return redirect("hotline:draft", key=key)


def _initial(said: Said, part: str) -> dict[str, Any]:
    """Fill a form with what stands, so that the person corrects instead of writing anew."""
    understood = understanding_of(said, at=now())
    read: dict[str, Any] = {
        "kind": understood.kind,
        "category": understood.category_code,
        "urgency": understood.urgency,
        "since_when": understood.since_when,
        "place": understood.place_key,
        "address": understood.address,
    }
    return {name: read.get(name, getattr(said, name, None)) for name in PARTS[part].base_fields}


def _changes(said: Said, part: str, cleaned: dict[str, Any]) -> dict[str, Any]:
    changes = dict(cleaned)
    if part in ("where", "when"):
        # What they leave empty was misread, and must not come back out of the words.
        changes["settled"] = sorted({*said.settled, part})
    # A point on the map belongs to the place it was chosen with.
    if part == "where" and cleaned.get("place") != said.place:
        changes |= {"lat": None, "lon": None}
    return changes
