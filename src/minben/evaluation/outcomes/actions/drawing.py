"""Draws whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from minben.evaluation.outcomes import asking
from minben.evaluation.outcomes.core.facts import DAY_S, Facts, Flags, Ints
from minben.evaluation.outcomes.core.sampling import DrawnAs, draw
from minben.evaluation.outcomes.models import FollowUp
from minben.evaluation.outcomes.queries.gathering import Period, gather
from minben.evaluation.outcomes.words import AskedBy
from minben.ground.registers import queries as registers
from minben.ledger.actions import Act, write

# Work older than this is finished so rarely that looking for it every night would cost more than it finds.
_LOOK_BACK = timedelta(days=400)
_OLD = (registers.AgeBand.FROM_80.value,)


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many follow-ups were opened, and why."""

    followups: int
    not_solved: int
    vulnerable: int
    random: int


def draw_followups(
    *, at: datetime, seed: int, size: int | None = None, asked_by: str = AskedBy.CENTRE
) -> Drawn:
    """Open follow-ups for requests finished within the last days, each person asked once per finish.

    Everybody who said "not solved" before and everybody easily overlooked is drawn, and a share of the rest.

    Parameters
    ----------
    at : datetime
        Now.
    seed : int
        Written to the ledger, so that an auditor can repeat the draw.
    size : int or None
        Most that the callers can manage.
    asked_by : str
        ``centre`` or ``third_party``; never the unit that acted.

    Returns
    -------
    Drawn
    """
    day = timezone.localdate(at)
    rule = asking.rule(day)
    gathered = gather(Period(since=at - _LOOK_BACK), at=at)
    facts = gathered.facts
    rows = np.flatnonzero(_candidates(facts, gathered.kind, at, rule.within_days))
    with transaction.atomic():
        rows = _not_asked_yet(facts, rows)
        drawing = draw(
            np.random.default_rng(seed),
            not_solved=(facts.solved == 0)[rows],
            vulnerable=_vulnerable(facts, rows, at),
            share=rule.share,
            size=size,
        )
        version = asking.questionnaire(day).since
        FollowUp.objects.bulk_create(
            [
                FollowUp(
                    request_id=int(facts.request[row]),
                    unit_id=int(facts.unit[row]) if facts.unit[row] >= 0 else None,
                    drawn_at=at, drawn_as=why, asked_by=AskedBy(asked_by), questionnaire=version,
                )
                for row, why in zip(rows[drawing.rows], drawing.drawn_as, strict=True)
            ],
            batch_size=2_000,
        )  # fmt: skip
        drawn = _counted(drawing.drawn_as)
        _tell(drawn, at=at, seed=seed, candidates=len(rows))
    return drawn


def _candidates(facts: Facts, kind: NDArray[Any], at: datetime, within_days: int) -> Flags:
    recent = (at.timestamp() - facts.finished >= 0) & (at.timestamp() - facts.finished <= within_days * DAY_S)
    # Nobody rings up a whistle-blower, and who asked without a name cannot be rung up.
    by_name: Flags = (facts.person >= 0) & np.not_equal(kind, "whistle")
    return facts.is_finished() & recent & ~facts.chaser & by_name


def _not_asked_yet(facts: Facts, rows: Ints) -> Ints:
    """Keep the rows without a follow-up since their finish."""
    asked: dict[int, datetime] = {}
    wanted = facts.request[rows].tolist()
    for start in range(0, len(wanted), 10_000):
        chunk = FollowUp.objects.filter(request_id__in=wanted[start : start + 10_000]).order_by("drawn_at")
        asked |= dict(chunk.values_list("request_id", "drawn_at"))
    open_ones = set(FollowUp.objects.filter(state="open").values_list("request_id", flat=True))
    keep = [
        row
        for row in rows.tolist()
        if (key := int(facts.request[row])) not in open_ones
        and not (key in asked and asked[key].timestamp() >= facts.finished[row])
    ]
    return np.array(keep, dtype=np.int64)


def _vulnerable(facts: Facts, rows: Ints, at: datetime) -> Flags:
    groups = registers.groups(facts.person[rows].tolist(), at=at)
    old = np.isin(groups.age.astype(str), _OLD)
    poor = groups.income.astype(str) == registers.Income.LOW.value
    return np.asarray(old | poor | (groups.condition.astype(str) != registers.Condition.NONE.value))


def _counted(drawn_as: Sequence[DrawnAs]) -> Drawn:
    def count(why: DrawnAs) -> int:
        return sum(each is why for each in drawn_as)

    return Drawn(len(drawn_as), count(DrawnAs.NOT_SOLVED), count(DrawnAs.VULNERABLE), count(DrawnAs.RANDOM))


def _tell(drawn: Drawn, *, at: datetime, seed: int, candidates: int) -> None:
    detail = {"seed": seed, "candidates": candidates, "drawn": drawn.followups}
    write([Act("outcomes.drawn", "machine", "outcomes:followups", at, detail=detail)])
