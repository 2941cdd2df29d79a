"""What others may read of topics: candidates with their evidence, who speaks of them, how the list came about."""

from minben.needs.topics.queries.listed import Candidate, MiningRow, candidates, members, mining, months

__all__ = ["Candidate", "MiningRow", "candidates", "members", "mining", "months"]
