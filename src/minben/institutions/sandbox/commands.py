"""``minben sandbox``: list the algorithms, try one, clear one, stop one."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.console import Console

from minben.commons.clock import now
from minben.commons.screens import grid
from minben.institutions.sandbox import queries
from minben.institutions.sandbox.actions import ClearanceError, Terms, TrialError, clear, revoke, try_out
from minben.institutions.sandbox.words import (
    METRICS,
    WHY_NO_TRIAL,
    WHY_NOT,
    WHY_NOT_CLEAR,
    group_words,
    refusal,
)

NAME = "sandbox"
app = typer.Typer(help="What algorithms may run, on which evidence, until when.", no_args_is_help=True)

Names = Annotated[list[str], typer.Argument(help="Names of algorithms, such as hotline.classifier.")]
Name = Annotated[str, typer.Argument(help="Name of the algorithm, such as hotline.classifier.")]
By = Annotated[str, typer.Option("--by", help="Username of the person who decides.")]


@app.command("list")
def list_all() -> None:
    """List every declared algorithm, and whether it may run."""
    table = grid(_("Called in commands"), _("Algorithm"), _("Version"), _("May it run?"), _("Until"))
    for one in queries.register(now()):
        clearance = one.standing.clearance
        until = f"{timezone.localtime(clearance.expires):%Y-%m-%d}" if clearance else "–"
        title = one.declaration.title.read(get_language() or "zh-hans")
        table.add_row(
            one.declaration.name, title, one.version[:19], str(WHY_NOT[one.standing.why_not]), until
        )
    Console().print(table)


@app.command("try")
def try_some(
    names: Names,
    data: Annotated[Path | None, typer.Option(help="File to try it on; else its own kept-back data.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of all randomness.")] = 1,
    by: Annotated[str, typer.Option("--by", help="Username of the person who tries it.")] = "",
) -> None:
    """Try algorithms out, each in a process of its own, and keep the evidence."""
    person = _person(by) if by else None
    for name in names:
        try:
            with Console().status(name):
                key = try_out(name=name, at=now(), data=data, seed=seed, by=person)
        except TrialError as error:
            _stop(f"{name}: {WHY_NO_TRIAL[error.code]} {error.params.get('detail', '')}")
        _show(name, key)


def _show(name: str, key: int) -> None:
    row = next(row for row in queries.evidence_of(name) if row.key == key)
    title = _("Evidence %(key)s, on %(rows)s rows") % {"key": key, "rows": row.rows}
    headings = (_("What was measured"), _("For whom"), _("Value"), _("from"), _("to"), _("Observations"))
    table = grid(*headings, title=f"{name} · {title}", whole=0)
    for measure in row.measures:
        figures = (measure.estimate.value, measure.estimate.low, measure.estimate.high)
        shown = ["–" if figure is None else f"{figure:.4f}" for figure in figures]
        metric = str(METRICS.get(measure.metric, measure.metric))
        table.add_row(metric, group_words(measure.group), *shown, str(measure.estimate.n))
    Console().print(table)


@app.command("clear")
def clear_some(
    names: Names,
    *,
    by: By,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day, a year ahead at most.")],
    threshold: Annotated[float | None, typer.Option(help="Least confidence, 0 to 1.")] = None,
    error_limit: Annotated[
        float | None, typer.Option(help="Share that may be wrong; else as declared.")
    ] = None,
    evidence: Annotated[int | None, typer.Option(help="Evidence to rely on; else the newest.")] = None,
) -> None:
    """Let algorithms run until a date, each on its evidence."""
    person = _person(by)
    for name in names:
        told = queries.declaration(name)
        if told is None:
            _stop(f"{name}: {WHY_NOT_CLEAR['not_declared']}")
        version = told.running_version
        fitting = [row.key for row in queries.evidence_of(name) if row.version == version]
        limit = told.error_limit if error_limit is None else error_limit
        terms = Terms(expires=_end_of(until.date()), error_limit=limit, threshold=threshold)
        chosen = evidence if evidence is not None else next(iter(fitting), 0)
        try:
            clear(name=name, version=version, by=person, evidence=chosen, terms=terms, at=now())
        except ClearanceError as error:
            _stop(f"{name}: {refusal(error)}")
        Console().print(f"{name} {version}: {WHY_NOT['']} → {until:%Y-%m-%d}", soft_wrap=True)


@app.command("revoke")
def revoke_one(name: Name, by: By, reason: Annotated[str, typer.Option(help="Why; it is public.")]) -> None:
    """Stop an algorithm at once."""
    try:
        revoke(name=name, by=_person(by), reason=reason, at=now())
    except ClearanceError as error:
        _stop(refusal(error))
    Console().print(f"{name}: {WHY_NOT['revoked']}")


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())


def _person(username: str) -> AbstractBaseUser:
    found = get_user_model().objects.filter(username=username, is_active=True).first()
    if found is None:
        words = _("No active account is called “%s”. Look at the accounts in the administration.")
        _stop(words % username)
    return found


def _stop(words: str) -> NoReturn:
    Console().print(f"[red]{words.strip()}")
    raise typer.Exit(1)
