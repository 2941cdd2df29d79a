"""Bringing an export in: batch by batch, each with its progress in one transaction, so that it can go on."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from minben.commons.rows import known_keys
from minben.commons.tables import Batch, Days, Shown, heading, rows, settle
from minben.ground.registers import queries as registers
from minben.needs.hotline.actions.intake import receive
from minben.needs.hotline.core.arrivals import Intake, Received
from minben.needs.hotline.core.mapping import Fault, Reader, day_columns, fitted, told_order
from minben.needs.hotline.models import Import, Request, SetAside


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToBring:
    """A file, how its columns are meant, and the name under which its ids are known.

    ``days``: how its columns write days, where that was found out before; otherwise it is looked at.
    """

    path: Path
    columns: Mapping[str, Sequence[str]]
    source: str
    turn: str
    model_dir: Path | None = None
    batch: int = 2_000
    days: Days | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What became of a file so far; ``header_row`` is where the names of its columns stand, 0 where it has none.

    ``days`` are the cells that told how it writes days whose year stands last.
    """

    import_id: int
    header_row: int = 0
    days: tuple[Shown, ...] = ()
    imported: int = 0
    known: int = 0
    set_aside: int = 0
    classified: int = 0
    abstained: int = 0
    grouped: int = 0
    handed_over: int = 0
    stranded: int = 0
    apart: int = 0

    def plus(self, more: Received, aside: int) -> "Brought":
        """Add a batch."""
        return replace(
            self,
            imported=self.imported + sum(i is not None for i in more.request_ids),
            known=self.known + more.known,
            set_aside=self.set_aside + aside,
            classified=self.classified + more.classified,
            abstained=self.abstained + more.abstained,
            grouped=self.grouped + more.grouped,
            handed_over=self.handed_over + more.handed_over,
            stranded=self.stranded + more.stranded,
            apart=self.apart + more.apart,
        )


@dataclass(frozen=True, slots=True)
class _Aside:
    row: int
    fault: Fault
    raw: str


def bring_file(*, file: FileToBring, at: datetime, progress: Callable[[Brought], None]) -> Brought:
    """Bring a file in from where it was left; rows that are known add nothing, bad rows are set aside.

    Parameters
    ----------
    file : FileToBring
        What to read. Content that came in before goes on under the source it came in under.
    at : datetime
        Now.
    progress : callable
        Told after each batch.

    Raises
    ------
    TeachingError
        When the file or its mapping cannot be read at all; nothing is written then.
    """
    names = heading(file.path)
    fitting = fitted(file.columns, names)
    days = file.days or look_at_days(path=file.path, columns=fitting)
    told = told_order(fitting)
    mark = _mark(file.path)
    file = replace(file, source=_known_as(mark) or file.source)
    reader = Reader(
        columns=fitting,
        source=file.source,
        zone=ZoneInfo(settings.TIME_ZONE),
        now=at,
        turn=file.turn,
        places={row.name: row.key for row in registers.gazetteer()},
        orders=days.orders,
        torn=days.torn,
    )
    # What was set aside because nobody had said how days are written is read once somebody does.
    record = _record(file, f"{mark}:{told.split('_')[0]}" if told else mark, at)
    so_far = Brought(import_id=record.pk, header_row=names.row, days=days.shown)
    for batch in rows(file.path, batch=file.batch):
        if _last(batch) < record.next_row:
            so_far = _pass_over(record, batch, so_far)
        else:
            so_far = _bring(_Work(record, file, reader, at), batch, so_far)
        progress(so_far)
    Import.objects.filter(pk=record.pk, finished_at=None).update(finished_at=at)
    return so_far


def look_at_days(*, path: Path, columns: Mapping[str, Sequence[str]]) -> Days:
    """Find out how a file writes its days, before anything is written.

    Raises
    ------
    TeachingError
        When its mapping cannot be read, or its days can be read two ways and nothing tells which.
    """
    fitting = fitted(columns, heading(path))
    return settle(path, day_columns(fitting), told=told_order(fitting))


@dataclass(frozen=True, slots=True)
class _Work:
    record: Import
    file: FileToBring
    reader: Reader
    at: datetime


