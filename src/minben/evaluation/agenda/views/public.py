"""What everybody sees: the year's list, a question and what became of it, and the way to say whether it got better."""

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from minben.accounts.actions import Role, limited
from minben.accounts.queries import may, role_of
from minben.commons.clock import now
from minben.commons.statistics import suppress
from minben.evaluation.agenda import actions, exporting, queries, setting, wording
from minben.evaluation.agenda.core.confirming import Reason
from minben.evaluation.agenda.forms import SayForm
from minben.evaluation.agenda.naming import (
    Names,
    in_language,
    month_name,
    percent,
    shown,
)
from minben.evaluation.agenda.sentences import (
    change_sentence,
    reason_words,
    review_sentence,
    said_sentence,
    season_sentence,
    standing_lines,
    target_sentence,
    year_sentence,
)
from minben.evaluation.agenda.showing import (
    Row,
    cards,
    group_rows,
    is_due,
    word_rows,
)
from minben.evaluation.agenda.tasks_shown import task_facts
from minben.evaluation.agenda.words import Comparison, Deed, State
from minben.needs.hotline import queries as hotline

DESK = ("choose", "work on", "take words on", "close")


@require_safe
def year(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Show the list of a year, month by month; without one, of the running year or of the newest that has one."""
    known = queries.years()
    chosen = number or _year_to_show(known)
    if number is not None and number not in known:
        raise Http404(number)
    rows = queries.questions(year=chosen)
    measured = queries.measured_of([row.key for row in rows])
    listed = cards(rows, measured)
    months = [
        {
            "name": month_name(theme.year, theme.month),
            "theme": shown(theme.title),
            "cards": [one for one in listed if one.month == theme.month],
        }
        for theme in queries.themes(chosen)
    ]
    context = {
        "year": chosen,
        "years": [one for one in known if one != chosen],
        "months": months,
        "bare": [month for month in months if not month["cards"]],
        "cards": listed,
        "sentence": year_sentence(rows) if rows else "",
        "review": review_sentence(rows, measured),
        "chart": [Row(str(one.title), one.better) for one in listed if one.better],
        "desk": _may_desk(request),
    }
    return render(request, "agenda/year.html", context)


@require_safe
def download(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the list of a year, with its tasks and what became of it, as a file that spreadsheets open."""
    if number not in queries.years():
        raise Http404(number)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="questions-{number}.csv"'
    # Spreadsheets take UTF-8 for UTF-8 only with this mark.
    response.write("\ufeff")
    csv.writer(response).writerows(exporting.rows(number, localdate(now())))
    return response


@require_safe
def question(request: HttpRequest, key: int) -> HttpResponse:
    """Show one question: what was promised, how it changed, what people say, and step by step what happened."""
    row = found(key)
    names, said, measured = Names(), queries.spoken(key), queries.measured(key)
    context = {
        **facts(row),
        "measured": measured,
        "change": change_sentence(measured) if measured else "",
        "target": target_sentence(measured, row.target) if measured else "",
        "season": season_sentence(measured) if measured and row.comparison == Comparison.YEAR_EARLIER else "",
        "against": wording.AGAINST[row.comparison],
        "said": said,
        "said_sentence": said_sentence(said.whole) if said else "",
        "words": word_rows(said.whole) if said else [],
        "groups": _groups(said, names) if said else [],
        "members": suppress(queries.members_count(key)),
        "may_say": row.state != State.CHOSEN,
        "rule": setting.confirmation(localdate(now())),
        "rule_entry": setting.entry(localdate(now())),
        "of_few": percent(setting.confirmation(localdate(now())).of_few),
        "rule_share": percent(setting.confirmation(localdate(now())).better),
        "steps": history(key, names),
        **task_facts(queries.tasks_of(key), localdate(now())),
        "evidence": _evidence(row, names),
        "desk": _may_desk(request),
        "may_hear": may(role_of(request.user), "take words on", "question"),
    }
    return render(request, "agenda/question.html", context)


@limited(name="agenda_say", times=40, seconds=600)
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, key: int) -> HttpResponse:
    """Let a person who had asked say whether it got better; no account, no script."""
    row = found(key)
    if role_of(request.user) is Role.OFFICER or _of_the_unit(request, row):
        return render(request, "agenda/not_theirs.html", facts(row), status=403)
    form = SayForm(request.POST or None, initial={"code": request.GET.get("code", "")[:24]})
    if request.method == "POST" and form.is_valid() and _kept(form, key):
        messages.success(
            request, _("We have kept your word. If it changes, say so again: your last word counts.")
        )
        return redirect("agenda:question", key)
    context = {**facts(row), "form": form, "may_say": row.state != State.CHOSEN}
    return render(request, "agenda/say.html", context, status=400 if form.errors else 200)


