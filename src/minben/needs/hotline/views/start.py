"""The first page: a person says what they need."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from minben.accounts.actions import limited
from minben.commons.clock import now
from minben.needs.hotline import actions
from minben.needs.hotline.drafting import sheltered
from minben.needs.hotline.drafts import Said
from minben.needs.hotline.forms.draft import SayForm


@require_http_methods(["GET", "HEAD", "POST"])
@limited(name="hotline.start", times=120, seconds=600)
def start(request: HttpRequest) -> HttpResponse:
    """Keep the words as a draft and show how they were understood."""
    return _begin(request, "hotline/start.html", Said())


@require_http_methods(["GET", "HEAD", "POST"])
@limited(name="hotline.whistle", times=120, seconds=600)
def whistle(request: HttpRequest) -> HttpResponse:
    """Take words about wrongdoing on a page of their own, confidential unless the person says otherwise."""
    return _begin(request, "hotline/whistle.html", Said(kind="whistle", identity="confidential"))


@require_safe
def nothing_kept(request: HttpRequest) -> HttpResponse:
    """Tell a person whose question was answered, or who threw the draft away, that nothing was kept."""
    return render(request, "hotline/nothing_kept.html")


def _begin(request: HttpRequest, template: str, said: Said) -> HttpResponse:
    form = SayForm(request.POST or None)
    if not form.is_valid():
        return render(request, template, {"form": form}, status=400 if form.is_bound else 200)
    at = now()
    said = sheltered(replace(said, text=form.cleaned_data["text"]), at=at)
    key = actions.save_draft(facts=said.facts(), at=at)
    return redirect("hotline:draft", key=key)
