"""When a person has their request erased, it no longer speaks of a topic, nor lends it its words."""

from collections.abc import Sequence
from datetime import datetime

from minben.needs.hotline.actions import Removed
from minben.needs.topics.models import Member, Topic


def follow_removals(removals: Sequence[Removed], at: datetime) -> None:
    """Let erased requests go; a title made of the words of one of them falls back to heading and place.

    What is removed by rule, when its time is over, are personal data, and topics are made of covered words alone. The
    counts of a month stay: they are nobody's any more.
    """
    for removed in removals:
        if not removed.wholly:
            continue
        members = Member.objects.filter(request_id__in=removed.request_ids)
        led = list(members.filter(nth=0).values_list("topic_id", flat=True))
        Topic.objects.filter(pk__in=led).update(title="", keywords=[])
        members.delete()
