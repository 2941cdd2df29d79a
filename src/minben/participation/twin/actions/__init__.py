"""What others may do with blocks: begin, describe, correct, study, show, and say whether neighbours may look."""

from minben.participation.twin.actions.consenting import consent
from minben.participation.twin.actions.settingup import (
    NewBlock,
    begin,
    correct,
    describe,
    link,
    place_site,
    show,
)
from minben.participation.twin.actions.studying import NewStudy, propose, study_lifts
from minben.participation.twin.actions.thinning import thin_drafts
from minben.participation.twin.core.facade import House
from minben.participation.twin.refusals import TwinError

__all__ = [
    "House",
    "NewBlock",
    "NewStudy",
    "TwinError",
    "begin",
    "consent",
    "correct",
    "describe",
    "link",
    "place_site",
    "propose",
    "show",
    "study_lifts",
    "thin_drafts",
]
