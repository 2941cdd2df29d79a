"""``minben worker``: does the work that waits, again and again: seals, messages, nightly reminders and draws.

Each duty looks for what is due in the database and does it, so a worker that was killed loses nothing: the next one
finds the same work. Two workers at once do no harm.
"""

import logging
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated

import typer
from django.core.cache import cache
from django.db import DatabaseError, close_old_connections

from minben.accounts import actions as accounts
from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.conf import sweeping
from minben.conf.archive.nightly import nightly_backup
from minben.conf.logs import uncaught
from minben.dispatch.orders import actions as orders
from minben.evaluation.agenda import actions as agenda
from minben.evaluation.outcomes import actions as outcomes
from minben.institutions.partners import actions as partners
from minben.institutions.sandbox import actions as sandbox
from minben.ledger import actions as ledger
from minben.loop import nights
from minben.loop.nights import Nightly
from minben.needs.hotline import tasks as hotline_tasks
from minben.needs.opendata import tasks as opendata_tasks
from minben.needs.telephone import tasks as telephone_tasks
from minben.needs.topics import tasks as topics_tasks
from minben.participation.ballots import actions as ballots
from minben.participation.twin import actions as twin
from minben.portal.health import BEAT, BEAT_LASTS

app = typer.Typer(add_completion=False)
log = logging.getLogger(__name__)

_EVERY_S = 5.0
_SEALS_EVERY_S = 2.0
_MESSAGES, _BATCHES = 100, 10


def _seal(at: datetime) -> None:
    while ledger.seal(at=at):
        pass


def _send(at: datetime) -> None:
    """Send what waits, batch after batch; a slow mail server must not hold up the other duties for ever."""
    for _batch in range(_BATCHES):
        done = hotline_tasks.send_due(at=at, limit=_MESSAGES)
        if done.sent + done.failed < _MESSAGES:
            return


def _neighbours(at: datetime) -> None:
    hotline_tasks.keep_up(at=at)


def _sort(at: datetime) -> None:
    hotline_tasks.sort_what_waits(at=at)


def _tell_exchange(at: datetime) -> None:
    telephone_tasks.send_due(at=at)


def _draw(at: datetime) -> None:
    outcomes.draw_followups(at=at, seed=secrets.randbelow(2**31))


NIGHTLY: Sequence[Nightly] = (
    Nightly("remind", lambda at: orders.remind_due(at=at)),
    Nightly("draw", _draw),
    # A second summary of the same night does no harm, and it takes too long to hold everybody up.
    Nightly("summarise", lambda at: outcomes.summarise(at=at), whole=False),
    # Only whole months are measured, and each once: a clock that runs ahead would end one too early.
    Nightly("agenda", lambda at: agenda.measure_due(at=at), whole=False, careful=True),
    # It reads a whole month, and finding the same again does no harm.
    Nightly("topics", lambda at: topics_tasks.look_through(at=at), whole=False),
    # Made from the rows alone: doing it twice does no harm.
    Nightly("replies", lambda at: hotline_tasks.lay_out(at=at), whole=False),
    Nightly("drafts", lambda at: hotline_tasks.clear_drafts(at=at), whole=False),
    # Before anything is forgotten for good.
    Nightly("backup", lambda at: nightly_backup(at=at), whole=False),
    Nightly("numbers", lambda at: telephone_tasks.forget_numbers(at=at), whole=False),
    # A clock that runs ahead would publish a month that is not over, for good.
    Nightly("opendata", lambda at: opendata_tasks.publish_due(at=at), careful=True),
    # Not after a jump of the clock: what is removed cannot be brought back.
    Nightly("forget", lambda at: hotline_tasks.forget(at=at), whole=False, careful=True),
    Nightly("owners", lambda at: ballots.forget_owners(at=at), careful=True),
    Nightly("sign_ins", lambda at: accounts.forget_sign_ins(at=at), careful=True),
    Nightly("snapshots", lambda at: outcomes.thin_snapshots(at=at), careful=True),
    Nightly("blocks", lambda at: twin.thin_drafts(at=at), careful=True),
    Nightly("sweep", lambda at: sweeping.sweep(at=at), whole=False),
    Nightly("partners", lambda at: partners.tidy(at=at), whole=False),
)


def _nightly(at: datetime) -> None:
    """Do what is due this night, by whichever worker comes first; one that fails does not hold up the others."""
    troubles = []
    for duty in NIGHTLY:
        try:
            nights.run(duty, at=at)
        except (DatabaseError, OSError) as trouble:
            log.exception("%s did not succeed this night; it is tried again", duty.name)
            troubles.append(trouble)
    if troubles:
        raise troubles[0]


def _deliver(at: datetime) -> None:
    partners.deliver_due(at=at)


def _put_counts_together(_at: datetime) -> None:
    sandbox.put_together()


# What the others wrote into the ledger is sealed in the same round.
DUTIES: Mapping[str, Callable[[datetime], None]] = {
    "send": _send,
    "deliver": _deliver,
    "neighbours": _neighbours,
    "exchange": _tell_exchange,
    "sort": _sort,
    "counts": _put_counts_together,
    "nightly": _nightly,
    "seal": _seal,
}


def work_once(at: datetime, duties: Sequence[str] | None = None) -> list[str]:
    """Do each duty once; return those that failed. One that fails does not hold up the others."""
    failed = []
    for name in DUTIES if duties is None else duties:
        try:
            DUTIES[name](at)
        except (DatabaseError, OSError):
            log.exception("%s did not succeed; it is tried again", name)
            failed.append(name)
    if not failed and duties != ["seal"]:
        cache.set(BEAT, at.timestamp(), timeout=BEAT_LASTS.total_seconds())
    return failed


def chosen(only: Sequence[str], leaving_out: Sequence[str]) -> list[str]:
    """Return the duties that this worker does.

    Raises
    ------
    TeachingError
        ``duty_unknown``.
    """
    unknown = {*only, *leaving_out} - DUTIES.keys()
    if unknown:
        raise TeachingError("duty_unknown", name=", ".join(sorted(unknown)), known=", ".join(DUTIES))
    return [name for name in DUTIES if (not only or name in only) and name not in leaving_out]


@app.command()
def worker(
    once: Annotated[bool, typer.Option(help="Do each duty once and end.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Do this duty alone; repeatable.")] = None,
    leave: Annotated[list[str] | None, typer.Option(help="Leave this duty to others; repeatable.")] = None,
) -> None:
    """Do the work that waits until Ctrl-C or SIGTERM."""
    sys.excepthook = uncaught
    duties = chosen(only or (), leave or ())
    every_s = _SEALS_EVERY_S if duties == ["seal"] else _EVERY_S
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    while True:
        failed = work_once(now(), duties)
        close_old_connections()
        if once:
            raise typer.Exit(1 if failed else 0)
        if ended.wait(every_s):
            return
