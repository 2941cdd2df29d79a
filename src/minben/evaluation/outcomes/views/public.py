"""What everybody may see: the figures, each with its gap; units; exclusions; the figures as a file."""

import csv
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from minben.accounts.queries import STAFF, role_of
from minben.evaluation.outcomes import exporting, queries, wording
from minben.evaluation.outcomes.amounts import amount, whole
from minben.evaluation.outcomes.showing import Names, Row, count_rows, in_language, tables, tell
from minben.ground.registers import queries as registers
from minben.needs.hotline import queries as hotline

RATES = ("response", "solution", "satisfaction")


def figures(request: HttpRequest) -> HttpResponse:
    """Show every figure beside its gap, with the denominators."""
    summary = _summary(request)
    if summary is None:
        return _show(request, "outcomes/figures.html", {"summary": None})
    names = Names()
    told = [tell(figure, names) for figure in summary.figures]
    shares = [figure for figure in summary.figures if figure.unit == "share"]
    drawn = shares if any(f.estimate is not None for f in shares) else []
    chart = [Row(str(wording.FIGURES[f.code].title), f.estimate, worst=False) for f in drawn]
    context = {
        "summary": summary,
        "rates": [each for each in told if each.code in RATES],
        "all": told,
        "chart": chart,
        "chart_title": _("Figures that are shares, with their likely range"),
        "silent": _silent_sentence(summary),
        "deadlines_sentence": next(each.sentence for each in told if each.code == "deadlines_met"),
        "claim_sentence": _claim_sentence(summary),
        **_counts(summary),
    }
    return _show(request, "outcomes/figures.html", context)


def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Show one figure by every group."""
    summary = _summary(request)
    found = next((each for each in summary.figures if each.code == code), None) if summary else None
    if found is None:
        raise Http404(code)
    names = Names()
    context = {"summary": summary, "figure": tell(found, names), "tables": list(tables(found, names))}
    return _show(request, "outcomes/figure.html", context)


def units(request: HttpRequest) -> HttpResponse:
    """Show the figures of each unit, ordered by how much it was asked."""
    summary = _summary(request)
    lines = summary.units if summary else ()
    named = {row.key: in_language(row.name, row.name_en) for row in registers.units()}
    codes: Sequence[str] = tuple(lines[0].estimates) if lines else ()
    context = {
        "summary": summary,
        "titles": [wording.FIGURES[code].title for code in codes],
        "lines": [
            {
                "name": named.get(line.unit, str(line.unit)),
                "requests": line.requests,
                "estimates": [line.estimates[code] for code in codes],
            }
            for line in lines
        ],
    }
    return _show(request, "outcomes/units.html", context)


def exclusions(request: HttpRequest) -> HttpResponse:
    """Show what was taken out of the work, with reasons."""
    summary = _summary(request)
    if summary is None:
        return _show(request, "outcomes/exclusions.html", {"rows": []})
    rows = [
        {"name": wording.EXCLUSIONS[each.kind], "count": each.count, "share": each.share}
        for each in summary.exclusions
    ]
    context = {
        "summary": summary,
        "rows": rows,
        "sentence": _("These requests left the work without being done."),
        "reasons": [{"name": _reason(c.code), "count": c.count} for c in queries.ended_for(summary)],
        "reasons_caption": _("Reasons of the ends that two people agreed in this period"),
    }
    return _show(request, "outcomes/exclusions.html", context)


def download(request: HttpRequest) -> HttpResponse:
    """Hand out all public figures as a file that spreadsheets open."""
    summary = _summary(request)
    if summary is None:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="outcomes-{summary.at:%Y-%m-%d}.csv"'
    # Spreadsheets take UTF-8 for UTF-8 only with this mark.
    response.write("\ufeff")
    csv.writer(response).writerows(exporting.rows(summary, Names()))
    return response


def _summary(request: HttpRequest) -> queries.Summary | None:
    """Return what is published; to the staff also one turn, which less the city's figures would tell of few people."""
    if role_of(request.user) not in STAFF:
        return queries.latest()
    turn = request.GET.get("turn", "")
    return queries.latest(turn) if turn else queries.newest()


def _show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Show a page whose links stay with the turn that the reader is looking at."""
    turn = request.GET.get("turn", "")
    kept = f"?{urlencode({'turn': turn})}" if turn else ""
    return render(request, template, {**context, "turn_query": kept})


def _counts(summary: queries.Summary) -> dict[str, Any]:
    asked = queries.asked(summary)
    caption = _("Who was asked") if asked is None else _("Who was asked: %(n)s people") % {"n": whole(asked)}
    return {
        "calls": count_rows(queries.calls(summary)),
        "calls_caption": caption,
        "deadlines": count_rows(queries.deadlines(summary)),
        "deadlines_caption": _("How requests stand to their deadlines"),
        "left_out": count_rows(queries.left_out(summary)),
        "left_out_caption": _("Requests about which “no second contact in 30 days” says nothing"),
    }


def _silent_sentence(summary: queries.Summary) -> str:
    found = queries.if_the_silent(summary=summary, code="solution")
    if found is None:
        return ""
    facts = {"low": amount(found[0], "share"), "high": amount(found[1], "share")}
    words = _(
        "If all who were asked in vain had said “not solved”, %(low)s would be solved;"
        " if all had said “solved”, %(high)s."
    )
    return words % facts


def _claim_sentence(summary: queries.Summary) -> str:
    claim, back = summary.figure("own_claim").estimate, summary.figure("no_repeat_30").estimate
    if claim is None or back is None or claim.value is None or back.value is None:
        return _("The units' own claim can be set beside whether people came back once both can be shown.")
    facts = {"claim": amount(claim.value, "share"), "back": amount(back.value, "share")}
    words = _(
        "The units say they settled %(claim)s at the first attempt."
        " After %(back)s people did not have to come back within 30 days."
    )
    return words % facts


def _reason(code: str) -> str:
    kind, _slash, reason = code.partition("/")
    return _("%(end)s: %(reason)s") % {
        "end": wording.EXCLUSIONS.get(kind, kind),
        "reason": hotline.ending_reason_in_words(reason),
    }
