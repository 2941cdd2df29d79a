"""The trial of the queue order: seeded busy days, worked through in this order and by deadline alone."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from minben.commons.digests import digest
from minben.commons.statistics import share
from minben.dispatch.orders.core.priority import VERSION, Waiting, deadline_order, queue_order
from minben.dispatch.orders.limits import value_at
from minben.institutions.sandbox.actions import Measure, TrialContext, TrialResult

_DAYS = 400
_A_DAY = 40
_MINUTES_EACH = 30.0


@dataclass(slots=True)
class _Late:
    """Orders finished after their deadline, and all of them, in one group."""

    late: int = 0
    all: int = 0

    def add(self, late: NDArray[np.bool_]) -> None:
        self.late += int(late.sum())
        self.all += len(late)


def trial(context: TrialContext) -> TrialResult:
    """Work through imagined days twice; show who would be late, and whether danger ever waited."""
    rng = np.random.default_rng(context.seed)
    weights = value_at("priority", "weights", context.at)
    wrong, parts = 0, []
    late = {(way, group): _Late() for way in ("late", "late_by_deadline") for group in ("yes", "no")}
    for _ in range(_DAYS):
        day = _day(rng, context.at)
        order = queue_order(day, now_s=context.at.timestamp(), weights=weights).order
        wrong += int(_danger_waits(day, order))
        for way, ranks in (("late", order), ("late_by_deadline", deadline_order(day))):
            _count(day, ranks, context.at, {g: late[way, g] for g in ("yes", "no")})
        parts.append(order.tobytes())
    measures = [Measure("wrong", share(wrong, _DAYS))]
    measures += [
        Measure(way, share(kept.late, kept.all), group=f"vulnerable:{group}")
        for (way, group), kept in late.items()
    ]
    return TrialResult(
        VERSION, _DAYS * _A_DAY, digest(b"".join(parts)), tuple(measures), "seeded imagined days"
    )


def _day(rng: np.random.Generator, at: datetime) -> Waiting:
    n = _A_DAY
    now = at.timestamp()
    return Waiting(
        keys=np.arange(n),
        danger=rng.random(n) < 0.05,
        vulnerable=rng.random(n) < 0.25,
        due_s=now + 3600 * rng.uniform(-4, 60, n),
        received_s=now - 3600 * rng.uniform(0, 72, n),
        rounds=1 + (rng.random(n) < 0.08),
        people=1 + rng.poisson(0.4, n),
    )


def _danger_waits(day: Waiting, order: NDArray[np.int64]) -> bool:
    danger = np.asarray(day.danger)[order]
    return bool(np.any(np.diff(danger.astype(int)) > 0))


def _count(day: Waiting, ranks: NDArray[np.int64], at: datetime, groups: dict[str, _Late]) -> None:
    done = at.timestamp() + 60 * _MINUTES_EACH * (1 + np.arange(len(ranks)))
    late = done > np.asarray(day.due_s)[ranks]
    vulnerable = np.asarray(day.vulnerable)[ranks]
    groups["yes"].add(late[vulnerable])
    groups["no"].add(late[~vulnerable])
