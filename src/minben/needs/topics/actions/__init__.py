"""What others may do: look through a month, and let a removed request go."""

from minben.needs.topics.actions.mining import Mined, mine_month, mine_turn
from minben.needs.topics.actions.removing import follow_removals

__all__ = ["Mined", "follow_removals", "mine_month", "mine_turn"]
