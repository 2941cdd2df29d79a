"""For analysts: the year's plan, and the choice of a question."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from minben.accounts.actions import Role, requires
from minben.commons.clock import now
from minben.evaluation.agenda import actions, queries, wording
from minben.evaluation.agenda.core.months import first_of, later
from minben.evaluation.agenda.forms import ChoiceForm, LookForm, ThemeForm
from minben.evaluation.agenda.naming import Names, in_language, month_name, name_of
from minben.evaluation.agenda.views.candidates import TELLING, as_of, heard
from minben.evaluation.agenda.views.working import me
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline


@requires(Role.ANALYST)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Name what each month is about."""
    today = localdate(now())
    year = today.year
    form = ThemeForm(request.POST or None, running=year, initial={"year": year, "month": today.month})
    if request.method == "POST" and form.is_valid() and _planned(request, form):
        messages.success(request, _("The month has its theme."))
        return redirect("agenda:plan")
    rows = [
        {
            "month": month_name(one.year, one.month),
            "title": in_language(one.title),
            "held": (
                ngettext("%(n)s question", "%(n)s questions", taken[one.key]) % {"n": taken[one.key]}
                if taken[one.key]
                else ""
            ),
            "wants_more": taken[one.key] == 1 and (one.year, one.month) >= (year, today.month),
        }
        for shown in (year, year + 1)
        for taken in [Counter(row.theme.key for row in queries.questions(year=shown))]
        for one in queries.themes(shown)
    ]
    return render(
        request, "agenda/plan.html", {"form": form, "rows": rows}, status=400 if form.errors else 200
    )


def _planned(request: HttpRequest, form: ThemeForm) -> bool:
    try:
        actions.plan_theme(theme=actions.NewTheme(**form.cleaned_data), by=me(request), at=now())
    except actions.AgendaRefused as refused:
        form.add_error("title", str(wording.REFUSALS[refused.code]))
        return False
    return True


@requires(Role.ANALYST)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a question, from a candidate or from one's own knowledge, with a reason and a goal."""
    topic = _topic(request)
    if topic is None and request.GET.get("topic"):
        messages.warning(
            request,
            _("The candidate is no longer on the list: the month was looked through anew. Choose again."),
        )
        return redirect("agenda:candidates")
    offered = _offered()
    look = LookForm(request.GET, choices=offered)
    looked = look.cleaned_data if look.is_valid() else {}
    form = ChoiceForm(request.POST or None, choices=offered, initial={**_initial(topic), **looked})
    if request.method == "POST" and form.is_valid():
        key = _chosen(request, form, topic)
        if key is not None:
            messages.success(
                request, _("The question is on the list. The unit in the lead takes it up next.")
            )
            return redirect("agenda:question", key)
        there = queries.same_as(
            theme=form.cleaned_data["theme"],
            title=form.cleaned_data["title"].zh,
            topic=topic.key if topic else None,
        )
        if there is not None:
            messages.info(request, str(wording.REFUSALS["chosen_already"]))
            return redirect("agenda:question", there)
    context = {
        **(_looked_at(looked) if looked and topic is None else {}),
        "form": form,
        "topic": topic,
        "planned": bool(offered["theme"]),
        "headings": offered["category"],
        "areas": offered["place"],
        "look": looked,
    }
    return render(request, "agenda/choose.html", context, status=400 if form.errors else 200)


def _chosen(request: HttpRequest, form: ChoiceForm, topic: queries.Candidate | None) -> int | None:
    at, given = now(), dict(form.cleaned_data)
    fewer = given.pop("fewer")
    given.pop("seen")
    choice = actions.Choice(
        **given, target=-fewer / 100, topic=topic.key if topic else None, evidence=_seen(given, topic, at)
    )
    try:
        return actions.choose(choice=choice, by=me(request), at=at)
    except actions.AgendaRefused as refused:
        form.add_error(None, str(wording.REFUSALS[refused.code]))
        return None


def _seen(given: dict[str, Any], topic: queries.Candidate | None, at: datetime) -> dict[str, Any]:
    """Return what is kept of the evidence: the candidate's figures, and who stands how; small counts are not kept."""
    requests: Sequence[int] = queries.members_of(topic.key) if topic else _about(given, at)
    found = queries.evidence_for(requests=requests, at=as_of(topic, at) if topic else at)
    standings = [
        {"dimension": table.dimension, "group": one.name, "standing": one.standing.value}
        for table in found.tables
        for one in table.groups
        if one.standing.value in TELLING
    ]
    told = {"since": found.since.isoformat(), "until": found.until.isoformat(), "standings": standings}
    if topic is None:
        return told
    figures = {
        "rank": topic.rank,
        "voices": topic.voices,
        "members": topic.members,
        "discounted": topic.discounted,
    }
    return {
        **told,
        "candidate": {**figures, "title": topic.title, "hotness": topic.hotness, "parts": dict(topic.parts)},
    }


def _looked_at(look: dict[str, Any]) -> dict[str, Any]:
    """Return who speaks of a heading in a place, for a choice that comes from no candidate."""
    at, names = now(), Names()
    found = queries.evidence_for(requests=_about(look, at), at=at)
    return {"evidence": found, "tables": [heard(table, names) for table in found.tables]}


def _about(given: dict[str, Any], at: datetime) -> list[int]:
    matter = hotline.Matter(categories=hotline.headings_below(given["category"]), place=given["place"])
    return hotline.about(matter=matter, since=at - timedelta(days=90), until=at)


def _offered() -> dict[str, list[tuple[Any, str]]]:
    today = localdate(now())
    planned = [one for shown in (today.year, today.year + 1) for one in queries.themes(shown)]
    themes = [one for one in planned if (one.year, one.month) >= (today.year, today.month)]
    wide = (registers.PlaceKind.DISTRICT, registers.PlaceKind.STREET)
    places = [row for kind in wide for row in registers.places_of(kind=kind)]
    return {
        "theme": [(t.key, f"{month_name(t.year, t.month)} · {in_language(t.title)}") for t in themes],
        "unit": [("", "–"), *((row.key, name_of(row)) for row in registers.units())],
        "category": [
            ("", "–"),
            *((row.key, name_of(row)) for row in hotline.categories()),
        ],
        "place": [
            ("", _("the whole city")),
            *((row.key, name_of(row)) for row in places),
        ],
    }


def _initial(topic: queries.Candidate | None) -> dict[str, Any]:
    start = later(first_of(localdate(now())), 1)
    told: dict[str, Any] = {
        "starts_on": start, "due_on": later(start, 6), "fewer": 30,
        "comparison": "year_earlier" if queries.reaches_a_year_back(start) else "other_matters",
    }  # fmt: skip
    if topic is None:
        return told
    categories = hotline.category_ids([topic.category]) if topic.category else {}
    named = {"title": topic.title[:80], "category": categories.get(topic.category)}
    place = _district_of(topic)
    return {**told, **named, **({"place": place, "comparison": "elsewhere"} if place else {})}


def _district_of(topic: queries.Candidate) -> int | None:
    """Return the district of a candidate's requests, where they are of one; the measure is to count no others."""
    facts = hotline.facts_of(request_ids=queries.members_of(topic.key))
    districts = set(registers.districts_of(facts["place_id"].tolist())) - {"unknown"}
    return int(districts.pop()) if len(districts) == 1 else None


def _topic(request: HttpRequest) -> queries.Candidate | None:
    asked = request.GET.get("topic", "")
    return queries.candidate(int(asked)) if asked.isascii() and asked.isdigit() else None
