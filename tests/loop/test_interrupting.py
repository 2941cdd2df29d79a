"""An import that breaks off loses nothing and takes nothing twice."""

import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Import, Request, SetAside
from tests.city import NOW
from tests.commands import Terminal
from tests.loop.conftest import complaints

Export = Callable[..., Path]


def bring(path: Path, progress: Callable[[hotline.Brought], None] = lambda brought: None) -> hotline.Brought:
    file = hotline.FileToBring(path=path, columns={}, source="city", turn="t", batch=10)
    return hotline.bring_file(file=file, at=NOW, progress=progress)


@pytest.mark.django_db
def test_a_broken_off_import_goes_on_where_it_stopped(export: Export) -> None:
    path = export(complaints(35))

    def pull_the_plug(brought: hotline.Brought) -> None:
        if brought.imported == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(path, pull_the_plug)
    assert Import.objects.get().finished_at is None
    again = bring(path)
    assert (again.imported, again.known) == (15, 20)
    assert sorted(Request.objects.values_list("source_key", flat=True)) == sorted(f"A{n}" for n in range(35))
    assert Import.objects.get().finished_at == NOW


@pytest.mark.django_db
def test_a_break_inside_a_batch_leaves_nothing_of_that_batch(export: Export) -> None:
    path = export(complaints(35))
    dispatch = hotline.received[0]

    def dies_in_the_third(arrivals: object, at: object) -> None:
        dispatch(arrivals, at)
        if Request.objects.count() == 30:
            raise KeyboardInterrupt

    hotline.received[0] = dies_in_the_third
    try:
        with pytest.raises(KeyboardInterrupt):
            bring(path)
    finally:
        hotline.received[0] = dispatch
    assert Request.objects.count() == 20, "the third batch is all or nothing"
    assert bring(path).imported == 15
    assert Request.objects.count() == 35


@pytest.mark.django_db
def test_requests_rows_set_aside_and_progress_stand_or_fall_together(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = complaints(12)
    rows[5]["when"] = "gestern"
    path = export(rows)

    def breaks(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(SetAside.objects, "bulk_create", breaks)
        with pytest.raises(KeyboardInterrupt):
            bring(path)
    assert not Request.objects.exists()
    again = bring(path)
    assert (again.imported, again.set_aside) == (11, 1)


@pytest.mark.django_db
def test_a_corrected_file_brings_what_was_set_aside(export: Export) -> None:
    rows = complaints(12)
    rows[5]["when"] = "gestern"
    assert (first := bring(export(rows, "a.csv"))).set_aside == 1
    rows[5]["when"] = "2026-03-02"
    mended = bring(export(rows, "b.csv"))
    assert (first.imported, mended.imported, mended.known, mended.set_aside) == (11, 1, 11, 0)


def test_a_killed_process_loses_nothing_and_the_next_takes_nothing_twice(
    terminal: Terminal, export: Export
) -> None:
    path = export(complaints(7_000))
    started = terminal.start("turn", "--requests", str(path), "--json")
    _wait_for_rows(terminal, started, at_least=2_000)
    started.send_signal(signal.SIGKILL)
    started.wait()
    before = _count(terminal)
    assert 2_000 <= before < 7_000, "it was killed in the middle"
    assert before % 2_000 == 0, "only whole batches stand"
    ran = terminal.run("turn", "--requests", str(path), "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["imported"], told["known"]) == (7_000 - before, before)
    with sqlite3.connect(terminal.database) as database:
        kept = database.execute("select count(*), count(distinct source_key) from hotline_request").fetchone()
        orders = database.execute("select count(*), count(distinct request_id) from orders_order").fetchone()
    assert kept == orders == (7_000, 7_000)
    assert terminal.run("ledger", "verify").returncode == 0


def _wait_for_rows(terminal: Terminal, started: subprocess.Popen[str], at_least: int) -> None:
    until = time.monotonic() + 120
    while _count(terminal) < at_least:
        assert time.monotonic() < until
        assert started.poll() is None, started.stderr.read()
        time.sleep(0.02)


def _count(terminal: Terminal) -> int:
    with sqlite3.connect(terminal.database) as database:
        return int(database.execute("select count(*) from hotline_request").fetchone()[0])
