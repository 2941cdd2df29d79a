"""``minben worker``: does the work that waits, again and again: seals, messages, nightly reminders and draws.

Each duty looks for what is due in the database and does it, so a worker that was killed loses nothing: the next one
finds the same work. Two workers at once do no harm.
"""

import logging
import secrets
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import typer
from django.core.cache import cache
from django.db import DatabaseError, close_old_connections
from django.utils.timezone import localdate

from minben.commons.clock import now
from minben.dispatch.orders import actions as orders
from minben.evaluation.outcomes import actions as outcomes
from minben.ledger import actions as ledger
from minben.needs.hotline import tasks as hotline_tasks
from minben.portal.health import BEAT, BEAT_LASTS

app = typer.Typer(add_completion=False)
log = logging.getLogger(__name__)

_EVERY_S = 5.0


def _seal(at: datetime) -> None:
    while ledger.seal(at=at):
        pass


def _send(at: datetime) -> None:
    hotline_tasks.send_due(at=at)


def _nightly(at: datetime) -> None:
    """Once a day, by whichever worker comes first: remind, draw, sum up, forget old drafts."""
    if not cache.add(f"minben.nightly.{localdate(at)}", 1, timeout=timedelta(days=2).total_seconds()):
        return
    orders.remind_due(at=at)
    outcomes.draw_followups(at=at, seed=secrets.randbelow(2**31))
    outcomes.summarise(at=at)
    hotline_tasks.clear_drafts(at=at)


DUTIES: Mapping[str, Callable[[datetime], None]] = {"seal": _seal, "send": _send, "nightly": _nightly}


def work_once(at: datetime) -> list[str]:
    """Do each duty once; return those that failed. One that fails does not hold up the others."""
    failed = []
    for name, duty in DUTIES.items():
        try:
            duty(at)
        except (DatabaseError, OSError):
            log.exception("%s did not succeed; it is tried again", name)
            failed.append(name)
    if not failed:
        cache.set(BEAT, at.timestamp(), timeout=BEAT_LASTS.total_seconds())
    return failed


@app.command()
def worker(once: bool = typer.Option(False, help="Do each duty once and end.")) -> None:
    """Do the work that waits until Ctrl-C or SIGTERM."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    while True:
        failed = work_once(now())
        close_old_connections()
        if once:
            raise typer.Exit(1 if failed else 0)
        if ended.wait(_EVERY_S):
            return
