"""The street office sets up a block in four short steps, each a page that works without scripts."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minben.accounts.actions import requires
from minben.commons.clock import now
from minben.ground.registers import queries as registers
from minben.participation.ballots import queries as ballots
from minben.participation.twin import actions, law, queries, wording
from minben.participation.twin.actions import NewBlock, NewStudy, TwinError
from minben.participation.twin.core.cards import homes
from minben.participation.twin.core.importing import around, scene_from
from minben.participation.twin.core.scene import Fault, SceneRefused
from minben.participation.twin.core.typed import site_from
from minben.participation.twin.faults import in_words, kept_in_words
from minben.participation.twin.forms import HouseForm, NewForm, ProposeForm, SiteForm, StudyForm, WindowForm
from minben.participation.twin.views.asking import (
    SET_UP,
    account_id_of,
    mine_or_403,
    my_units,
    studied_or_404,
)
from minben.participation.twin.views.drafts import drafts_of, forget, keep

# A block, not a city: so many houses, so far around its middle.
_MOST, _AROUND_M = 500, 600.0


@never_cache
@require_safe
@requires(*SET_UP)
def desk(request: HttpRequest) -> HttpResponse:
    """List the blocks of one's unit."""
    return render(request, "twin/desk.html", {"rows": queries.blocks(units=my_units(request))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*SET_UP)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a block."""
    mine = my_units(request)
    units = [(row.key, row.name) for row in registers.units() if row.key in mine]
    decisions = [(row.key, row.title) for row in ballots.decisions(units=mine)]
    form = NewForm(request.POST or None, units=units, decisions=decisions)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        begun = NewBlock(
            name=told["name"], name_en=told["name_en"], unit_id=told["unit"], decision_id=told["decision"]
        )
        try:
            key = actions.begin(new=begun, by=account_id_of(request), at=now())
        except TwinError as refused:
            form.add_error("decision", wording.refusal(refused))
        else:
            return redirect("twin:site", key)
    return render(request, "twin/new.html", {"form": form}, status=400 if form.errors else 200)


@never_cache
@require_safe
@requires(*SET_UP)
def setup(request: HttpRequest, block_id: int) -> HttpResponse:
    """Show how far a block is set up, and what comes next."""
    row = mine_or_403(request, block_id)
    versions, studies = queries.versions(block_id), queries.studies(block_id)
    newest = versions[0] if versions else None
    context = {
        "row": row,
        "newest": newest,
        "versions": versions,
        "studies": studies,
        "study": studies[0] if studies else None,
        "faults": kept_in_words([*newest.faults, *_aside(studies)]) if newest else [],
        "drafts": drafts_of(request, block_id),
    }
    return render(request, "twin/setup.html", context)


def _aside(studies: Sequence[queries.StudyRow]) -> Sequence[dict[str, Any]]:
    """Windows that the newest study had to leave out."""
    return studies[0].result["set_aside"] if studies and studies[0].newest else ()


def _step(  # what one page of the four is made of
    request: HttpRequest,
    row: queries.BlockRow,
    step: str,
    form: forms.Form,
    faults: Sequence[Fault],
    **more: Any,
) -> HttpResponse:
    failed = request.method == "POST"
    if failed:
        keep(request, row.key, step, form)
    context = {"row": row, "form": form, "step": step, "faults": [in_words(one) for one in faults], **more}
    return render(request, f"twin/{step}.html", context, status=400 if failed else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*SET_UP)
def site(request: HttpRequest, block_id: int) -> HttpResponse:
    """Take in the houses around, from a file or as typed."""
    row = mine_or_403(request, block_id)
    form = SiteForm(
        request.POST or None,
        request.FILES or None,
        initial=dict(drafts_of(request, block_id).get("site", {})),
    )
    faults: Sequence[Fault] = ()
    if request.method == "POST" and form.is_valid():
        try:
            found, left_out = _site(form)
            actions.place_site(
                block_id=block_id, site=found, faults=left_out, by=account_id_of(request), at=now()
            )
        except (SceneRefused, TwinError) as refused:
            faults = refused.faults
            form.add_error(None, wording.word("refusal", "scene_refused"))
        else:
            told = _("%(count)s houses are taken in.") % {"count": len(found["buildings"])}
            messages.success(request, told)
            for one in left_out:
                messages.warning(request, in_words(one))
            forget(request, block_id, "site")
            return redirect("twin:house", block_id)
    return _step(request, row, "site", form, faults)


def _site(form: SiteForm) -> tuple[dict[str, Any], list[Fault]]:
    told = form.cleaned_data
    if told["file"]:
        place = (told["lat"], told["lon"]) if None not in (told["lat"], told["lon"]) else None
        raw = told["file"].read()
        found, faults = scene_from(raw, timezone=form.timezone, storey_m=told["storey_m"], place=place)
        if place:
            found = around(found, lat=place[0], lon=place[1], within_m=_AROUND_M)
        if not 0 < len(found["buildings"]) <= _MOST:
            facts = {"count": len(found["buildings"]), "most": _MOST, "within_m": int(_AROUND_M)}
            raise SceneRefused([*faults, Fault("not_a_block", "file", "", facts)])
        # A file may name its houses with signs that no database keeps.
        return json.loads(json.dumps(found).replace("\\u0000", "")), faults
    return site_from(
        told["typed"], lat=told["lat"], lon=told["lon"], north=told["north"], timezone=form.timezone,
        storey_m=told["storey_m"],
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*SET_UP)
def house(request: HttpRequest, block_id: int) -> HttpResponse:
    """Describe the house; its windows follow by the pattern."""
    row = mine_or_403(request, block_id)
    newest = next(iter(queries.versions(block_id)), None)
    if newest is None:
        messages.warning(request, wording.word("refusal", "no_site"))
        return redirect("twin:site", block_id)
    buildings = [one["id"] for one in newest.scene["buildings"]]
    form = HouseForm(request.POST or None, buildings=buildings, initial=_house(request, newest, block_id))
    faults: Sequence[Fault] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe(block_id=block_id, house=form.house(), by=account_id_of(request), at=now())
        except TwinError as refused:
            faults = refused.faults
            form.add_error(None, wording.refusal(refused))
        else:
            forget(request, block_id, "house")
            return redirect("twin:windows", block_id)
    return _step(request, row, "house", form, faults, newest=newest)


def _house(request: HttpRequest, newest: queries.VersionRow, block_id: int) -> dict[str, Any]:
    told = newest.house
    known = {} if told is None else {name: getattr(told, name) for name in told.__slots__}
    known |= {} if told is None else {"front": " ".join(told.front), "back": " ".join(told.back)}
    usual = {"sill_m": law.usual_sill_m(localdate(now()))}
    return {**usual, **known, **drafts_of(request, block_id).get("house", {})}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*SET_UP)
def windows(request: HttpRequest, block_id: int) -> HttpResponse:
    """Show the windows that follow from the pattern, and correct single ones."""
    row = mine_or_403(request, block_id)
    newest = next(iter(queries.versions(block_id)), None)
    if newest is None or newest.house is None:
        messages.warning(request, wording.word("refusal", "no_house"))
        return redirect("twin:house", block_id)
    found = _windows(newest)
    form = WindowForm(request.POST or None, windows=[(key, key) for key in found])
    if request.method == "POST" and form.is_valid():
        corrections = {form.cleaned_data["window"]: form.correction()}
        try:
            actions.correct(block_id=block_id, corrections=corrections, by=account_id_of(request), at=now())
        except TwinError as refused:
            form.add_error(None, wording.refusal(refused))
        else:
            messages.success(request, _("The window is corrected; the version before is kept."))
            return redirect("twin:windows", block_id)
    return _step(request, row, "windows", form, (), newest=newest, windows=found.values())


def _windows(newest: queries.VersionRow) -> dict[str, dict[str, Any]]:
    """Windows by their numbers, those that were taken out too, so that they can be put back."""
    found = {
        one["id"]: {**one, "corrected": one["id"] in newest.corrections} for one in newest.scene["windows"]
    }
    gone = {key for key, told in newest.corrections.items() if told.get("out")}
    return found | {key: {"id": key, "out": True, "corrected": True} for key in sorted(gone)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(*SET_UP)
def compute(request: HttpRequest, block_id: int) -> HttpResponse:
    """Compute what each place for a lift takes from whom."""
    row, day = mine_or_403(request, block_id), localdate(now())
    if not row.has_house:
        messages.warning(request, wording.word("refusal", "no_house"))
        return redirect("twin:house", block_id)
    form = StudyForm(request.POST or None, day=day, initial=drafts_of(request, block_id).get("compute"))
    faults: Sequence[Fault] = ()
    if request.method == "POST" and form.is_valid():
        told = NewStudy(
            rule=form.cleaned_data["rule"], shafts=form.cleaned_data["shafts"], day=day,
            fund_cents=form.fund_cents, errors=form.errors_told(),
        )  # fmt: skip
        try:
            key = actions.study_lifts(block_id=block_id, new=told, by=account_id_of(request), at=now())
        except TwinError as refused:
            faults = refused.faults
            form.add_error(None, wording.refusal(refused))
        else:
            forget(request, block_id, "compute")
            return redirect("twin:study", block_id, key)
    return _step(request, row, "compute", form, faults)


@never_cache
@require_POST
@requires(*SET_UP)
def show(request: HttpRequest, block_id: int) -> HttpResponse:
    """Show a block to everybody."""
    mine_or_403(request, block_id)
    try:
        actions.show(block_id=block_id, by=account_id_of(request), at=now())
    except TwinError as refused:
        messages.warning(request, wording.refusal(refused))
        return redirect("twin:setup", block_id)
    messages.success(request, _("Everybody sees this block now, and the decision leads to it."))
    return redirect("twin:block", block_id)


@never_cache
@require_POST
@requires(*SET_UP)
def propose(request: HttpRequest, block_id: int, study_id: int) -> HttpResponse:
    """Say which place the owners are asked about."""
    mine_or_403(request, block_id)
    studied_or_404(block_id, study_id)
    form = ProposeForm(request.POST)
    try:
        lift = form.cleaned_data["lift"] if form.is_valid() else ""
        actions.propose(study_id=study_id, lift=lift, by=account_id_of(request), at=now())
    except TwinError as refused:
        messages.warning(request, wording.refusal(refused))
    else:
        messages.success(request, _("Done, and written into the public record."))
    return redirect("twin:study", block_id, study_id)


@never_cache
@require_safe
@requires(*SET_UP)
def households(request: HttpRequest, block_id: int, study_id: int) -> HttpResponse:
    """Show every dwelling at one place, for those who organise it."""
    row, found = mine_or_403(request, block_id), studied_or_404(block_id, study_id)
    asked = request.GET.get("lift", "")
    lift = asked if asked in found.result["lifts"] else found.proposed
    light, floor = queries.compensations(study=found, lift=lift)
    rows = [
        {"home": one, "light": light.get(one.dwelling), "floor": floor.get(one.dwelling)}
        for one in homes(found.result, lift)
    ]
    context = {"row": row, "study": found, "result": found.result, "lift": lift, "homes": rows}
    return render(request, "twin/households.html", context)
