"""Drafts of a block that nobody outside the office ever saw go by themselves; what was shown stays for good."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from minben.commons.digests import JSON
from minben.commons.parameters import load
from minben.ledger import actions as ledger
from minben.participation.twin.law import PACKAGE
from minben.participation.twin.models import Block, Study, Version


@transaction.atomic
def thin_drafts(*, at: datetime) -> int:
    """Remove versions and studies of blocks not shown that are older than the rule of the day; the newest stay.

    Returns
    -------
    int
        How many went.
    """
    rule = load(PACKAGE, "retention").at("unseen", localdate(at))
    old = {"at__lt": at - timedelta(days=rule.value["days"])}
    # Locked, so that none is shown meanwhile: what everybody could see once is not taken away.
    hidden = list(Block.objects.select_for_update().filter(shown_at=None).values_list("pk", flat=True))
    studies = Study.objects.filter(version__block__in=hidden)
    newest = studies.values("version__block").annotate(last=Max("pk")).values_list("last", flat=True)
    gone = studies.filter(**old).exclude(pk__in=list(newest)).remove_by_rule()
    versions = Version.objects.filter(block__in=hidden)
    last = versions.values("block").annotate(last=Max("pk")).values_list("last", flat=True)
    gone += versions.filter(studies=None, **old).exclude(pk__in=list(last)).remove_by_rule()
    if gone:
        detail: dict[str, JSON] = {"count": gone, "rule": rule.since.isoformat()}
        ledger.write([ledger.Act("twin.thinned", "machine", "twin.block", at, detail=detail)])
    return gone
