"""This feature's part of the sample city: the old block in Willow Road, for which the owners vote about a lift."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from minben.participation.twin import actions
from minben.participation.twin.invented import HOUSE, site

RULE = "cn-gb50180-great-cold-2h"
# The cards of two places: where the vote would have the lift, and for comparison the other side.
SHAFTS, COMPARED = ("standard-solid", "standard-glass", "slim-glass"), "front-1-slim-glass"


def set_up(*, decision_id: int, unit_id: int, place_id: int | None, worker: int, at: datetime) -> int:
    """Set the block up as a street office would, and compute it; return its key."""
    began = at - timedelta(days=25)
    new = actions.NewBlock(
        name="柳荫路七号楼", name_en="House 7, Willow Road", unit_id=unit_id, place_id=place_id,
        decision_id=decision_id,
    )  # fmt: skip
    key = actions.begin(new=new, by=worker, at=began)
    actions.place_site(block_id=key, site=site(), faults=(), by=worker, at=began)
    actions.describe(block_id=key, house=HOUSE, by=worker, at=began)
    # On the ground floor one household walled its kitchen window up; another has a wider living room.
    corrections: dict[str, dict[str, object]] = {"104-b1": {"out": True}, "201-f1": {"width_m": 2.4}}
    actions.correct(block_id=key, corrections=corrections, by=worker, at=began + timedelta(hours=1))
    study = actions.NewStudy(
        rule=RULE, shafts=SHAFTS, day=localdate(at), exactly=(COMPARED,), fund_cents=30_000_00
    )
    # The engine was cleared today; it computes what was set up before the notice.
    actions.study_lifts(block_id=key, new=study, by=worker, at=at)
    actions.show(block_id=key, by=worker, at=at)
    return key
