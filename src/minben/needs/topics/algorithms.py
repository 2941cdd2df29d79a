"""The algorithms of topics, as the public register shows them."""

from minben.institutions.sandbox import actions as sandbox
from minben.needs.topics import trials

FINDER, RANKING = "topics.finder", "topics.ranking"
FINDER_VERSION, RANKING_VERSION = trials.FINDER_VERSION, trials.RANKING_VERSION
_FEATURE = "minben.needs.topics"


def declare() -> None:
    """Enter the algorithms in the register of this process."""
    told = sandbox.Declaration.from_parameters
    sandbox.declare(
        [
            told(_FEATURE, "algorithm-finder", version=FINDER_VERSION, trial=trials.try_finder),
            told(_FEATURE, "algorithm-ranking", version=RANKING_VERSION, trial=trials.try_ranking),
        ]
    )
