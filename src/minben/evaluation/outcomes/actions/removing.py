"""What a person said when they were asked goes when its time is over; yes, no and marks stay without them."""

from collections.abc import Sequence
from datetime import datetime

from minben.evaluation.outcomes.models import Voice
from minben.needs.hotline.actions import Removed
from minben.needs.hotline.core.masking import mask


def follow_removals(removals: Sequence[Removed], at: datetime) -> None:
    """Cover and then delete the words of answers; what figures are made of stays."""
    for removed in removals:
        said = Voice.objects.filter(request_id__in=removed.request_ids).exclude(words="")
        if "calls" in removed.parts:
            said.update(words="")
        elif "words" in removed.parts:
            rows = list(said)
            for row, covered in zip(rows, mask([row.words for row in rows]), strict=True):
                row.words = covered.text
            Voice.objects.bulk_update(rows, ["words"], batch_size=500)
