"""What ties a word to its person goes when their data goes; the word itself stays, as one voice."""

from collections.abc import Sequence
from datetime import datetime

from minben.evaluation.agenda.models import Verdict
from minben.needs.hotline.actions import Removed


def follow_removals(removals: Sequence[Removed], at: datetime) -> None:
    """Forget whose word it was, once the hotline has forgotten whose request it was."""
    for removed in removals:
        if "contact" in removed.parts:
            Verdict.objects.filter(request_id__in=removed.request_ids).update(person=None)
