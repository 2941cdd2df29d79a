"""Is everything working? What a watcher and a curious resident may know, without a single person's data."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from minben.institutions.sandbox import queries as sandbox
from minben.ledger import queries as ledger
from minben.loop import queries as nights
from minben.needs.hotline import queries as hotline
from minben.portal.words import age_in_words

BEAT = "minben.worker.beat"
BEAT_LASTS = timedelta(days=7)
WORKER_LATE = timedelta(minutes=5)
SEALER_LATE = timedelta(minutes=10)
MESSAGES_LATE = timedelta(hours=1)
NIGHT_LATE = timedelta(days=2)
DISK_LOW_B = 1_000_000_000
DISK_FULL_B = 100_000_000


class State(StrEnum):
    """The tones of the page: all well, slower but safe, or something does not work."""

    GOOD = "good"
    CARE = "care"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its figure in words, and what it means for the reader."""

    code: str
    name: str
    state: State
    figure: str
    meaning: str
    measured: float
    unit: str = ""


def look(*, at: datetime) -> list[Check]:
    """Look at everything that the rest of the house stands on; a database that is away hides the others."""
    checks = [_database()]
    if checks[0].state is State.GOOD:
        checks += [_worker(at), _messages(at), _nights(at), _sealer(at), _algorithms(at)]
    return [*checks, _disk()]


def worst(checks: list[Check]) -> State:
    """Return the state of the whole: that of its worst part."""
    order = list(State)
    return max((check.state for check in checks), key=order.index)


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        meaning = _("Requests are taken on paper by phone and keyed in later.")
        return Check("database", _("Database"), State.DANGER, _("does not answer"), meaning, 0)
    return Check("database", _("Database"), State.GOOD, _("answers"), "", 1)


def _worker(at: datetime) -> Check:
    """Time since the worker last did all its duties; it leaves a mark in the cache, which is the database."""
    name = _("Background work")
    beat: float | None = cache.get(BEAT)
    meaning = _("Letters and messages go out later. Requests are taken and sent on as always.")
    if beat is None:
        unseen = BEAT_LASTS.total_seconds()
        return Check("worker", name, State.CARE, _("has not been seen"), meaning, unseen, "s")
    age = max(at.timestamp() - beat, 0.0)
    figure = _("last seen %(age)s ago") % {"age": age_in_words(age)}
    if age > WORKER_LATE.total_seconds():
        return Check("worker", name, State.CARE, figure, meaning, age, "s")
    return Check("worker", name, State.GOOD, figure, "", age, "s")


def _messages(at: datetime) -> Check:
    meaning = _("Messages go out later; clerks call where none can be sent.")
    return _waiting("messages", _("Messages to people"), hotline.backlog_age(at=at), MESSAGES_LATE, meaning)


def _nights(at: datetime) -> Check:
    """Time since a duty of the night was last done: reminders, draws, figures, forgetting, backups."""
    name, meaning = _("Nightly work"), _("Reminders and follow-up calls come later.")
    done = nights.last_done(at=at)
    if done is None:
        return Check("nights", name, State.GOOD, _("no night yet"), "", 0, "s")
    age = max((at - done).total_seconds(), 0.0)
    late = age > NIGHT_LATE.total_seconds()
    figure = _("last done %(age)s ago") % {"age": age_in_words(age)}
    return Check(
        "nights", name, State.CARE if late else State.GOOD, figure, meaning if late else "", age, "s"
    )


def _sealer(at: datetime) -> Check:
    meaning = _("New acts are recorded but their proof comes later.")
    return _waiting("sealer", _("Sealing of the ledger"), ledger.backlog_age(at=at), SEALER_LATE, meaning)


def _waiting(code: str, name: str, age: timedelta, late: timedelta, meaning: str) -> Check:
    seconds = age.total_seconds()
    if not seconds:
        return Check(code, name, State.GOOD, _("nothing waits"), "", 0, "s")
    figure = _("the oldest waits %(age)s") % {"age": age_in_words(seconds)}
    behind = age > late
    return Check(
        code, name, State.CARE if behind else State.GOOD, figure, meaning if behind else "", seconds, "s"
    )


def _algorithms(at: datetime) -> Check:
    register = sandbox.register(at)
    running = sum(listed.standing.cleared for listed in register)
    figure = _("%(running)s of %(all)s may run") % {"running": running, "all": len(register)}
    if running == len(register):
        return Check("algorithms", _("Algorithms"), State.GOOD, figure, "", running)
    meaning = _("Where one may not run, clerks decide by hand, and it takes longer.")
    return Check("algorithms", _("Algorithms"), State.CARE, figure, meaning, running)


def _disk() -> Check:
    free = shutil.disk_usage(settings.MINBEN_HOME).free
    figure = _("%(gigabytes)s GB free") % {"gigabytes": f"{free / 1e9:.1f}"}
    if free >= DISK_LOW_B:
        return Check("disk", _("Disk"), State.GOOD, figure, "", free, "B")
    state = State.DANGER if free < DISK_FULL_B else State.CARE
    meaning = _("Photos may be refused; words are still taken.")
    return Check("disk", _("Disk"), state, figure, meaning, free, "B")
