"""What others may read of blocks without a purpose: what stands there, sums of studies, one's own card."""

from minben.participation.twin.queries.households import OwnCard, compensations, own_cards, shown_dwellings
from minben.participation.twin.queries.showing import (
    BlockRow,
    StudyRow,
    VersionRow,
    block,
    blocks,
    of_decision,
    studies,
    study,
    versions,
)

__all__ = [
    "BlockRow",
    "OwnCard",
    "StudyRow",
    "VersionRow",
    "block",
    "blocks",
    "compensations",
    "of_decision",
    "own_cards",
    "shown_dwellings",
    "studies",
    "study",
    "versions",
]
