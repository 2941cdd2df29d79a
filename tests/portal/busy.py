"""The ten busiest pages, each for the person who opens it most, in the small town with something of everything."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minben.commons.clock import now
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.core.priority import VERSION
from minben.dispatch.orders.models import Order, Proof, Ruling, Supervision, Template, Whistle, WhistleCall
from minben.dispatch.orders.words import WhySupervised
from minben.institutions.sandbox.models import Clearance, Evidence
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import model
from minben.needs.hotline.algorithms import CLASSIFIER, FINDER, FINDER_VERSION
from minben.needs.hotline.models import Answer, Ending, Photo, Request
from tests.city import Town

Visit = Callable[[], Any]
PHONE = "19900001234"
WORDS = "江畔社区三号楼的暖气不热，已经三天了"
_CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


class Sorter:
    """Sorts everything under heating, and is sure of it."""

    threshold = 0.5

    def predict(self, texts: Any) -> Any:
        sure, others = np.full(len(texts), 0.9), np.full(len(texts), 0.1)
        return SimpleNamespace(
            labels=["heating"] * len(texts), confidence=sure, second=["noise"] * len(texts),
            second_confidence=others,
        )  # fmt: skip


def clear_all(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every algorithm of these pages run, so that they ask all they ever ask."""
    at = now()
    monkeypatch.setattr(model, "current", lambda: model.Loaded("sorter 1", Sorter()))  # type: ignore[arg-type]  # for the test
    versions = {CLASSIFIER: "sorter 1", FINDER: FINDER_VERSION, "orders.queue_order": VERSION}
    for name, version in versions.items():
        evidence = Evidence.objects.create(algorithm=name, version=version, at=at, rows=1, metrics=[])
        Clearance.objects.create(
            algorithm=name, version=version, evidence=evidence, by=town.users["gao.ming"], at=at,
            expires=at + timedelta(days=30), error_limit=0.1, threshold=0.5,
        )  # fmt: skip


def hear(town: Town, count: int) -> None:
    """Grandma Chen and her neighbours are cold; half of them the program may not sort."""
    at = now()
    contact = hotline.ContactGiven(name="陈桂英", phone=PHONE)
    intakes = [
        hotline.Intake(
            text=f"江畔社区三号楼的暖气不热，已经{n + 3}天了", received_at=at, place_id=town.places["riverside"],
            person_id=town.people["chen"], contact=contact, category="heating", to_clerk=n % 2 == 1,
            urgency="urgent" if n % 3 else "",
        )
        for n in range(count)
    ]  # fmt: skip
    hotline.receive(intakes=intakes, at=at)


def happen(town: Town, order: Order, times: int) -> None:
    """Everything that can be added to a request or its order happens to this one."""
    at, by = now(), town.users["zhao.qiang"]
    request = order.request_id
    for n in range(times):
        moment = at + timedelta(seconds=n)
        hotline.chase(request_id=request, words="还没有来", at=moment)
        hotline.add_words(request_id=request, words="老人八十岁", at=moment, actor="person")
        Photo.objects.create(request_id=request, file=f"photos/{n}.jpg", width_px=8, height_px=8, at=moment)
        Ending.objects.create(
            request_id=request, kind="suspended", reason="waits_plan", words="等", evidence="照片",
            proposed_by=town.users["wang.fang"], proposed_at=moment,
            decided_by=town.users["liu.yan"], decided_at=moment, agreed=False,
        )  # fmt: skip
        Answer.objects.create(question=WORDS, words="请打电话", source="办事指南", since=at.date())
        _of_the_order(town, order, moment, by)


def _of_the_order(town: Town, order: Order, at: datetime, by: Any) -> None:
    units = sorted(town.units.values())
    called = WhistleCall.objects.filter(whistle__order=order).count()
    Proof.objects.create(order=order, at=at, by=by, words="换了泵，量得二十度", figure=20.0, figure_unit="°C")
    Supervision.objects.create(order=order, why=WhySupervised.CENTRE, proposed_at=at)
    whistle = Whistle.objects.create(order=order, unit_id=town.units["willow"], subject="供暖", by=by, at=at)
    WhistleCall.objects.create(whistle=whistle, unit_id=units[called % len(units)], report_by=at)
    ruling = {"category_id": order.category_id, "place_id": order.place_id, "unit_id": order.unit_id}
    Ruling.objects.create(**ruling, words="由热力公司牵头", by=town.users["wang.fang"], at=at)
    Template.objects.create(unit_id=order.unit_id, name=f"已修复 {at:%H%M%S%f}", words="您好")
    crew = f"{at:%H%M%S%f}班"
    orders.add_crews(rows=[orders.NewCrew(unit_id=order.unit_id, name=crew, per_day=9)], at=at)
    visit = orders.plan_visit(order_id=order.pk, by=by, at=at)
    orders.give_up_visit(visit_id=visit.pk, words="泵没有到", by=by, at=at)


def look_up(town: Town, request: Request, times: int) -> None:
    """Wang Fang opens what the person said, again and again."""
    clerk = town.browser("wang.fang")
    for _ in range(times):
        address = f"/requests/cases/{request.pk}/open/"
        assert clerk.post(address, {"purpose": "request.intake", "reason": "核对"}).status_code == 200


def watched(town: Town) -> Order:
    """The order whose pages are looked at: signed for, a share of it with another unit."""
    order = Order.objects.filter(unit_id=town.units["heat"], state="dispatched").earliest("pk")
    by = town.users["zhao.qiang"]
    orders.sign(order_id=order.pk, by=by, at=now())
    orders.split(order_id=order.pk, units=[town.units["urban"]], words="请协助", by=by, at=now())
    order.refresh_from_db()
    return order


def pages(town: Town, order: Order) -> dict[str, Visit]:
    """A visit to each of them; whoever follows a request or looks at the city may be signed in as well."""
    li_wei, wang, zhao = town.browser("li.wei"), town.browser("wang.fang"), town.browser("zhao.qiang")
    drafted = Client().post("/requests/start/", {"text": WORDS})["Location"]
    asked = Client().post("/requests/start/", {"text": f"请问{WORDS}怎么办理？"})["Location"]
    return {
        "home": lambda: li_wei.get("/"),
        "draft": lambda: li_wei.get(drafted),
        "question": lambda: li_wei.get(asked),
        "track": lambda: li_wei.get(f"/requests/{order.request.code}/"),
        "clerk_queue": lambda: wang.get("/requests/queue/"),
        "desk": lambda: wang.post("/requests/desk/", {"phone": PHONE, "look": "1"}),
        "case": lambda: wang.get(f"/requests/cases/{order.request_id}/"),
        "officer_queue": lambda: zhao.get("/orders/"),
        "order": lambda: zhao.get(f"/orders/{order.pk}/"),
        "loop": lambda: wang.get("/loop/"),
        "outcomes": lambda: wang.get("/outcomes/"),
    }


@contextmanager
def questions() -> Iterator[list[str]]:
    """Gather what is asked of the database meanwhile; beginning and ending a transaction asks nothing."""
    asked: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield asked
    asked += [one["sql"] for one in captured.captured_queries if not one["sql"].startswith(_CONTROL)]
