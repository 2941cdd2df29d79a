"""Follows the hotline: a word on the tracking page counts as much as one on the telephone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minben.evaluation.outcomes.models import FollowUp, Voice
from minben.evaluation.outcomes.words import FollowUpState, Way
from minben.needs.hotline.actions import Judgement


def follow_judgements(judgements: Sequence[Judgement], at: datetime) -> None:
    """Keep each judgement as a voice, unless it was we who passed it on; answers an open follow-up.

    ``loop`` puts this into ``hotline.actions.judged``.
    """
    wanted = [judgement.request_id for judgement in judgements]
    with transaction.atomic():
        ours = Voice.objects.filter(request_id__in=wanted, at=at)
        passed_on = set(ours.values_list("request_id", flat=True))
        new = [judgement for judgement in judgements if judgement.request_id not in passed_on]
        keys = [judgement.request_id for judgement in new]
        open_ones = FollowUp.objects.filter(request_id__in=keys, state=FollowUpState.OPEN)
        asked = dict(open_ones.values_list("request_id", "pk"))
        Voice.objects.bulk_create(
            Voice(
                request_id=judgement.request_id, followup_id=asked.get(judgement.request_id),
                way=Way.TRACKING, at=at, solved=judgement.solved, words=judgement.words,
            )
            for judgement in new
        )  # fmt: skip
        open_ones.update(state=FollowUpState.REACHED, closed_at=at)
