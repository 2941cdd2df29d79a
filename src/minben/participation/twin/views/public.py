"""What everybody may see: the blocks, what stands there, and what each place for a lift takes, in sums."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.participation.ballots import queries as ballots
from minben.participation.twin import queries
from minben.participation.twin.core.cards import Home, groups, homes
from minben.participation.twin.faults import kept_in_words
from minben.participation.twin.views.asking import mine, seen_or_404, studied_or_404


@require_safe
def blocks(request: HttpRequest) -> HttpResponse:
    """Show every block that was set up and shown."""
    return render(request, "twin/blocks.html", {"rows": queries.blocks()})


@never_cache
@require_safe
def block(request: HttpRequest, block_id: int) -> HttpResponse:
    """Show what stands there, the proposed lift, and which studies there are."""
    row = seen_or_404(request, block_id)
    versions, studies = queries.versions(block_id), queries.studies(block_id)
    context = {
        "row": row,
        "mine": mine(request, row),
        "versions": versions,
        "newest": versions[0] if versions else None,
        "studies": studies,
        "study": studies[0] if studies else None,
        "decision": ballots.decision(row.decision) if row.decision and row.shown_at else None,
    }
    return render(request, "twin/block.html", context)


@never_cache
@require_safe
def study(request: HttpRequest, block_id: int, study_id: int) -> HttpResponse:
    """Show the places for a lift beside each other, and who loses what at one of them, in sums."""
    row, found = seen_or_404(request, block_id), studied_or_404(block_id, study_id)
    asked, is_mine = request.GET.get("lift", ""), mine(request, row)
    lift = asked if asked in found.result["lifts"] else found.proposed
    rows = homes(found.result, lift)
    light, floor = queries.compensations(study=found, lift=lift)
    shown, found_places = queries.shown_dwellings(block_id), places(found)
    context = {
        "row": row,
        "mine": is_mine,
        "study": found,
        "result": found.result,
        "lift": lift,
        "places": found_places,
        "gentler": _gentler(found_places),
        "groups": [
            {"sum": one, "light": _sum(rows, one.floors, light), "floor": _sum(rows, one.floors, floor)}
            for one in groups(rows)
        ],
        "consented": [one for one in rows if one.dwelling in shown],
        "faults": kept_in_words(found.result["set_aside"]) if is_mine else [],
        "has_cards": lift in found.result["after"],
        "scene": found.scene,
        "house": found.house,
        "shown_lifts": {lift: found.result["lifts"][lift]},
    }
    return render(request, "twin/study.html", context)


def _gentler(ranked: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """A place that takes less over the year from whoever loses most than the suggested one does."""
    best = min(ranked, key=lambda one: one["worst_h"])
    return best if best["worst_h"] < ranked[0]["worst_h"] - 1 else None


def _sum(rows: Sequence[Home], floors: tuple[int, int], cents: dict[str, int]) -> int | None:
    if not cents:
        return None
    return sum(cents[one.dwelling] for one in rows if floors[0] <= one.floor <= floors[1])


def places(found: queries.StudyRow) -> list[dict[str, Any]]:
    """Each place with its worst loss, the best first: as the suggestion ranks them."""
    least, shown = found.result["rule"]["minutes"], []
    for key, told in found.result["lifts"].items():
        rows = homes(found.result, key)
        shown.append(
            {
                "key": key,
                "lift": told,
                "cards": key in found.result["after"],
                "suggested": key == found.result["suggested"],
                "proposed": key == found.proposed,
                "worst": max(one.lost for one in rows),
                "losers": sum(one.lost > 0 for one in rows),
                "fail": sum(one.before >= least > one.after for one in rows),
                "worst_h": max(one.hours_lost for one in rows),
                "hours": sum(one.hours_lost for one in rows) / len(rows),
                "covered": len(told["covered"]),
            }
        )
    return sorted(shown, key=lambda one: (one["worst"], one["fail"], one["worst_h"], one["key"]))
