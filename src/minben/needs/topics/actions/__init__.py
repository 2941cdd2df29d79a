"""What others may do: look through a month, let what is new join it, and let an erased request go."""

from minben.needs.topics.actions.joining import Joined, join_new
from minben.needs.topics.actions.mining import Mined, mine_month, mine_turn
from minben.needs.topics.actions.removing import follow_removals

__all__ = ["Joined", "Mined", "follow_removals", "join_new", "mine_month", "mine_turn"]
