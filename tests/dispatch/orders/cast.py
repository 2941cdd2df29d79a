"""The people and units of these tests: who asks, who acts, who decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from minben.accounts.actions import NewAccount, Role, create_accounts
from minben.accounts.models import User
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import Order
from minben.ground.registers import actions as registers
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Wednesday, at ten in the morning.
NOW = datetime(2026, 3, 11, 10, 0, tzinfo=SHANGHAI)

_codes = count(1)


def day(year: int, month: int, date_: int, hour: int = 10) -> datetime:
    return datetime(year, month, date_, hour, 0, tzinfo=SHANGHAI)


@dataclass
class Linjiang:
    """A small city: one district with a street and a community, four units, and the people who work there."""

    places: dict[str, int]
    units: dict[str, int]
    categories: dict[str, int]
    users: dict[str, User] = field(default_factory=dict)

    def arrival(self, category: str = "heating", **facts: Any) -> hotline.Arrival:
        """A request that the hotline has understood, as it is handed over."""
        place = facts.pop("place", "riverside")
        request = Request.objects.create(
            code=f"T{next(_codes):07d}",
            channel="phone",
            text="暖气不热",
            masked="暖气不热",
            received_at=facts.get("received_at", NOW),
            category_id=self.categories[category],
            category_by="person",
            place_id=self.places.get(place),
            urgency=facts.get("urgency", "normal"),
            identity=facts.get("identity", "named"),
            against_id=facts.get("against_id"),
        )
        plain = hotline.Arrival(
            request_id=request.pk,
            category_id=self.categories[category],
            category_code=category,
            place_id=self.places.get(place),
            urgency="normal",
            vulnerable=False,
            danger=False,
            kind="help",
            received_at=NOW,
            event_id=None,
            person_id=None,
            identity="named",
            against_id=None,
        )
        return replace(plain, **facts)

    def order(self, category: str = "heating", *, at: datetime = NOW, **facts: Any) -> Order:
        """An order that was dispatched just now."""
        arrival = self.arrival(category, **facts)
        orders.dispatch([arrival], at)
        return Order.objects.get(request_id=arrival.request_id, part="lead")

    def signed(
        self, category: str = "heating", *, at: datetime = NOW, by: str = "zhao", **facts: Any
    ) -> Order:
        order = self.order(category, at=at, **facts)
        orders.sign(order_id=order.pk, by=self.users[by], at=at)
        order.refresh_from_db()
        return order

    def rule(self, category: str, unit: str, place: str | None = None, **facts: Any) -> None:
        """One line of the catalogue."""
        row = orders.NewRule(
            category_id=self.categories[category],
            unit_id=self.units[unit],
            place_id=self.places[place] if place else None,
            since=facts.pop("since", date(2025, 1, 1)),
            source="临江市派单目录",
            **facts,
        )
        orders.bring_catalogue(rows=[row], at=NOW)


def build() -> Linjiang:
    kind, unit = registers.PlaceKind, registers.UnitKind
    places = registers.enrol_places(
        rows=[
            registers.NewPlace("north", kind.DISTRICT, "江北区", "North bank"),
            registers.NewPlace("willow", kind.STREET, "柳荫街道", "Willow street", parent="north"),
            registers.NewPlace("riverside", kind.COMMUNITY, "江畔社区", "Riverside", parent="willow"),
            registers.NewPlace("south", kind.DISTRICT, "江南区", "South bank"),
        ],
        at=NOW,
    )
    units = registers.enrol_units(
        rows=[
            registers.NewUnit("centre", unit.CENTRE, "12345 热线中心", "12345 centre"),
            registers.NewUnit("urban", unit.DEPARTMENT, "市城管局", "Urban management"),
            registers.NewUnit(
                "urban-north", unit.DEPARTMENT, "江北区城管局", "Urban management, north", parent="urban"
            ),
            registers.NewUnit("heat", unit.COMPANY, "热力公司", "Heating company"),
            registers.NewUnit("willow", unit.STREET, "柳荫街道办", "Willow street office", place="willow"),
        ],
        at=NOW,
    )
    codes = (("heating", "供暖"), ("noise", "噪声扰民"), ("road", "道路破损"))
    rows = [hotline.NewCategory(code=code, name=name, name_en=code.title()) for code, name in codes]
    city = Linjiang(places, units, hotline.add_categories(rows=rows, at=NOW))
    city.users = _people(
        ("wang_fang", Role.CLERK, "centre", registers.Duty.CLERK),
        ("zhao", Role.OFFICER, "heat", registers.Duty.OFFICER),
        ("qian", Role.OFFICER, "urban", registers.Duty.OFFICER),
        ("sun", Role.AUDITOR, "", registers.Duty.OFFICER),
        ("he", Role.WORKER, "willow", registers.Duty.OFFICER),
    )
    return city


def _people(*staff: tuple[str, Role, str, registers.Duty]) -> dict[str, User]:
    accounts: Sequence[NewAccount] = [NewAccount(name, role, hashed="!") for name, role, _, _ in staff]
    keys = create_accounts(accounts=accounts, at=NOW)
    spells = [
        registers.NewMembership(keys[name], unit, date(2025, 1, 1), duty)
        for name, _, unit, duty in staff
        if unit
    ]
    registers.enrol_memberships(rows=spells, at=NOW)
    return {name: User.objects.get(pk=key) for name, key in keys.items()}
