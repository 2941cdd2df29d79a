"""An algorithm to be tried, cleared and stopped in these tests, and its trials."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from minben.commons.digests import digest
from minben.commons.statistics import share
from minben.institutions.sandbox import declared
from minben.institutions.sandbox.actions import (
    Declaration,
    Measure,
    Terms,
    TrialContext,
    TrialResult,
    Words,
    clear,
    declare,
    record_evidence,
)
from minben.institutions.sandbox.core.declaration import TEXTS
from tests.accounts.cast import account

NAME = "test.sorter"
VERSION = "v1"


def good_trial(context: TrialContext) -> TrialResult:
    """Try a sorter that is right 90 times in 100, and 80 times for those over eighty."""
    measures = (
        Measure("accuracy", share(90, 100)),
        Measure("accuracy", share(64, 80), "age:80+"),
        Measure("accuracy", share(95, 100), "age:under 35"),
        Measure("accuracy", share(3, 4), "channel:sign"),
    )
    content = f"{context.seed}".encode()
    return TrialResult(VERSION, 100, digest(content), measures, data_source="made for the test")


def other_version_trial(context: TrialContext) -> TrialResult:
    result = good_trial(context)
    return TrialResult("v2", result.rows, result.data_digest, result.measures)


def failing_trial(context: TrialContext) -> TrialResult:
    raise RuntimeError(f"no data in {context.data}")


def writing_trial(context: TrialContext) -> TrialResult:
    """Try to keep a megabyte for later, which a trial may not."""
    if context.data:
        Path(context.data).write_bytes(b"x" * 2**20)
    return good_trial(context)


def limits_trial(context: TrialContext) -> TrialResult:
    """Report the limits it runs under, as its number of rows."""
    result = good_trial(context)
    seconds = resource.getrlimit(resource.RLIMIT_CPU)[0]
    return TrialResult(VERSION, seconds, result.data_digest, result.measures)


def sorter(**changes: object) -> Declaration:
    told = {field: Words(zh=f"{field} 说明", en=f"about {field}") for field in TEXTS}
    fields = {"name": NAME, "version": VERSION, "error_limit": 0.1, "trial": good_trial, **told, **changes}
    return Declaration(**fields)


@contextmanager
def only_declared(*declarations: Declaration) -> Iterator[None]:
    """Let nothing but these be in the register, and put back what was there before."""
    before = dict(declared._declared)
    declared._declared.clear()
    declare(declarations)
    try:
        yield
    finally:
        declared._declared.clear()
        declared._declared.update(before)


def evidence(at: datetime, version: str = VERSION, by: str | None = None) -> int:
    result = good_trial(TrialContext(at=at))
    tried = TrialResult(version, result.rows, result.data_digest, result.measures, "made for the test")
    return record_evidence(name=NAME, result=tried, at=at, by=account(by) if by else None)


def cleared(at: datetime, days: int = 180, threshold: float | None = 0.8, version: str = VERSION) -> int:
    """Let reviewer Gao Ming clear the sorter on fresh evidence."""
    terms = Terms(expires=at + timedelta(days=days), error_limit=0.1, threshold=threshold)
    return clear(
        name=NAME,
        version=version,
        by=account("gao.ming"),
        evidence=evidence(at, version),
        terms=terms,
        at=at,
    )
