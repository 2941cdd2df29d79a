"""The small Linjiang of the pages' tests: places, units, headings, an answer, and who sits where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from minben.accounts.actions import NewAccount, Role, create_accounts
from minben.accounts.models import User
from minben.commons.clock import now
from minben.ground.registers import actions as registers
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.accounts.cast import CAST, account

LONG_AGO = date(2020, 1, 1)
COLD = "江畔社区三号楼暖气从上周五就不热了，家里老人八十多岁，我的电话是13912345678"


@dataclass
class City:
    """Keys of what the tests point at."""

    places: dict[str, int]
    units: dict[str, int]
    categories: dict[str, int]

    def account(self, name: str) -> int:
        """Key of an account: of the cast, or of the clerk on the next chair."""
        if name in CAST:
            return int(account(name).pk)
        opened = create_accounts(accounts=[NewAccount(username=name, role=Role.CLERK)], at=now())
        return opened[name]

    def browser(self, name: str = "", *, language: str = "en") -> Client:
        """The browser of somebody in the cast, past the second step; of nobody in particular without a name."""
        client = Client(headers={"accept-language": language})
        if name:
            user = User.objects.get(pk=self.account(name))
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def request(self, text: str = COLD, **facts: Any) -> Request:
        """A request that the hotline has taken in."""
        given = {"category": "heating", "place_id": self.places["riverside"], **facts}
        intake = hotline.Intake(text=text, received_at=now(), **given)
        key = hotline.receive(intakes=[intake], at=now()).request_ids[0]
        return Request.objects.get(pk=key)

    def ended(self, request: Request, kind: str = "suspended", reason: str = "waits_plan") -> int:
        """An end of a request on which two clerks agreed."""
        first, second = self.account("wang.fang"), self.account("next.chair")
        proposal = hotline.Proposal(
            kind=kind, reason=reason, words="等改造", evidence="改造计划", condition="改造开工"
        )
        ending = hotline.propose_ending(request_id=request.pk, proposal=proposal, by=first, at=now())
        hotline.decide_ending(ending_id=ending, agreed=True, by=second, at=now())
        return ending

    def told(self, request: Request, state: str, step: str, words: str = "") -> Request:
        """The same request after a unit told what it did."""
        telling = hotline.Telling(request_id=request.pk, step=step, actor="unit", state=state, words=words)
        hotline.tell(tellings=[telling], at=now())
        request.refresh_from_db()
        return request

    def charge(self, name: str, duty: registers.Duty, unit: str = "centre") -> None:
        """Give somebody a duty in a unit."""
        row = registers.NewMembership(user=self.account(name), unit=unit, duty=duty, since=LONG_AGO)
        registers.enrol_memberships(rows=[row], at=now())


@pytest.fixture
def city(db: None, settings: Any, tmp_path: Path) -> Iterator[City]:
    """Linjiang with two communities, three units, three headings and one standard answer."""
    yield from put_up(settings, tmp_path)


def put_up(settings: Any, folder: Path) -> Iterator[City]:
    """Put the city up, with its files in a folder of the test; nobody counts wrong codes of another test."""
    settings.MINBEN_TOTP_REQUIRED = False
    settings.MEDIA_ROOT = folder / "media"
    settings.MINBEN_HOME = folder
    cache.clear()
    yield _built()
    cache.clear()


def _built() -> City:
    at = now()
    kinds = registers.PlaceKind
    places = registers.enrol_places(
        rows=[
            registers.NewPlace(
                code="north", kind=kinds.DISTRICT, name="城北区", name_en="Northside", lat=30.26, lon=120.15
            ),
            registers.NewPlace(
                code="riverside",
                kind=kinds.COMMUNITY,
                name="江畔社区",
                name_en="Riverside",
                parent="north",
                lat=30.261,
                lon=120.151,
            ),
            registers.NewPlace(
                code="hillside",
                kind=kinds.COMMUNITY,
                name="山前社区",
                name_en="Hillside",
                parent="north",
                lat=30.29,
                lon=120.19,
            ),
        ],
        at=at,
    )
    unit = registers.UnitKind
    units = registers.enrol_units(
        rows=[
            registers.NewUnit(code="centre", kind=unit.CENTRE, name="12345 中心", name_en="Hotline centre"),
            registers.NewUnit(code="heat", kind=unit.COMPANY, name="江畔热力站", name_en="Riverside Heating"),
            registers.NewUnit(code="housing", kind=unit.DEPARTMENT, name="房管局", name_en="Housing Office"),
        ],
        at=at,
    )
    categories = hotline.add_categories(
        rows=[
            hotline.NewCategory(code="heating", name="供暖", name_en="Heating"),
            hotline.NewCategory(code="noise", name="噪声扰民", name_en="Noise"),
            hotline.NewCategory(code="pension", name="社保医保", name_en="Pensions"),
        ],
        at=at,
    )
    answer = hotline.NewAnswer(
        category="pension", question="养老金认证怎么办", question_en="How do I certify my pension?",
        words="带身份证到社区便民中心，或请人代办。", words_en="Bring your identity card to the community centre.",
        source="市社保中心办事指南", since=LONG_AGO, owner_id=units["centre"],
    )  # fmt: skip
    hotline.add_answers(rows=[answer], at=at)
    return City(places, units, categories)


def photo(*, size: tuple[int, int] = (64, 48), kind: str = "JPEG", exif: bytes = b"") -> BytesIO:
    """A picture as a phone sends it, with a file name."""
    out = BytesIO()
    more = {"exif": exif} if exif else {}
    Image.new("RGB", size, "gray").save(out, kind, **more)
    out.seek(0)
    out.name = f"lamp.{kind.lower()}"
    return out
