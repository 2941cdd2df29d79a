"""Whether neighbours may see a dwelling's own row: its owners say so, each for themselves."""

from datetime import datetime

from django.db import transaction

from minben.participation.twin.actions.settingup import act
from minben.participation.twin.models import Block, Consent
from minben.participation.twin.refusals import TwinError


@transaction.atomic
def consent(*, block_id: int, dwelling: str, owner: int, shown: bool, at: datetime) -> None:
    """Write an owner's word down; the newest of each owner counts, and one refusal is enough.

    Parameters
    ----------
    owner : int
        Number of the owner in the list of the decision.

    Raises
    ------
    TwinError
        ``no_decision``: without a list of owners nobody can speak for a dwelling.
    """
    if not Block.objects.filter(pk=block_id, decision__isnull=False).exists():
        raise TwinError("no_decision")
    Consent.objects.create(block_id=block_id, dwelling=dwelling, owner=owner, shown=shown, at=at)
    act("twin.consented" if shown else "twin.consent_ended", block_id, None, at)
