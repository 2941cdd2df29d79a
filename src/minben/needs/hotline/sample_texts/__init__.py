"""Requests of the sample city, written by a grammar of our own: nobody ever sent them.

Pure: the same `random.Random` seed writes the same year. The phrases are data (``parameters/sample``).
"""

from minben.needs.hotline.sample_texts.outcomes import SampleOutcome, simulate_outcome
from minben.needs.hotline.sample_texts.tree import Leaf, Limits, Parent, leaves, parents
from minben.needs.hotline.sample_texts.writer import SampleRequest, write_requests

__all__ = [
    "Leaf",
    "Limits",
    "Parent",
    "SampleOutcome",
    "SampleRequest",
    "leaves",
    "parents",
    "simulate_outcome",
    "write_requests",
]
