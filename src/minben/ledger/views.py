import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from minben.commons.digests import JSON
from minben.commons.errors import TeachingError
from minben.ledger import queries
from minben.ledger.core.documents import read_head
from minben.ledger.forms import ProofForm
from minben.ledger.vocabulary import words_for
from minben.ledger.wording import of_problem


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows = [(row, words_for(row.what)) for row in queries.recent(30)]
    return render(request, "ledger/index.html", {"head": queries.latest_head(), "rows": rows})


@require_safe
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    row = queries.entry(entry_id)
    if row is None:
        raise Http404
    leaf = json.dumps(json.loads(row.leaf), ensure_ascii=False, indent=2)
    context = {"row": row, "words": words_for(row.what), "leaf": leaf, "head": queries.latest_head()}
    return render(request, "ledger/entry.html", context)


@require_safe
def proof(_request: HttpRequest, entry_id: int) -> HttpResponse:
    try:
        return _download(queries.inclusion(entry_id), f"proof-{entry_id}.json")
    except TeachingError as error:
        raise Http404 from error


@require_safe
def head(_request: HttpRequest) -> HttpResponse:
    newest = queries.latest_head()
    if newest is None:
        raise Http404
    return _download(newest.document(), f"head-{newest.size}.json")


@require_safe
def growth(_request: HttpRequest, old_size: int) -> HttpResponse:
    try:
        return _download(queries.consistency(old_size), f"growth-{old_size}.json")
    except TeachingError as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    form = ProofForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"]
        signed, newest = read_head(document.get("head", document)), queries.latest_head()
        context |= {
            "checked": True,
            "problems": [of_problem(code) for code in form.cleaned_data["problems"]],
            "head": signed,
            "leaf": document.get("leaf", ""),
            "ours": newest is not None and newest.public_key == signed.public_key,
        }
    return render(request, "ledger/check.html", context)


def _download(document: dict[str, JSON], name: str) -> HttpResponse:
    answer = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2, "sort_keys": True})
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
