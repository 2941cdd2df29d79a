"""Sums up how it went and keeps the summary, so that pages need not reckon."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from minben.commons.digests import JSON
from minben.evaluation.outcomes import asking
from minben.evaluation.outcomes.core.facts import Facts
from minben.evaluation.outcomes.core.notation import to_json
from minben.evaluation.outcomes.core.renewal import renewed
from minben.evaluation.outcomes.core.summaries import Frame, Summary, sum_up
from minben.evaluation.outcomes.models import Snapshot
from minben.evaluation.outcomes.queries.gathering import EPOCH, Period, calls, gather, voices
from minben.evaluation.outcomes.queries.published import latest
from minben.ledger.actions import Act, write


def summarise(
    *, at: datetime, since: datetime | None = None, until: datetime | None = None, turn: str = ""
) -> Summary:
    """Sum up the requests received in a period, or those of one turn, and append the summary to the history.

    Parameters
    ----------
    at : datetime
        Now; contacts up to now tell who came back.
    since, until : datetime or None
        Received from ``since`` on and before ``until``; None leaves that side open.
    turn : str
        Only the requests of this turn. What is known then ends with the export's last event, not with ``at``:
        a year-old file must not look as if everything open in it had waited until today.

    Returns
    -------
    Summary
    """
    period = Period(since, until, turn)
    gathered = gather(period, at=at)
    facts = gathered.facts
    frame = Frame(
        since=since,
        until=until,
        at=at,
        observed_until=_last_event(facts, at) if turn else at,
        turn=turn,
        rows=facts.received < (until.timestamp() if until else np.inf),
    )
    marks = asking.satisfied_from(timezone.localdate(at))
    said = voices(period, facts.request)
    facts = replace(facts, solved=np.where(np.isnan(said.solved), facts.solved, said.solved))
    summary = sum_up(facts, said, calls(period), gathered.dimensions, frame, satisfied_from=marks)
    with transaction.atomic():
        if (since, until, turn) == (None, None, "") and (published := latest()) is not None:
            summary = renewed(published, summary)
        kept = Snapshot.objects.create(at=at, since=since, until=until, turn=turn, facts=to_json(summary))
        detail: dict[str, JSON] = {"requests": summary.requests, "turn": turn}
        write([Act("outcomes.summarised", "machine", f"outcomes.snapshot:{kept.pk}", at, detail=detail)])
    return summary


def _last_event(facts: Facts, at: datetime) -> datetime:
    moments = np.concatenate([facts.received, facts.finished])
    known = moments[~np.isnan(moments) & (moments <= at.timestamp())]
    return EPOCH + timedelta(seconds=float(known.max())) if len(known) else at
