"""The small cast and the small town that any test may use.

Who is who: Grandma Chen has no telephone, Li Wei came from another province, Zhou Min is deaf. Wang Fang takes calls,
officer Zhao works for the heating company, He Jing for the street, Liu Yan counts, Gao Ming reviews algorithms, Sun Li
audits, Ma Chao administers.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from minben.accounts.actions import NewAccount, Role, create_accounts
from minben.accounts.models import User
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import Order
from minben.ground.registers import actions as registers
from minben.ledger import actions as ledger
from minben.ledger.verification import findings
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Wednesday, at ten in the morning.
NOW = datetime(2026, 3, 11, 10, 0, tzinfo=SHANGHAI)
LONG_AGO = date(2025, 1, 1)

ACCOUNTS = {
    "li.wei": (Role.RESIDENT, "李伟"),
    "wang.fang": (Role.CLERK, "王芳"),
    "zhao.qiang": (Role.OFFICER, "赵强"),
    "he.jing": (Role.WORKER, "何静"),
    "liu.yan": (Role.ANALYST, "刘燕"),
    "gao.ming": (Role.REVIEWER, "高明"),
    "sun.li": (Role.AUDITOR, "孙丽"),
    "ma.chao": (Role.ADMINISTRATOR, "马超"),
}
GRANDMA_CHEN = registers.NewPerson(
    "chen",
    "陈桂英",
    "19900001234",
    1943,
    registers.Gender.FEMALE,
    registers.Condition.PHONELESS,
    registers.Income.LOW,
    "h1",
)
LI_WEI = registers.NewPerson(
    "li.wei", "李伟", "19900005678", 1998, registers.Gender.MALE, registers.Condition.NEWCOMER
)
ZHOU_MIN = registers.NewPerson("zhou.min", "周敏", born_year=1985, condition=registers.Condition.DEAF)

_DUTIES = {
    "wang.fang": ("centre", registers.Duty.CLERK),
    "zhao.qiang": ("heat", registers.Duty.OFFICER),
    "he.jing": ("willow", registers.Duty.OFFICER),
}


@dataclass
class Town:
    """Keys of what was enrolled, and how its people act."""

    places: dict[str, int]
    units: dict[str, int]
    people: dict[str, int]
    categories: dict[str, int]
    users: dict[str, User] = field(default_factory=dict)

    def ask(self, text: str = "三号楼暖气不热", category: str = "heating", **facts: Any) -> Request:
        """Somebody asks for something, by telephone unless said otherwise."""
        given = {"channel": "phone", "received_at": NOW, "place_id": self.places["riverside"], **facts}
        at = given.pop("at", NOW)
        intake = hotline.Intake(text=text, category=category, **given)
        key = hotline.receive(intakes=[intake], at=at).request_ids[0]
        return Request.objects.get(pk=key)

    def order(self, request: Request) -> Order:
        """The leading order of a request, as it stands now."""
        return Order.objects.get(request=request, part="lead")

    def finish(self, request: Request, at: datetime = NOW) -> Order:
        """Officer Zhao signs and does the work."""
        order = self.order(request)
        orders.sign(order_id=order.pk, by=self.users["zhao.qiang"], at=at)
        proof = orders.Evidence(words="换了循环泵，量得二十度。")
        words = "已换循环泵，量得二十度。"
        orders.finish(order_id=order.pk, proofs=[proof], answer=words, by=self.users["zhao.qiang"], at=at)
        return self.order(request)

    def browser(self, name: str) -> Client:
        """The browser of somebody who is signed in, past the second step, reading English."""
        client = Client(headers={"accept-language": "en"})
        client.force_login(self.users[name], backend="django.contrib.auth.backends.ModelBackend")
        return client


def settle() -> Town:
    """Build the town: a district with a street and a community, five units, a catalogue, the cast at work."""
    kind, unit = registers.PlaceKind, registers.UnitKind
    places = registers.enrol_places(
        rows=[
            registers.NewPlace("north", kind.DISTRICT, "江北区", "North bank"),
            registers.NewPlace("willow", kind.STREET, "柳荫街道", "Willow street", parent="north"),
            registers.NewPlace("riverside", kind.COMMUNITY, "江畔社区", "Riverside", parent="willow"),
        ],
        at=NOW,
    )
    units = registers.enrol_units(
        rows=[
            registers.NewUnit("centre", unit.CENTRE, "12345 热线中心", "12345 centre"),
            registers.NewUnit("heat", unit.COMPANY, "热力公司", "Heating company"),
            registers.NewUnit("urban", unit.DEPARTMENT, "市城管局", "Urban management"),
            registers.NewUnit(
                "north", unit.DEPARTMENT, "江北区城管局", "Urban management, north", parent="urban"
            ),
            registers.NewUnit("willow", unit.STREET, "柳荫街道办", "Willow street office", place="willow"),
        ],
        at=NOW,
    )
    registers.enrol_households(rows=[registers.NewHousehold("h1", "riverside", "三号楼502室")], at=NOW)
    people = registers.enrol_people(rows=[GRANDMA_CHEN, LI_WEI, ZHOU_MIN], at=NOW)
    headings = [("heating", "供暖"), ("noise", "噪声扰民"), ("road", "道路破损")]
    categories = hotline.add_categories(
        rows=[hotline.NewCategory(code=code, name=name, name_en=code.title()) for code, name in headings],
        at=NOW,
    )
    town = Town(places, units, people, categories)
    town.users = employ()
    rules = [("heating", "heat", None), ("noise", "urban", None), ("noise", "north", "north")]
    orders.bring_catalogue(
        rows=[
            orders.NewRule(
                category_id=categories[category],
                unit_id=units[name],
                place_id=places[place] if place else None,
                since=LONG_AGO,
                source="派单目录",
            )
            for category, name, place in rules
        ],
        at=NOW,
    )
    return town


def employ() -> dict[str, User]:
    """Open the accounts of the cast and give each their desk."""
    accounts = [NewAccount(name, role, display, hashed="!") for name, (role, display) in ACCOUNTS.items()]
    keys = create_accounts(accounts=accounts, at=NOW)
    spells = [
        registers.NewMembership(keys[name], unit, LONG_AGO, duty) for name, (unit, duty) in _DUTIES.items()
    ]
    registers.enrol_memberships(rows=spells, at=NOW)
    return {user.username: user for user in User.objects.filter(pk__in=keys.values())}


def ledger_holds(at: datetime = NOW) -> bool:
    """Seal what waits, and tell whether the whole log is as it was written."""
    while ledger.seal(at=at):
        pass
    return list(findings()) == []
