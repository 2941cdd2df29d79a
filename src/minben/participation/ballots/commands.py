"""``minben ballots``: count a published vote again, share a cost. Anybody may, without a database."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from minben.commons.clock import now
from minben.commons.digests import digest
from minben.commons.parameters import load
from minben.participation.ballots.core.lists import ListRefused, read_households, read_vote
from minben.participation.ballots.core.procedure import Procedure, procedure_at
from minben.participation.ballots.core.secrecy import Recounted, read_commitments, recount
from minben.participation.ballots.core.shares import instalments, scheme_at, shared
from minben.participation.ballots.core.tally import Share, Tally, count
from minben.participation.ballots.wording import DOUBTS, SHARES, in_words

NAME = "ballots"
PACKAGE = "minben.participation.ballots"
app = typer.Typer(
    help="Count a published vote again; share a cost.", no_args_is_help=True, add_completion=False
)
Read = TypeVar("Read")


@app.command("count")
def count_list(
    file: Annotated[Path, typer.Argument(help="The published list, as JSON.")],
    as_json: Annotated[bool, typer.Option("--json", help="The count as JSON.")] = False,
) -> None:
    """Count a vote by name from its published list; exits 1 when ballots were not counted."""
    vote = _read(read_vote, file)
    procedure = procedure_at(
        load(PACKAGE, "procedures"), vote.procedure, vote.law_of or localdate(vote.closes)
    )
    tally = count(vote.dwellings, vote.ballots, procedure, closes=vote.closes)
    if as_json:
        typer.echo(json.dumps(_document(tally, procedure), ensure_ascii=False, indent=1))
    else:
        _show(tally, procedure)
    for doubt in tally.doubts:
        typer.echo(f"{doubt.dwelling}: {DOUBTS[doubt.code]}", err=True)
    raise typer.Exit(1 if tally.doubts else 0)


@app.command("recount")
def recount_openings(
    file: Annotated[Path, typer.Argument(help="The openings, as an observer gets them.")],
    *,
    list_: Annotated[Path, typer.Option("--list", help="The public file with the commitments.")],
    as_json: Annotated[bool, typer.Option("--json", help="The count as JSON.")] = False,
) -> None:
    """Count a secret vote again from its openings; exits 1 when they do not agree with the commitments."""
    committed, roll = _read(read_commitments, list_)
    found = _read(partial(recount, committed=committed), file)
    vote = found.vote
    procedure = procedure_at(
        load(PACKAGE, "procedures"), vote.procedure, vote.law_of or localdate(vote.closes)
    )
    tally = count(vote.dwellings, vote.ballots, procedure, closes=vote.closes)
    if as_json:
        typer.echo(json.dumps(_document(tally, procedure), ensure_ascii=False, indent=1))
    else:
        _show(tally, procedure)
    wrong = [*_disagreements(found, roll), *(f"{one.dwelling}: {DOUBTS[one.code]}" for one in tally.doubts)]
    for words in wrong:
        typer.echo(words, err=True)
    # Not to be mixed with the JSON.
    typer.echo(_("Digest of the openings: {digest}").format(digest=digest(file.read_bytes())), err=True)
    raise typer.Exit(1 if wrong else 0)


def _disagreements(found: Recounted, roll: str) -> Iterator[str]:
    for row in found.strange:
        yield _("ballots, row {row}: it opens no commitment. Something in it was changed.").format(row=row)
    for commitment in found.missing:
        yield _("Not opened: {commitment}").format(commitment=commitment)
    if not found.fits or found.roll != roll:
        yield _("The areas are not those that were fixed before the vote.")


@app.command("share")
def share_cost(
    file: Annotated[Path, typer.Argument(help="The households, as JSON.")],
    *,
    cost: Annotated[str, typer.Option(help="What it costs, in yuan and cents.")],
    subsidy: Annotated[str, typer.Option(help="What others pay of it.")] = "0",
    scheme: Annotated[str, typer.Option(help="The table of coefficients.")] = "guangzhou-reference",
    times: Annotated[int, typer.Option(min=1, max=120, help="Instalments.")] = 1,
) -> None:
    """Share a cost by floor and area, to the cent."""
    households = _read(read_households, file)
    table = scheme_at(load(PACKAGE, "cost_shares"), scheme, localdate(now()))
    parts = shared(households, table, cost_cents=_cents(cost), subsidy_cents=_cents(subsidy))
    shown = Table(_("dwelling"), _("weight"), _("pays (yuan)"), _("instalments"))
    for part in parts:
        paid = " · ".join(_yuan(one) for one in instalments(part.cents, times=times)) if times > 1 else ""
        shown.add_row(part.dwelling, f"{float(part.weight):.3f}", _yuan(part.cents), paid)
    shown.add_row(_("together"), "", _yuan(sum(part.cents for part in parts)), "")
    Console().print(shown)
    typer.echo(f"{table.version}: {table.source}")
    _say_unverified(table.verified)


def _read(read: Callable[[bytes], Read], path: Path) -> Read:
    try:
        return read(path.read_bytes())
    except ListRefused as error:
        for fault in error.faults:
            typer.echo(in_words(fault), err=True)
        raise typer.Exit(2) from error


def _show(tally: Tally, procedure: Procedure) -> None:
    table = Table("", _("counted"), _("of"), _("share"), _("least needed"), _("reached"))
    for name, share in tally.shares.items():
        table.add_row(
            str(SHARES[name]),
            _number(share.part),
            _number(share.whole),
            _percent(share),
            f"{'>' if share.needed.beyond else '≥'} {share.needed.share}",
            _("yes") if share.reached else _("no"),
        )
    Console().print(table)
    typer.echo(_("Carried.") if tally.carried else _("Not carried."))
    typer.echo(f"{procedure.version}: {procedure.source}")
    _say_unverified(procedure.verified)


def _say_unverified(verified: bool) -> None:
    if not verified:
        typer.echo(_("Nobody has checked these figures in their source yet."))


def _document(tally: Tally, procedure: Procedure) -> dict[str, object]:
    return {
        "procedure": procedure.version,
        "verified": procedure.verified,
        "carried": tally.carried,
        "shares": {
            name: {
                "part": str(share.part), "whole": str(share.whole), "needed": str(share.needed.share),
                "beyond": share.needed.beyond, "reached": share.reached,
            }
            for name, share in tally.shares.items()
        },
        "not_counted": [{"dwelling": one.dwelling, "code": one.code} for one in tally.doubts],
    }  # fmt: skip


def _number(value: Fraction) -> str:
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.2f}"


def _percent(share: Share) -> str:
    """For the eye only: what decides is the exact fraction."""
    return f"{float(share.part / share.whole):.2%}" if share.whole else "–"


def _yuan(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02}"


def _cents(text: str) -> int:
    try:
        cents = Decimal(text) * 100
        if not cents.is_finite() or cents < 0 or cents != int(cents) or cents > 10**15:
            raise InvalidOperation
    except ArithmeticError:
        _stop(_("“{value}” is no amount of money. Write it like 652000.00.").format(value=text))
    return int(cents)


def _stop(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(2)