def _mark(path: Path) -> str:
    """What a file is known by: all that stands in it, whatever it is called."""
    with path.open("rb") as content:
        return f"sha256:{hashlib.file_digest(content, 'sha256').hexdigest()}"


def _known_as(mark: str) -> str | None:
    """The source under which the same content came in first: a renamed copy is no new file."""
    return (
        Import.objects.filter(digest__startswith=mark).order_by("pk").values_list("source", flat=True).first()
    )


def _record(file: FileToBring, mark: str, at: datetime) -> Import:
    found, _ = Import.objects.get_or_create(
        source=file.source, digest=mark, defaults={"name": file.path.name[:200], "started_at": at}
    )
    return found


def _last(batch: Batch) -> int:
    return max([*batch.numbers[-1:], *(bad.row for bad in batch.bad[-1:])])


def _pass_over(record: Import, batch: Batch, so_far: Brought) -> Brought:
    """Count a batch that went in before: what was set aside then still is, the rest is known."""
    again = SetAside.objects.filter(file=record, row__range=(batch.first_row, _last(batch)))
    aside = again.values("row").distinct().count()
    known = len(batch.rows) + len(batch.bad) - aside
    return replace(so_far, known=so_far.known + known, set_aside=so_far.set_aside + aside)


def _bring(work: _Work, batch: Batch, so_far: Brought) -> Brought:
    fresh, aside = _read(work, batch)
    with transaction.atomic():
        if _last(batch) < _turn_of(work.record):
            # Another process has brought this batch in while this one was reading it.
            return _pass_over(work.record, batch, so_far)
        aside += _same_key_other_words(work.file.source, fresh)
        bad_rows = {one.row for one in aside}
        good = [intake for row, intake in fresh if row not in bad_rows]
        got = receive(intakes=good, at=work.at, model_dir=work.file.model_dir)
        SetAside.objects.bulk_create(
            [
                SetAside(
                    file=work.record, row=one.row, column=one.fault.column[:120], reason=one.fault.reason,
                    remedy=one.fault.remedy, facts=dict(one.fault.facts), raw=one.raw,
                )
                for one in aside
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        new = sum(i is not None for i in got.request_ids)
        Import.objects.filter(pk=work.record.pk).update(
            next_row=_last(batch) + 1, imported=F("imported") + new, known=F("known") + got.known,
            set_aside=F("set_aside") + len(bad_rows),
        )  # fmt: skip
    return so_far.plus(got, len(bad_rows))


def _turn_of(record: Import) -> int:
    """Wait until no other process writes a batch of this source; return the row at which this file goes on."""
    same = Import.objects.select_for_update().filter(source=record.source).order_by("pk")
    return dict(same.values_list("pk", "next_row"))[record.pk]


def _read(work: _Work, batch: Batch) -> tuple[list[tuple[int, Intake]], list[_Aside]]:
    fresh: list[tuple[int, Intake]] = []
    aside = [
        _Aside(bad.row, Fault(bad.column, bad.code or "unreadable", "mend_row", {}), bad.raw)
        for bad in batch.bad
    ]
    for number, row in zip(batch.numbers, batch.rows, strict=True):
        intake, faults = work.reader.read(row)
        if intake is None:
            raw = json.dumps(row, ensure_ascii=False, default=str)
            aside += [_Aside(number, fault, raw) for fault in faults]
        else:
            fresh.append((number, intake))
    return fresh, aside


def _same_key_other_words(source: str, fresh: Sequence[tuple[int, Intake]]) -> list[_Aside]:
    """Two rows may not share an id and say different things: nothing of the second would be kept."""
    keys = [intake.source_key for _, intake in fresh]
    known = list(known_keys(connection, Request, source=source, keys=keys).values())
    said = dict(Request.objects.filter(pk__in=known).values_list("source_key", "text"))
    aside = []
    for row, intake in fresh:
        if said.setdefault(intake.source_key, intake.text) != intake.text:
            fault = Fault("id", "key_used_twice", "give_own_key", {"value": intake.source_key})
            aside.append(_Aside(row, fault, intake.text))
    return aside