def _of_the_unit(request: HttpRequest, row: queries.QuestionRow) -> bool:
    """Tell whether somebody who works for the unit in the lead is signed in; a street's workers are no officers."""
    return request.user.is_authenticated and actions.works_for(by=request.user, unit=row.unit, at=now())


def _kept(form: SayForm, key: int) -> bool:
    request_id = hotline.id_of_code(form.cleaned_data["code"])
    if request_id is None:
        form.add_error("code", _("No request has this code. Compare it with your paper, letter by letter."))
        return False
    try:
        said = actions.NewWord(request=request_id, word=form.cleaned_data["word"])
        actions.say(question_id=key, said=said, at=now())
    except actions.AgendaRefused as refused:
        form.add_error(
            "code" if refused.code == "not_concerned" else None, str(wording.REFUSALS[refused.code])
        )
        return False
    return True


def found(key: int) -> queries.QuestionRow:
    """Return a question, or say that there is none."""
    row = queries.question(key)
    if row is None:
        raise Http404(key)
    return row


def facts(row: queries.QuestionRow) -> dict[str, Any]:
    """Return what every page of a question shows of it, in the reader's language."""
    theme = row.theme
    return {
        "row": row,
        "month": month_name(theme.year, theme.month),
        # Parts that the city wrote only in Chinese are marked so for those who listen.
        "theme": shown(theme.title),
        "title": shown(row.title),
        "about": shown(row.words),
        "goal": shown(row.goal),
        "reason": shown(row.reason),
        "unit": in_language(row.unit_name),
        "place": in_language(row.place_name) or _("the whole city"),
        "category": in_language(row.category_name),
        "by": percent(-row.target),
        "due_over": is_due(row, localdate(now())),
        "state": wording.STATES[row.state],
        "tone": wording.TONES[row.state],
    }


def history(key: int, names: Names) -> list[dict[str, Any]]:
    """Return the steps of a question in words, the newest first."""
    return [
        {
            "at": one.at,
            "deed": wording.DEEDS[one.deed],
            "unit": in_language(one.unit_name),
            # The reason of the choice stands above, in the reader's language.
            "words": "" if one.deed == Deed.CHOSEN else shown(one.words),
            "reasons": [reason_words(Reason(**r), names, public=True) for r in one.facts.get("reasons", ())],
        }
        for one in queries.steps(key)
        # Tasks have a list of their own, with their days.
        if not one.deed.startswith("task_")
    ]


def _groups(said: queries.Spoken, names: Names) -> list[dict[str, Any]]:
    tables = [(wording.DIMENSIONS[one], group_rows(said, names, one)) for one in ("district", "age")]
    return [{"title": title, "rows": rows} for title, rows in tables if len(rows) > 1]


def _evidence(row: queries.QuestionRow, names: Names) -> list[str]:
    """Return in sentences who was seen to say much, little or nothing, when the question was chosen."""
    seen = row.evidence.get("standings", ())
    return standing_lines((names.of(one["dimension"], one["group"]), one["standing"]) for one in seen)


def _may_desk(request: HttpRequest) -> bool:
    role = role_of(request.user)
    return any(may(role, action, "question") for action in DESK)


def _year_to_show(known: list[int]) -> int:
    running = localdate(now()).year
    return running if running in known or not known else known[0]
