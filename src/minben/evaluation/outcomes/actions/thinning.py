"""Old summaries go by themselves, so that the history of figures does not outgrow the city's own."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from minben.commons.digests import JSON
from minben.commons.parameters import load
from minben.evaluation.outcomes.asking import PACKAGE
from minben.evaluation.outcomes.core.thinning import Kept, spare
from minben.evaluation.outcomes.models import Snapshot
from minben.ledger.actions import Act, write

_AT_ONCE = 500


@transaction.atomic
def thin_snapshots(*, at: datetime) -> int:
    """Remove summaries older than the rule of the day, but the last of each month and the newest of each turn.

    Returns
    -------
    int
        How many went.
    """
    rule = load(PACKAGE, "retention").at("snapshots", localdate(at))
    before = localdate(at) - timedelta(days=rule.value["days"])
    rows = Snapshot.objects.order_by("at", "id").values_list("pk", "turn", "since", "until", "at")
    kept = [Kept(key, (turn, *period), localdate(made)) for key, turn, *period, made in rows]
    gone = spare(kept, before=before)
    for start in range(0, len(gone), _AT_ONCE):
        Snapshot.objects.filter(pk__in=gone[start : start + _AT_ONCE]).remove_by_rule()
    if gone:
        detail: dict[str, JSON] = {"count": len(gone), "rule": rule.since.isoformat()}
        write([Act("outcomes.thinned", "machine", "outcomes.snapshot", at, detail=detail)])
    return len(gone)
