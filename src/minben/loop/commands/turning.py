"""``minben turn``: a file of requests, once round the loop, on one screen."""

import json
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.commons.tables import columns as columns_of
from minben.loop import turn as loop
from minben.loop.clearing import CONSOLE, clear_for_turn
from minben.loop.commands.screen import SITE, show, show_bad, show_clearance, show_old
from minben.loop.commands.units import bring_units
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries
from minben.needs.hotline.core.mapping import checked_map, fitted, parse_map

app = typer.Typer(add_completion=False)
# What lies longer than this in an export without a column of the closing day is history rather than work.
_OLD = timedelta(days=90)


@app.command()
def turn(  # noqa: PLR0917  # each is an option of the command, named by whoever calls it
    requests: Annotated[Path, typer.Option(help="The export: .csv(.gz), .xlsx, .jsonl or .parquet.")],
    columns: Annotated[
        str, typer.Option("--map", help="text=title+body,when=created,… or a YAML file of the same.")
    ] = "",
    model: Annotated[
        Path | None, typer.Option(help="A classifier made by `minben classifier train`.")
    ] = None,
    units: Annotated[
        Path | None,
        typer.Option(help="Units and dispatch catalogue: a folder of sheets, a workbook, or one sheet."),
    ] = None,
    source: Annotated[str, typer.Option(help="Name under which the rows' ids are known.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Take requests once round: imported, understood, grouped, routed with deadlines, outcomes summarised.

    Exit status 0 when every row went in or was known, 1 when rows were set aside, 2 when nothing could be read.
    """
    at = now()
    # Whatever cannot be read at all is told before anything is tried, cleared or written.
    mapping = fitted(_mapping(columns), columns_of(requests))
    with Console(stderr=True, quiet=as_json).status(_("Looking how the file writes its days …")):
        days = hotline.look_at_days(path=requests, columns=mapping)
    wrong = bring_units(units, at=at) if units else ()
    show_bad(wrong)
    until = clear_for_turn(model, at=at)
    with _bar(quiet=as_json) as bar:
        task = bar.add_task("", total=None)

        def progress(brought: hotline.Brought) -> None:
            bar.update(task, completed=brought.imported + brought.known + brought.set_aside)

        report = loop.run(
            path=requests,
            columns=mapping,
            source=source or requests.name.split(".")[0],
            at=at,
            model_dir=model,
            days=days,
            progress=progress,
        )
    aside = queries.set_aside_rows(report.import_id, limit=5)
    if as_json:
        link = f"{SITE}/loop/turns/{report.turn}/"
        told = {**asdict(report), "page": link, **_clearance(until)}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        show(
            report,
            aside,
            city=settings.MINBEN_CITY_NAME["zh" if (get_language() or "").startswith("zh") else "en"],
        )
        show_clearance(CONSOLE, until)
    if "closed" not in mapping:
        show_old(queries.open_since_before(turn=report.turn, moment=at - _OLD), days=_OLD.days)
    raise typer.Exit(1 if report.set_aside or wrong else 0)


def _clearance(until: datetime | None) -> dict[str, str | None]:
    """Say who let algorithms run for this turn, if that was done by this very command."""
    return {
        "cleared_by": CONSOLE if until else None,
        "cleared_until": localtime(until).isoformat() if until else None,
    }


def _mapping(text: str) -> dict[str, tuple[str, ...]]:
    if not text.endswith((".yaml", ".yml")):
        return parse_map(text)
    try:
        found: Any = yaml.safe_load(Path(text).read_text("utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise TeachingError("map_file_unreadable", file=text, trouble=str(error).splitlines()[0]) from error
    if not isinstance(found, dict):
        raise TeachingError("map_unreadable", part=text)
    return checked_map(found)


def _bar(*, quiet: bool) -> Progress:
    console = Console(stderr=True, quiet=quiet)
    return Progress(
        TextColumn(_("once round")),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
