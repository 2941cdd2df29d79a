"""The old block of the tests: Grandma Chen and her neighbours, a street office, two people who read paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from minben.commons.clock import now
from minben.ground.registers import actions as registers
from minben.participation.ballots import actions
from minben.participation.ballots.actions import Channel, Choice, NewBallot, NewDwelling, Stage
from minben.participation.ballots.models import Decision, Dwelling, Owner
from tests.city import LONG_AGO, NOW, Town, settle

OTHERS = [f"邻居{n}" for n in range(2, 13)]
CODE = re.compile(r"[2-9A-Z]{2}-[2-9A-Z]{4}-[2-9A-Z]{4}")


@dataclass
class Street:
    """A town with one decision, which the street office of worker He Jing organises."""

    town: Town
    key: int

    @property
    def decision(self) -> Decision:
        return Decision.objects.get(pk=self.key)

    def owner(self, number: int = 1) -> Owner:
        return Owner.objects.get(decision=self.key, number=number)

    def home(self, number: int = 1) -> Dwelling:
        return Dwelling.objects.filter(decision=self.key).order_by("pk")[number - 1]

    def by(self, name: str) -> int:
        return int(self.town.users[name].pk)

    def ballot(self, number: int, choice: str = "for", **more: Any) -> NewBallot:
        given = {
            "owner_id": self.owner(number).pk,
            "dwelling_id": self.home(number).pk,
            "channel": Channel.WEB,
        }
        return NewBallot(choice=Choice(choice), **{**given, **more})

    def cast(self, number: int, choice: str = "for", *, at: datetime | None = None, **more: Any) -> None:
        by = None if more.get("channel", Channel.WEB) is Channel.WEB else self.by("he.jing")
        actions.cast(ballots=[self.ballot(number, choice, **more)], at=at or now(), by=by)

    def move(self, to: Stage, at: datetime, **more: Any) -> None:
        actions.move(decision_id=self.key, to=to, by=self.by("he.jing"), at=at, **more)

    def to_the_vote(self, *, opened: datetime, closes: datetime) -> None:
        """Go through notice, hearing and objections in time, and open the vote."""
        for stage, days in ((Stage.NOTICE, 12), (Stage.HEARING, 6), (Stage.OBJECTIONS, 4)):
            self.move(stage, opened - timedelta(days=days))
        self.move(Stage.VOTE, opened, closes=closes)

    def page(self, path: str = "", name: str = "") -> str:
        """A page of the decision as somebody reads it, in English."""
        browser = self.town.browser(name) if name else Client(headers={"accept-language": "en"})
        answer = browser.get(f"/decisions/{self.key}/{path}")
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())


def prepared(
    town: Town, *, procedure: str = "civil-code-278-building", homes: int = 12, secret: bool = False
) -> Street:
    """Prepare a vote of twelve dwellings of 60 m², the first of which is Grandma Chen's."""
    names = ["陈桂英", *OTHERS]
    dwellings = [
        NewDwelling(f"{n // 2 + 1}0{n % 2 + 1}", n // 2 + 1, Decimal("60.00"), (names[n],))
        for n in range(homes)
    ]
    new = actions.NewDecision(
        title="加装电梯", title_en="A lift", question="是否同意加装电梯？", question_en="Shall a lift be added?",
        unit_id=town.units["willow"], place_id=town.places["riverside"], procedure=procedure,
        dwellings=dwellings, scheme="guangzhou-reference", cost_cents=652_000_00, subsidy_cents=280_000_00,
        instalments=3, secret=secret, persons={"陈桂英": town.people["chen"]},
    )  # fmt: skip
    return Street(town, actions.prepare(new=new, by=int(town.users["he.jing"].pk), at=LONG))


LONG = NOW - timedelta(days=100)


@pytest.fixture
def street(db: None, settings: Any) -> Iterator[Street]:
    settings.MINBEN_TOTP_REQUIRED = False
    cache.clear()
    town = settle()
    # Two people of the street office read the ballots on paper.
    rows = [registers.NewMembership(int(town.users["zhao.qiang"].pk), "willow", LONG_AGO)]
    registers.enrol_memberships(rows=rows, at=NOW)
    yield prepared(town)
    cache.clear()


@pytest.fixture
def secretly(street: Street) -> Street:
    return secret_vote(street.town)


def secret_vote(town: Town) -> Street:
    """A secret vote, open now; Zhou Min and a neighbour watch."""
    secret = prepared(town, secret=True)
    for name in ("周敏", OTHERS[0]):
        new = actions.NewObserver(decision_id=secret.key, name=name)
        actions.name_observer(new=new, by=secret.by("he.jing"), at=NOW)
    secret.to_the_vote(opened=now() - timedelta(days=3), closes=now() + timedelta(days=6))
    return secret


@pytest.fixture
def voting(street: Street) -> Street:
    """The same, with the vote open now."""
    street.to_the_vote(opened=now() - timedelta(days=3), closes=now() + timedelta(days=6))
    return street
