"""The telephone desk on paper: the form to print, the template to type a pile into, and keying it in."""

import tempfile
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minben.accounts.actions import Role, requires
from minben.commons.clock import now
from minben.commons.errors import TeachingError, lesson
from minben.needs.hotline import queries as requests
from minben.needs.telephone import sheets
from minben.needs.telephone.forms import PileForm
from minben.needs.telephone.views.asking import account_id_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@requires(Role.CLERK, Role.WORKER)
def form(request: HttpRequest) -> HttpResponse:
    """Show the form to print, in both languages: a stock of it lies in the drawer before it is needed."""
    return render(request, "telephone/paper.html", {"languages": ("zh-hans", "en")})


@require_safe
@requires(Role.CLERK, Role.WORKER)
def template(request: HttpRequest) -> FileResponse:
    """Hand out the spreadsheet into which a pile is typed."""
    with tempfile.TemporaryDirectory() as folder:
        path = sheets.write_template(Path(folder))
        # Opened before the folder goes: the file lives until it was sent.
        return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=_XLSX)


@never_cache
@require_safe
@requires(Role.CLERK)
def keying(request: HttpRequest) -> HttpResponse:
    """Show how a pile of paper is keyed in."""
    return render(request, "telephone/keying.html", {"form": PileForm()})


@never_cache
@require_POST
@requires(Role.CLERK)
def key_in(request: HttpRequest) -> HttpResponse:
    """Key in a pile; rows that cannot go in are shown with what to do about them."""
    form = PileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "telephone/keying.html", {"form": form}, status=400)
    sent = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory() as folder:
        # Never under the name it was sent with.
        path = Path(folder) / f"pile{Path(sent.name).suffix.lower()}"
        with path.open("wb") as file:
            for chunk in sent.chunks():
                file.write(chunk)
        try:
            pile = sheets.key_in(path, by=account_id_of(request), at=now())
        except TeachingError as error:
            form.add_error("file", _in_words(error))
            return render(request, "telephone/keying.html", {"form": form}, status=400)
    rows = requests.masked_rows(pile.keyed.request_ids)
    context = {
        "form": PileForm(),
        "pile": pile,
        "rows": [rows[key] for key in pile.keyed.request_ids if key in rows],
    }
    return render(request, "telephone/keying.html", context, status=400 if pile.bad else 200)


def _in_words(error: TeachingError) -> str:
    words = lesson(error.code)
    parts = (gettext(part) for part in (words.what, words.why, words.remedy) if part)
    facts = {**error.params, "file": "pile"}
    return " ".join(part.format(**facts) for part in parts)
