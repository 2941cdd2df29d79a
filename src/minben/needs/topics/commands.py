"""``minben topics``: what is most urgent in a file of requests; no database is needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import numpy as np
import typer
import yaml
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.needs.hotline import queries as hotline
from minben.needs.hotline.core.mapping import checked_map, parse_map
from minben.needs.topics.core.hotness import season_of, weights_at
from minben.needs.topics.core.mining import mine as mined
from minben.needs.topics.core.shapes import PARTS, Messages, Season, Topic, Weights
from minben.needs.topics.exports import Export, read_file
from minben.needs.topics.filing import prepare, write_discounted, write_members, write_topics

app = typer.Typer(help="What is most urgent in a file of requests.", no_args_is_help=True)

SHOWN = 10


@app.callback()
def _callback() -> None:
    """Without a callback Typer would take the only command for the whole program."""


@dataclass(frozen=True, slots=True)
class _Month:
    """What is mined: messages with their keys, and what the season usually brings."""

    messages: Messages
    keys: list[str]
    season: Season | None


@app.command()
def mine(
    file: Annotated[
        Path, typer.Argument(help="The export: .csv(.gz), .tsv, .xlsx, .jsonl(.gz) or .parquet.")
    ],
    *,
    columns: Annotated[
        str, typer.Option("--map", help="text=title+body,when=created,… or a YAML file of the same.")
    ] = "",
    month: Annotated[str, typer.Option(help="Such as 2026-03; otherwise the whole file.")] = "",
    out: Annotated[Path, typer.Option(help="The .csv of the topics to write.")] = Path("topics.csv"),
    members: Annotated[Path, typer.Option(help="The .csv of their messages to write.")] = Path("members.csv"),
    discounted: Annotated[
        Path | None, typer.Option(help="A .csv of the messages that count for less, and why.")
    ] = None,
) -> None:
    """Find events (requests about one thing at one place) and rank them by hotness, with its parts.

    Exit status 0 when every row was read, 1 when rows were set aside, 2 when nothing could be read.
    """
    at, zone = now(), ZoneInfo(settings.TIME_ZONE)
    day = _day(month) if month else None
    prepare(file, [out, members, *([discounted] if discounted else [])])
    weights = weights_at(localdate(at))
    with _progress() as bar:
        task = bar.add_task("", total=None)
        export = read_file(
            file, _mapping(columns), zone=zone, at=at, progress=lambda done: bar.update(task, completed=done)
        )
        found = _month(export, day, zone)
        topics = mined(found.messages, weights=weights, season=found.season)
    write_topics(out, topics, zone=zone)
    write_members(members, topics, found.keys)
    if discounted:
        write_discounted(discounted, topics, found.keys)
    if topics:
        _show(topics, weights, len(found.messages))
    _remark(export, month, found, len(topics), zone)
    _end(export)


def _month(export: Export, day: date | None, zone: ZoneInfo) -> _Month:
    if day is None:
        return _Month(export.messages, export.keys, None)
    months = [datetime.fromtimestamp(at, zone).date() for at in export.messages.at.tolist()]
    inside = np.array([(one.year, one.month) == (day.year, day.month) for one in months], dtype=np.bool_)
    earlier = np.array(
        [one.year if one.month == day.month and one < day else 0 for one in months], dtype=np.int64
    )
    rows = np.flatnonzero(inside)
    season = season_of(export.messages, earlier)
    return _Month(export.messages.take(rows), [export.keys[row] for row in rows.tolist()], season)


def _day(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise TeachingError("topics_month_unreadable", month=month) from None


def _mapping(text: str) -> dict[str, tuple[str, ...]]:
    if not text.endswith((".yaml", ".yml")):
        return parse_map(text)
    try:
        found = yaml.safe_load(Path(text).read_text("utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise TeachingError("map_file_unreadable", file=text, trouble=str(error).splitlines()[0]) from error
    if not isinstance(found, dict):
        raise TeachingError("map_unreadable", part=text)
    return checked_map(found)


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(SpinnerColumn(), TextColumn(_("Looking for events …")), console=console, transient=True)


def _show(topics: Sequence[Topic], weights: Weights, size: int) -> None:
    """Print the hottest with the parts of their hotness."""
    table = Table(title=_("{topics} events in {messages} messages").format(topics=len(topics), messages=size))
    told = [name for name in PARTS if any(topic.parts[name] > 0 for topic in topics[:SHOWN])]
    for name in ("rank", "title", "hotness", *told):
        # A title is shown whole, in as many lines as it takes.
        title = name == "title"
        table.add_column(name, justify="left" if title else "right", overflow="fold" if title else "ellipsis")
    for topic in topics[:SHOWN]:
        cells = (f"{topic.parts[name]:.2f}" for name in told)
        # Markup is off: a title that holds [brackets] must be shown as it stands.
        table.add_row(str(topic.rank), topic.title.replace("[", r"\["), f"{topic.hotness:.2f}", *cells)
    console = Console()
    console.print(table)
    if not weights.verified:
        console.print(
            _("The weights of the hotness are nobody’s law; your analysts may set their own."), markup=False
        )


def _remark(export: Export, month: str, found: _Month, events: int, zone: ZoneInfo) -> None:
    """Say what the figures do not: why there are none, voices that nobody can tell apart, rows held twice."""
    messages, remarks = export.messages, hotline.days_in_words(export.days.shown)
    if not len(messages) and not export.bad:
        remarks.append(_("The file has a header and no row beneath it, so there is nothing to look through."))
    elif len(found.messages) and not events:
        remarks.append(
            _(
                "No event was found: it takes several people who write about one thing at one place. Take more months"
                " together, or see whether --map names every column that holds text."
            )
        )
    if len(messages) and not len(found.messages):
        first, last = (
            datetime.fromtimestamp(at, zone).date() for at in (messages.at.min(), messages.at.max())
        )
        remarks.append(
            _("No message is of {month}; the file reaches from {first} to {last}.").format(
                month=month, first=first, last=last
            )
        )
    if len(messages) and (messages.person < 0).all():
        remarks.append(
            _(
                "No column tells who wrote, so each message counts as one person."
                " If there is one, name it: --map person=COLUMN."
            )
        )
    if export.again:
        remarks.append(
            _("{count} rows stand in the file again, with the same id and words; each counts once.").format(
                count=export.again
            )
        )
    for remark in remarks:
        typer.echo(remark, err=True)


def _end(export: Export) -> None:
    for row in export.bad[:20]:
        where = _("Row %(row)s, %(column)s:") % {"row": row.row, "column": row.column}
        typer.echo(f"{where} {row.reason} {row.remedy}", err=True)
    if export.bad:
        count = len({row.row for row in export.bad})
        typer.echo(_("{count} rows could not be read and were left out.").format(count=count), err=True)
        raise typer.Exit(1 if len(export.messages) else 2)
