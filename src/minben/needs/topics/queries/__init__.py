"""What others may read of topics: candidates with their evidence, who speaks of them, how the list came about."""

from minben.needs.topics.queries.evidence import Discounted, Evidence, PlaceCount, discounted, evidence
from minben.needs.topics.queries.hearing import HeardRow, hearings
from minben.needs.topics.queries.listed import (
    Candidate,
    MiningRow,
    TopicRow,
    candidates,
    listed,
    members,
    mining,
    months,
    topic,
)
from minben.needs.topics.queries.seasons import Year, seasons
from minben.needs.topics.queries.words import SaidRow, said

__all__ = [
    "Candidate",
    "Discounted",
    "Evidence",
    "HeardRow",
    "MiningRow",
    "PlaceCount",
    "SaidRow",
    "TopicRow",
    "Year",
    "candidates",
    "discounted",
    "evidence",
    "hearings",
    "listed",
    "members",
    "mining",
    "months",
    "said",
    "seasons",
    "topic",
]
