"""The block in the round, drawn on the server: the sun of a moment or of a year, with the same facts as text."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.participation.twin import queries, wording
from minben.participation.twin.core.cards import Group, groups, homes
from minben.participation.twin.core.outlook import BEFORE
from minben.participation.twin.core.picture import LIFT, box_of, faces
from minben.participation.twin.core.sun import directions
from minben.participation.twin.forms import PictureForm
from minben.participation.twin.views.asking import mine, seen_or_404, studied_or_404
from minben.participation.twin.views.turning import YEAR, row_of, turning
from minben.participation.twin.wording import lift_words

_SHADES = 4
_EDGE_M = 4.0


@never_cache
@require_safe
def picture(request: HttpRequest, block_id: int, study_id: int) -> HttpResponse:
    """Show the block with its windows coloured by the sun, floors together so that no dwelling is told of alone."""
    row, study = seen_or_404(request, block_id), studied_or_404(block_id, study_id)
    asked = _asked(request, study)
    told = {**asked, "lift": BEFORE if asked["lift"] == "none" else asked["lift"]}
    lift = study.result["lifts"].get(told["lift"])
    rows = _rows(study.result, told["lift"], told["day"], told["hour"])
    scene = _with(study.scene, lift)
    camera = _from(study, told["side"])
    found = faces(scene, _sun(study.scene, told["day"], told["hour"]), from_azimuth=camera)
    left, top, wide, high = box_of(found)
    context = {
        "row": row,
        "mine": mine(request, row),
        "study": study,
        "form": _form(None, study, initial=asked),
        "told": {**told, "seconds": told["hour"] * 3600},
        "steps": range(8, 17),
        "year": told["day"] == YEAR,
        "before": sum(one["before"] for one in rows),
        "after": sum(one["after"] for one in rows),
        "count": sum(one["count"] for one in rows),
        "rows": [{**one, "looks": dict(_sides(study)).get(one["side"], "")} for one in rows],
        "lift": lift,
        "faces": _drawn(found, study, rows),
        "turning": _turning(study, scene, told["lift"]) if rows else None,
        "box": f"{left - _EDGE_M:.0f} {top - _EDGE_M:.0f} {wide + 2 * _EDGE_M:.0f} {high + 2 * _EDGE_M:.0f}",
    }
    return render(request, "twin/picture.html", context)


def _turning(study: queries.StudyRow, scene: Mapping[str, Any], lift: str) -> dict[str, Any]:
    def rows(day: str, hour: float) -> list[dict[str, Any]]:
        return _rows(study.result, lift, day, hour)

    def sun(day: str, hour: float) -> tuple[float, float, float] | None:
        return _sun(study.scene, day, hour)

    house = next((one["building"] for one in study.scene["windows"]), "")
    return turning(scene, study.result, house, rows, sun)


def _form(told: Any, study: queries.StudyRow, **more: Any) -> PictureForm:
    lifts = [(key, lift_words(study.result["lifts"][key])) for key in study.result["after"]]
    days = [(day, wording.word("term", term)) for day, term in study.result["days"].items()]
    return PictureForm(told, days=days, lifts=lifts, sides=_sides(study), **more)


def _sides(study: queries.StudyRow) -> list[tuple[str, str]]:
    """Both sides by where they look, the front first."""
    looks = {one["side"]: one["azimuth"] for one in study.result["lifts"].values()}
    return [(side, wording.compass(looks[side])) for side in sorted(looks, reverse=True)]


def _asked(request: HttpRequest, study: queries.StudyRow) -> dict[str, Any]:
    """What was asked for; noon of the day that decides, with the proposed lift, where nothing was."""
    rule = study.result["rule"]["day"]
    deciding = next(day for day, term in study.result["days"].items() if term == rule)
    form = _form(request.GET, study)
    form.is_valid()
    said = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
    side = study.result["lifts"][said["lift"]]["side"] if said.get("lift", "none") != "none" else "front"
    return {"day": deciding, "hour": 12.0, "lift": study.proposed, "side": side, **said}


def _with(scene: Mapping[str, Any], lift: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if lift is None:
        return scene
    added = {"id": LIFT, "footprint": lift["footprint"], "base": 0.0, "height": lift["height"]}
    return {**scene, "buildings": [*scene["buildings"], added]}


def _from(study: queries.StudyRow, side: str) -> float:
    """Look a little from the left at the facade one asked for [°]."""
    azimuths = {one["side"]: one["azimuth"] for one in study.result["lifts"].values()}
    return float(azimuths.get(side, 180.0)) + 25.0


def _sun(scene: Mapping[str, Any], day: str, hour: float) -> tuple[float, float, float] | None:
    if day == YEAR:
        return None
    midnight = datetime.combine(date.fromisoformat(day), time(0), ZoneInfo(scene["timezone"])).timestamp()
    place = scene["origin"]
    way = directions(np.array([midnight + hour * 3600]), lat=place["lat"], lon=place["lon"])[0]
    return float(way[0]), float(way[1]), float(way[2])


def _rows(result: Mapping[str, Any], lift: str, day: str, hour: float) -> list[dict[str, Any]]:
    """For each group of floors and each side: how many windows have sun then, or how many hours the year has."""
    rows: list[dict[str, Any]] = []
    for one in groups(homes(result, lift or result["suggested"])):
        if day == YEAR:
            rows.append({"floors": one.floors, "side": "", **_hours(result, one, lift)})
        else:
            rows += [_moment(result, one, side, lift, day, hour) for side in ("front", "back")]
    most = max([float(row["after"]) for row in rows], default=0.0)
    for row in rows:
        whole = most if day == YEAR else row["count"]
        share = row["after"] / whole if whole else 0.0
        row["shade"] = 0 if share <= 0 else max(1, round(share * _SHADES))
    return rows


def _moment(  # noqa: PLR0917  # whose windows, and when
    result: Mapping[str, Any], group: Group, side: str, lift: str, day: str, hour: float
) -> dict[str, Any]:
    some = [key for key in result["windows"] if f"-{side[0]}" in key and _within(result, key, group.floors)]
    old = result["windows"]
    new = result["after"][lift] if lift else old
    return {
        "floors": group.floors,
        "side": side,
        "count": len(some),
        "before": sum(_lit(old, key, day, hour) for key in some),
        "after": sum(_lit(new, key, day, hour) for key in some),
    }


def _hours(result: Mapping[str, Any], group: Group, lift: str) -> dict[str, float]:
    some = [home for home, floor in result["floors"].items() if group.floors[0] <= floor <= group.floors[1]]
    told = result["outlooks"]
    known = [home for home in some if home in told[BEFORE]["hours"]]
    before, after = (
        sum(told[key]["hours"][home][1] for home in known) / len(known) for key in (BEFORE, lift)
    )
    return {"count": len(known), "before": before, "after": after}


def _within(result: Mapping[str, Any], window: str, floors: tuple[int, int]) -> bool:
    return bool(floors[0] <= result["floors"][result["dwellings"][window]] <= floors[1])


def _lit(told: Mapping[str, Any], window: str, day: str, hour: float) -> bool:
    spans = told[window][day]["intervals"] if window in told else ()
    return any(begin <= hour * 3600 < end for begin, end in spans)


def _drawn(
    found: Sequence[Any], study: queries.StudyRow, rows: Sequence[dict[str, Any]]
) -> list[dict[str, str]]:
    """Each face with its class and its corners as text."""
    drawn = []
    for face in found:
        kind = face.kind
        if kind == "window":
            kind = f"heat-{_shade(face.id, study.result, rows)}"
        elif kind == "wall":
            kind = LIFT if face.id == LIFT else f"wall {'' if face.lit else 'dim'}".strip()
        if face.before:
            kind += " before"
        drawn.append({"kind": kind, "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in face.corners)})
    return drawn


def _shade(window: str, result: Mapping[str, Any], rows: Sequence[dict[str, Any]]) -> int:
    number = row_of(window, result, list(rows))
    return int(rows[number]["shade"]) if number >= 0 else 0
