"""From messages to topics: by the cleared algorithms, or by counting alone while none may run."""

from dataclasses import dataclass
from datetime import datetime

from minben.institutions.sandbox import actions as sandbox
from minben.needs.topics.core.counting import counted
from minben.needs.topics.core.shapes import Topic
from minben.needs.topics.gathering import Gathered

FINDER = "topics.finder"
FINDER_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Found:
    """Topics and how they came about: ``ranked``, ``found`` or ``counted``, and why no more was allowed."""

    topics: list[Topic]
    how: str
    why_not: str = ""
    algorithm: str = ""
    version: str = ""
    verified: bool = True


def find(gathered: Gathered, *, at: datetime) -> Found:
    """Find the topics of a month."""
    with sandbox.guard(FINDER, version=FINDER_VERSION, at=at) as guard:
        pass
    return Found(counted(gathered.messages), "counted", guard.why_not)
