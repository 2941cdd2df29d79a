"""Every algorithm runs behind this guard; what it may not do, people do."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import Http404

from minben.commons import kept
from minben.institutions.sandbox.core.breaker import fails_too_often, past_limit
from minben.institutions.sandbox.models import Clearance, Revocation
from minben.institutions.sandbox.queries import Standing, standing
from minben.institutions.sandbox.tallies import Figures, add, figures
from minben.ledger.actions import Act, write

log = logging.getLogger("minben.sandbox")


class Guard:
    """What a run is told (may I, from which confidence on) and what it tells back."""

    def __init__(self, name: str, version: str, standing: Standing) -> None:
        self.name = name
        self.version = version
        self.standing = standing
        self.failed = False
        self.items = 0
        self.abstained = 0

    @property
    def cleared(self) -> bool:
        """True when the algorithm may run; otherwise people decide."""
        return self.standing.cleared

    @property
    def why_not(self) -> str:
        """The code of the reason it may not run, or that it broke off: ``failed``."""
        return "failed" if self.failed else self.standing.why_not

    @property
    def threshold(self) -> float | None:
        """The least confidence at which its result may stand; below it, people decide."""
        clearance = self.standing.clearance
        return clearance.threshold if clearance and self.cleared else None

    @property
    def evidence_until(self) -> datetime | None:
        """When the clearance ends."""
        clearance = self.standing.clearance
        return clearance.expires if clearance else None

    def count(self, *, items: int, abstained: int = 0) -> None:
        """Tell how many items were looked at, and in how many of them people must decide."""
        self.items += items
        self.abstained += abstained


class Counts:
    """What the guards of one act counted, until the act writes it down."""

    def __init__(self) -> None:
        self.runs: list[tuple[Guard, datetime]] = []

    def write(self) -> None:
        """Write it down within the act's own transaction."""
        add([(_clearance(run), at, _figures(run)) for run, at in self.runs])
        self.runs.clear()


_counts: ContextVar[Counts | None] = ContextVar("_counts", default=None)


@contextmanager
def counting() -> Iterator[Counts]:
    """Let an act write with its own rows what its guards count: a count alone is not worth a commit.

    Runs that broke off are not gathered: they are told after the roll-back, whatever becomes of the act.
    """
    counts = Counts()
    before = _counts.set(counts)
    try:
        yield counts
    finally:
        _counts.reset(before)


@contextmanager
def guard(name: str, *, version: str, at: datetime, rows: bool = True) -> Iterator[Guard]:
    """Run one version of an algorithm if it is cleared.

    Inside a transaction the block runs in a savepoint, unless it touches no ``rows``. When it raises, its
    writes are rolled back, the failure is counted after the roll-back, and the block ends quietly with
    ``why_not == "failed"``: the caller falls back to people as if the algorithm had abstained. A refused
    reading, a missing page, a full disk and an interruption are not its fault and pass through.

    Examples
    --------
    The result is set before, so that it is there whatever happens::

        guesses = None
        with guard("hotline.classifier", version=model.version, at=at) as run:
            if run.cleared:
                guesses = model.predict(texts)
                run.count(items=len(texts), abstained=int((guesses.confidence < run.threshold).sum()))
    """
    run = Guard(name, version, standing(name=name, at=at, version=version))
    if not run.cleared:
        yield run
        return
    try:
        # Outside a transaction there is nothing to protect, and opening one would make every page a writer.
        with transaction.atomic() if rows and transaction.get_connection().in_atomic_block else nullcontext():
            yield run
    except (PermissionDenied, Http404, OperationalError):
        raise
    except Exception:
        log.exception("%s %s broke off; people decide", name, version)
        run.failed = True
        run.abstained = run.items
    counts = _counts.get()
    if run.failed or (run.items and counts is None):
        # After the commit: what broke off must be told even so, and a count must never stop a request.
        transaction.on_commit(lambda: _tally(run, at), robust=True)
    elif run.items and counts is not None:
        counts.runs.append((run, at))


@transaction.atomic
def report_errors(name: str, *, version: str, wrong: int, of: int, at: datetime) -> bool:
    """Tell how many results people corrected, of how many they looked at; return True when the breaker trips.

    Past its error limit the algorithm stops by itself and stays stopped until a person clears it on fresh
    evidence. Results of a version without a running clearance are not counted.
    """
    if not 0 <= wrong <= of:
        raise ValueError(f"{wrong} wrong of {of} looked at is not possible")
    found = standing(name=name, at=at, version=version).clearance
    if found is None or found.ended or of == 0:
        return False
    _one_after_the_other(found.key)
    add([(found.key, at, Figures(checked=of, wrong=wrong))])
    sums = figures(found.key)
    if not past_limit(sums.wrong, sums.checked, found.error_limit):
        return False
    return _trip(found.key, f"errors {sums.wrong}/{sums.checked}", at)


@transaction.atomic
def _tally(run: Guard, at: datetime) -> None:
    clearance = run.standing.clearance
    if clearance is None:
        return
    if run.failed:
        _one_after_the_other(clearance.key)
    add([(clearance.key, at, _figures(run))])
    if run.failed:
        today = figures(clearance.key, on=at)
        if fails_too_often(today.failures, today.runs, clearance.error_limit):
            _trip(clearance.key, f"failures {today.failures}/{today.runs}", at)


def _one_after_the_other(clearance: int) -> None:
    """Let two that tell of errors see each other's: the sum decides."""
    list(Clearance.objects.select_for_update().filter(pk=clearance).values_list("pk"))


def _clearance(run: Guard) -> int:
    clearance = run.standing.clearance
    return clearance.key if clearance else 0


def _figures(run: Guard) -> Figures:
    return Figures(runs=1, items=run.items, abstained=run.abstained, failures=int(run.failed))


def _trip(clearance: int, reason: str, at: datetime) -> bool:
    row = Clearance.objects.get(pk=clearance)
    kept.changed()
    _end, made = Revocation.objects.get_or_create(
        clearance=row, defaults={"at": at, "by": None, "reason": reason, "trip": True}
    )
    if made:
        write(
            [
                Act(
                    what="sandbox.tripped",
                    who="sandbox.breaker",
                    subject=f"sandbox.clearance:{clearance}",
                    at=at,
                    algorithm=row.algorithm,
                    version=row.version,
                    detail={"reason": reason},
                )
            ]
        )
    return made
