"""Clearing algorithms on a fresh database: by the person at the console, for a day."""

from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth import get_user_model

from minben.accounts import actions as accounts
from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.needs.hotline import actions as hotline

CLASSIFIER = "hotline.classifier"
CONSOLE = "console"
_A_DAY = timedelta(days=1)
_BUILT_IN = ("hotline.finder", "topics.finder", "topics.ranking", "orders.queue_order", "twin.sunlight")
# Whom the breaker or a reviewer stopped, only a reviewer lets run again.
_STOPPED = {"tripped", "revoked"}
_WORSE = {"evidence_over_limit", "evidence_without_error"}


def clear_for_turn(model_dir: Path | None, *, at: datetime) -> datetime | None:
    """Let the algorithms of one turn run for a day, cleared by whoever runs it on this machine.

    Whoever may run commands here answers for the city's data already; the act is written into the ledger under the
    account ``console``. A clearance that holds is left as it is, what was stopped stays stopped, and what shows more
    errors in its trial than was declared does not run.

    Returns
    -------
    datetime | None
        Until when the account ``console`` cleared something just now; None when it cleared nothing.
    """
    cleared = False
    for name in _BUILT_IN:
        told = register.declaration(name)
        if told and _may_be_cleared(name, told.running_version, at):
            cleared = _clear(name, told.running_version, sandbox.try_out(name=name, at=at), at) or cleared
    if model_dir is not None:
        cleared = _clear_model(model_dir, at) or cleared
    return at + _A_DAY if cleared else None


def _clear_model(model_dir: Path, at: datetime) -> bool:
    card = hotline.evidence_of(model_dir)
    if not _may_be_cleared(CLASSIFIER, card.version, at):
        return False
    evidence = sandbox.record_evidence(name=CLASSIFIER, result=card, at=at)
    return _clear(CLASSIFIER, card.version, evidence, at, hotline.threshold_of(model_dir))


def _may_be_cleared(name: str, version: str, at: datetime) -> bool:
    standing = register.standing(name=name, at=at, version=version)
    return not standing.cleared and standing.why_not not in _STOPPED


def _clear(name: str, version: str, evidence: int, at: datetime, threshold: float | None = None) -> bool:
    """Clear it; False where its evidence is worse than what was declared: then people decide, and the turn goes on."""
    told = register.declaration(name)
    limit = told.error_limit if told else 0.1
    terms = sandbox.Terms(
        expires=at + _A_DAY, error_limit=limit, threshold=threshold, conditions="console, one day"
    )
    try:
        sandbox.clear(name=name, version=version, by=_console(at), evidence=evidence, terms=terms, at=at)
    except sandbox.ClearanceError as refused:
        if refused.code not in _WORSE:
            raise
        return False
    return True


def _console(at: datetime):  # type: ignore[no-untyped-def]  # the user model is named by a setting
    ids = accounts.create_accounts(
        accounts=[
            accounts.NewAccount(username=CONSOLE, role=accounts.Role.REVIEWER, display="控制台 console")
        ],
        at=at,
    )
    return get_user_model().objects.get(pk=ids[CONSOLE])
