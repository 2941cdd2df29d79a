"""Two districts, three counters and a few people of the cast."""

from datetime import UTC, date, datetime

from minben.ground.registers import actions
from minben.ground.registers.actions import (
    Condition,
    Duty,
    Gender,
    NewHousehold,
    NewMembership,
    NewPerson,
    NewPlace,
    NewUnit,
    PlaceKind,
    UnitKind,
)
from tests.city import GRANDMA_CHEN

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)

PLACES = (
    NewPlace("b3", PlaceKind.BUILDING, "江畔花园3号楼", parent="c1", lat=30.291, lon=120.179),
    NewPlace("c1", PlaceKind.COMMUNITY, "江畔社区", "Jiangpan Community", "d1", aliases=("江畔花园",)),
    NewPlace("c2", PlaceKind.COMMUNITY, "柳荫社区", "Liuyin Community", "d2"),
    NewPlace("d1", PlaceKind.DISTRICT, "江畔区", "Jiangpan District"),
    NewPlace("d2", PlaceKind.DISTRICT, "柳荫区", "Liuyin District"),
)
UNITS = (
    NewUnit("crew", UnitKind.COMPANY, "热力抢修队", parent="heat"),
    NewUnit("heat", UnitKind.COMPANY, "热力公司", "Heating Company", phone="0000-80000001"),
    NewUnit(
        "hall", UnitKind.CENTRE, "江畔区便民服务中心", "Jiangpan Service Centre", place="d1",
        address="民安路4号", address_en="4 Minan Road",
        opens="周一至周六 8:30–17:30", opens_en="Mon–Sat 8:30–17:30",
    ),
)  # fmt: skip
HOUSEHOLDS = (
    NewHousehold("h1", "b3", "江畔花园3号楼2单元502室", low_income=True),
    NewHousehold("h2", "c2", "柳荫路8号"),
)
LI_WEI = NewPerson("liwei", "李伟", "19900005678", 1998, Gender.MALE, Condition.NEWCOMER, household="h2")


def settle() -> dict[str, int]:
    """Enrol all of them; return the keys of the people."""
    actions.enrol_places(rows=PLACES, at=MORNING)
    actions.enrol_units(rows=UNITS, at=MORNING)
    actions.enrol_households(rows=HOUSEHOLDS, at=MORNING)
    return actions.enrol_people(rows=(GRANDMA_CHEN, LI_WEI), at=MORNING)


def employ(user: int, unit: str, since: date, until: date | None = None, duty: Duty = Duty.OFFICER) -> None:
    """Let somebody work in a unit."""
    actions.enrol_memberships(rows=[NewMembership(user, unit, since, duty, until)], at=MORNING)
