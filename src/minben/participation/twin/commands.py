"""``minben twin``: study a scene, compare two studies, bring a file of footprints in as a scene."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from minben.commons.clock import now
from minben.commons.parameters import load
from minben.participation.twin.core.importing import scene_from
from minben.participation.twin.core.results import compared, document, year_document
from minben.participation.twin.core.rules import Errors, Rule, rule_at, rule_names
from minben.participation.twin.core.scene import Fault, Scene, SceneRefused, read_scene
from minben.participation.twin.core.study import deciding_days, study
from minben.participation.twin.core.terms import Term
from minben.participation.twin.core.year import year_of
from minben.participation.twin.faults import in_words

NAME = "twin"
app = typer.Typer(
    help="Sunlight of every window of a block, before and after.", no_args_is_help=True, add_completion=False
)
console = Console(stderr=True)
RULES = "minben.participation.twin"
# For these years the sun has been held against the reference.
_FIRST_YEAR, _LAST_YEAR = 1950, 2100


@app.command("study")
def study_scene(
    scene: Annotated[Path, typer.Argument(help="The scene, as JSON.")],
    *,
    rules: Annotated[str, typer.Option(help="Name of the rule.")],
    out: Annotated[Path, typer.Option(help="Where the result goes, as JSON.")],
    day: Annotated[
        list[str] | None, typer.Option(help="A day, 2026-01-20; repeatable. Else the two days of this year.")
    ] = None,
    height_error: Annotated[
        float, typer.Option(min=0, max=100, help="How well heights are known, in metres.")
    ] = 0.3,
    sill_error: Annotated[
        float, typer.Option(min=0, max=100, help="How well sills are known, in metres.")
    ] = 0.05,
    north_error: Annotated[
        float, typer.Option(min=0, max=180, help="How well north is known, in degrees.")
    ] = 0.5,
) -> None:
    """Compute the sunlit spans, minutes, bands and verdicts of every window; exits 1 when windows were set aside."""
    read = _scene(scene)
    this_year = localdate(now(), ZoneInfo(read.timezone)).year
    asked = [_day(text) for text in day or ()] or list(deciding_days(this_year, read.timezone))
    known: dict[date, Term] = {}
    for year in {one.year for one in asked}:
        known |= deciding_days(year, read.timezone)
    days = {one: known.get(one) for one in asked}
    rule = _rule(rules, min(days))
    with console.status(_("Computing {count} windows …").format(count=len(read.windows))):
        found = study(read, rule, days, errors=Errors(height_error, sill_error, north_error))
    _write(out, document(read, rule, found))
    _say_rule(rule)
    _say_aside(read.set_aside)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="The study without the lift.")],
    after: Annotated[Path, typer.Argument(help="The study with it, by the same rule.")],
    out: Annotated[Path | None, typer.Option(help="Where the comparison goes, as JSON.")] = None,
) -> None:
    """Show for each window what it wins and loses."""
    old, new = _read(before), _read(after)
    if old.get("rules") != new.get("rules"):
        _stop(_("The two studies follow different rules. Study both by the same rule, then compare."))
    try:
        told = compared(old, new)
    except (AttributeError, LookupError, TypeError, ValueError):
        _no_result(f"{before}, {after}")
    if told["windows"] and not any(told["windows"].values()):
        _stop(_("The two studies have no day in common. Study both for the same days, then compare."))
    if out:
        _write(out, told)
    _show_changes(told)
    if told["missing"]:
        _stop(
            _("In only one of the two studies: {ids}.").format(ids=", ".join(told["missing"][:20])), status=1
        )


def _show_changes(told: Mapping[str, Any]) -> None:
    table = Table(_("window"), _("day"), _("before"), _("after"), _("change"), _("verdict"))
    for key, days in told["windows"].items():
        for at, one in days.items():
            if one["change"]:
                figures = (f"{one[name]:.1f}" for name in ("before", "after", "change"))
                table.add_row(key, at, *figures, one["verdict_after"])
    Console().print(table)


@app.command("year")
def year_hours(
    scene: Annotated[Path, typer.Argument(help="The scene, as JSON.")],
    out: Annotated[Path, typer.Option(help="Where the hours go, as JSON.")],
    year: Annotated[
        int | None, typer.Option(min=_FIRST_YEAR, max=_LAST_YEAR, help="The year; else this one.")
    ] = None,
    step_s: Annotated[float, typer.Option(min=10, max=3600, help="Seconds between two looks.")] = 300.0,
) -> None:
    """Sum up the hours of sun of each month for every window and dwelling; exits 1 when windows were set aside."""
    read = _scene(scene)
    chosen = year or localdate(now(), ZoneInfo(read.timezone)).year
    with console.status(_("Computing {count} windows …").format(count=len(read.windows))):
        found = year_of(read, chosen, step_s=step_s)
    _write(out, year_document(read, chosen, found))
    _say_aside(read.set_aside)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="GeoJSON or CityJSON.")],
    *,
    out: Annotated[Path, typer.Option(help="Where the scene goes, as JSON.")],
    timezone: Annotated[str, typer.Option(help="Time zone of the place.")] = "Asia/Shanghai",
    storey_m: Annotated[
        float,
        typer.Option(min=1, max=100, help="Height of a storey where only storeys are known, in metres."),
    ] = 3.0,
    lat: Annotated[float | None, typer.Option(help="Latitude of the middle; needed for CityJSON.")] = None,
    lon: Annotated[float | None, typer.Option(help="Longitude of the middle.")] = None,
) -> None:
    """Turn footprints with heights into a scene in metres around their middle; exits 1 when buildings were left out."""
    place = (lat, lon) if lat is not None and lon is not None else None
    try:
        scene, faults = scene_from(file.read_bytes(), timezone=timezone, storey_m=storey_m, place=place)
    except SceneRefused as error:
        _refuse(error)
    _write(out, scene)
    typer.echo(_("{count} buildings.").format(count=len(scene["buildings"])))
    _say_aside(faults)


def _scene(path: Path) -> Scene:
    try:
        return read_scene(path.read_bytes())
    except SceneRefused as error:
        _refuse(error)


def _rule(name: str, at: date) -> Rule:
    rules = load(RULES, "rules")
    if name not in rule_names(rules):
        _stop(
            _("There is no rule “{name}”. There are: {known}.").format(
                name=name, known=", ".join(rule_names(rules))
            )
        )
    return rule_at(rules, name, at)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        _stop(_("“{value}” is no day. Write it like 2026-01-20.").format(value=text))
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        words = _("{value} is too far away: the sun is known well enough from {first} to {last}.")
        _stop(words.format(value=text, first=_FIRST_YEAR, last=_LAST_YEAR))
    return day


def _read(path: Path) -> dict[str, object]:
    try:
        told = json.loads(path.read_bytes())
        told["windows"].keys(), told["rules"], told["scene"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        _no_result(path)
    return dict(told)


def _no_result(file: object) -> NoReturn:
    _stop(_("{file} is no result of a study. Give what minben twin study wrote.").format(file=file))


def _write(path: Path, told: object) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _say_rule(rule: Rule) -> None:
    typer.echo(f"{rule.version}: {rule.source}")
    if rule.unverified:
        words = _("Nobody has checked these clauses in their source yet: {clauses}.")
        typer.echo(words.format(clauses=", ".join(rule.unverified)))


def _say_aside(faults: Sequence[Fault]) -> None:
    for fault in faults:
        typer.echo(in_words(fault), err=True)
    if faults:
        raise typer.Exit(1)


def _refuse(error: SceneRefused) -> NoReturn:
    for fault in error.faults:
        typer.echo(in_words(fault), err=True)
    raise typer.Exit(2)


def _stop(words: str, status: int = 2) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(status)
