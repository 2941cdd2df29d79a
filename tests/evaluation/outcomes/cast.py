"""A small city with people of several groups, their requests, and those who ask whether it helped."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from minben.accounts.actions import NewAccount, Role, create_accounts
from minben.accounts.models import User
from minben.dispatch.orders.models import Order
from minben.ground.registers import actions as registers
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Contact, Request

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 11, 10, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)

_codes = count(1)

STAFF = {
    "wang.fang": (Role.CLERK, "centre", registers.Duty.CLERK),
    "li.na": (Role.CLERK, "heat", registers.Duty.CLERK),
    "outside": (Role.CLERK, "", registers.Duty.CLERK),
    "zhao": (Role.OFFICER, "heat", registers.Duty.OFFICER),
    "he.jing": (Role.WORKER, "", registers.Duty.OFFICER),
    "liu.yan": (Role.ANALYST, "", registers.Duty.OFFICER),
    "gao.ming": (Role.REVIEWER, "", registers.Duty.OFFICER),
    "sun.li": (Role.AUDITOR, "", registers.Duty.OFFICER),
    "ma.chao": (Role.ADMINISTRATOR, "", registers.Duty.OFFICER),
    "li.wei": (Role.RESIDENT, "", registers.Duty.OFFICER),
}


@dataclass
class City:
    """Keys of what was enrolled, and the accounts by name."""

    places: dict[str, int]
    units: dict[str, int]
    people: dict[str, int]
    categories: dict[str, int]
    users: dict[str, User] = field(default_factory=dict)

    def request(self, person: str = "chen", **facts: Any) -> Request:
        """A request about heating, closed yesterday by the heating company unless said otherwise."""
        closed_at = facts.pop("closed_at", NOW - DAY)
        unit = facts.pop("unit", "heat")
        category = facts.pop("category", "heating")
        place = facts.pop("place", "north")
        phone = facts.pop("phone", "")
        made = Request.objects.create(
            code=f"G{next(_codes):07d}",
            text="我是陈桂英，三号楼暖气不热",
            masked="我是***，三号楼暖气不热",
            person_id=self.people.get(person),
            category_id=self.categories[category],
            category_by="person",
            unit_id=self.units.get(unit),
            place_id=self.places.get(place),
            closed_at=closed_at,
            **{
                "channel": "phone",
                "received_at": NOW - 5 * DAY,
                "state": "closed" if closed_at else "routed",
                **facts,
            },
        )
        if phone:
            Contact.objects.create(request=made, name="陈桂英", phone=phone)
        return made

    def order(self, request: Request, **facts: Any) -> Order:
        """The order of a request as the unit left it."""
        state = "closed" if request.closed_at else "dispatched"
        return Order.objects.create(
            **{
                "request": request, "unit_id": request.unit_id, "answers_id": request.unit_id,
                "category_id": request.category_id, "urgency": "normal", "received_at": request.received_at,
                "dispatched_at": request.received_at, "state": state, "done_at": request.closed_at,
                "closed_at": request.closed_at, **facts,
            }
        )  # fmt: skip


def build() -> City:
    kind, unit = registers.PlaceKind, registers.UnitKind
    places = registers.enrol_places(
        rows=[
            registers.NewPlace("north", kind.DISTRICT, "江北区", "North bank"),
            registers.NewPlace("riverside", kind.COMMUNITY, "江畔社区", "Riverside", parent="north"),
            registers.NewPlace("south", kind.DISTRICT, "江南区", "South bank"),
        ],
        at=NOW,
    )
    units = registers.enrol_units(
        rows=[
            registers.NewUnit("centre", unit.CENTRE, "12345热线中心", "12345 centre"),
            registers.NewUnit("heat", unit.COMPANY, "热力公司", "Heating company"),
            registers.NewUnit("roads", unit.DEPARTMENT, "市政管理处", "Roads department"),
        ],
        at=NOW,
    )
    codes = [("heating", "供暖", "Heating"), ("road", "道路破损", "Broken roads")]
    categories = hotline.add_categories(
        rows=[hotline.NewCategory(code=code, name=name, name_en=en) for code, name, en in codes], at=NOW
    )
    city = City(places, units, _people(), categories)
    city.users = _staff()
    return city


def _people() -> dict[str, int]:
    condition, income = registers.Condition, registers.Income
    registers.enrol_households(rows=[registers.NewHousehold("h1", "riverside", "三号楼")], at=NOW)
    rows = [
        registers.NewPerson(
            "chen", "陈桂英", born_year=1943, condition=condition.PHONELESS, household="h1", income=income.LOW
        ),
        registers.NewPerson("li.wei", "李伟", born_year=1994, income=income.MIDDLE),
        registers.NewPerson(
            "zhou.min", "周敏", born_year=1985, condition=condition.DEAF, income=income.MIDDLE
        ),
    ]
    rows += [registers.NewPerson(f"old{n}", "", born_year=1940, income=income.LOW) for n in range(40)]
    rows += [registers.NewPerson(f"young{n}", "", born_year=1998, income=income.HIGH) for n in range(60)]
    return registers.enrol_people(rows=rows, at=NOW)


def _staff() -> dict[str, User]:
    accounts = [NewAccount(name, role, hashed="!") for name, (role, _, _) in STAFF.items()]
    keys = create_accounts(accounts=accounts, at=NOW)
    spells = [
        registers.NewMembership(keys[name], unit, date(2025, 1, 1), duty)
        for name, (_, unit, duty) in STAFF.items()
        if unit
    ]
    registers.enrol_memberships(rows=spells, at=NOW)
    return {name: User.objects.get(pk=key) for name, key in keys.items()}
