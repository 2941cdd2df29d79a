"""The pictures a person sent, at the desk of whoever acts: for a purpose, written down, never in confidence."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from PIL import Image

from minben.dispatch.orders.models import Order
from minben.dispatch.orders.views import links
from minben.institutions.rights.models import Access
from minben.needs.hotline import actions as hotline
from tests.dispatch.orders.cast import NOW, Linjiang


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: Path) -> None:
    for name in ("card", "pictures", "access", "deeds"):
        monkeypatch.setattr(f"minben.dispatch.orders.views.{name}.now", lambda: NOW + timedelta(minutes=15))
    settings.MINBEN_TOTP_REQUIRED = False  # type: ignore[attr-defined]  # pytest-django's settings
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings


def browser(city: Linjiang, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(city.users[name])
    return client


def with_pictures(city: Linjiang, count: int = 2, **facts: object) -> Order:
    order = city.signed("heating", **facts)
    jpegs = []
    for n in range(count):
        made = io.BytesIO()
        Image.new("RGB", (32, 24), (n * 40, 90, 90)).save(made, "JPEG")
        jpegs.append(made.getvalue())
    hotline.add_photos(request_id=order.request_id, jpegs=jpegs, at=NOW)
    return order


def test_zhao_sees_that_there_are_pictures_and_opens_them_with_one_record(city: Linjiang) -> None:
    order, zhao = with_pictures(city), browser(city, "zhao")
    card = zhao.get(reverse("orders:card", args=[order.pk]))
    assert "See the 2 pictures the person sent" in card.content.decode()
    assert "<img" not in card.content.decode().split("<main", 1)[1]
    opened = zhao.post(reverse("orders:pictures", args=[order.pk]))
    assert opened.content.decode().count('alt="Picture') == 2
    access = Access.objects.get()
    assert (access.outcome, access.purpose) == ("opened", "request.handle")
    assert [line.fields for line in access.lines.all()] == [["photos"]]
    for shown in opened.context["pictures"]:
        answered = zhao.get(shown.address)
        assert (answered.status_code, answered["Content-Type"]) == (200, "image/jpeg")
    assert Access.objects.count() == 1


def test_an_address_passed_on_opens_nothing_for_qian_nor_the_clerk(city: Linjiang) -> None:
    order = with_pictures(city)
    opened = browser(city, "zhao").post(reverse("orders:pictures", args=[order.pk]))
    address = opened.context["pictures"][0].address
    assert browser(city, "qian").get(address).status_code == 403
    assert browser(city, "wang_fang").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_an_address_holds_a_quarter_of_an_hour_and_for_one_order(
    city: Linjiang, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, other, zhao = with_pictures(city), with_pictures(city), browser(city, "zhao")
    address = zhao.post(reverse("orders:pictures", args=[order.pk])).context["pictures"][0].address
    assert zhao.get(address.replace(f"/{order.pk}/", f"/{other.pk}/", 1)).status_code == 404
    monkeypatch.setattr(links, "HOLDS_S", -1)
    assert zhao.get(address).status_code == 404


def test_a_forged_address_is_not_found(city: Linjiang) -> None:
    order = with_pictures(city)
    forged = signing.dumps([order.pk, "user:1", "../settings.py"], salt="another salt")
    assert browser(city, "zhao").get(reverse("orders:picture", args=[order.pk, forged])).status_code == 404


@pytest.mark.parametrize("identity", ["confidential", "anonymous"])
def test_pictures_that_may_show_who_asked_stay_with_the_centre(city: Linjiang, identity: str) -> None:
    order, zhao = with_pictures(city, identity=identity), browser(city, "zhao")
    page = zhao.get(reverse("orders:card", args=[order.pk])).content.decode()
    assert "the centre looks at them" in page
    assert reverse("orders:pictures", args=[order.pk]) not in page
    assert zhao.post(reverse("orders:pictures", args=[order.pk])).status_code == 403
    assert Access.objects.get().outcome == "refused"
    seen = browser(city, "wang_fang").post(reverse("orders:pictures", args=[order.pk]))
    assert len(seen.context["pictures"]) == 2
    assert Access.objects.latest("pk").purpose == "request.supervise"


def test_the_unit_complained_about_sees_no_pictures(city: Linjiang) -> None:
    order = with_pictures(city, against_id=city.units["urban"])
    assert browser(city, "qian").post(reverse("orders:pictures", args=[order.pk])).status_code == 403


def test_when_the_work_is_over_the_right_to_see_them_is_over(city: Linjiang) -> None:
    order, zhao = with_pictures(city), browser(city, "zhao")
    sent = {
        "finish-proof": "换了阀门，三号楼供水温度正常",
        "finish-answer": "您家暖气已经修好，再凉请直接打 12345。",
    }
    zhao.post(reverse("orders:deed", args=[order.pk, "finish"]), sent)
    assert zhao.post(reverse("orders:pictures", args=[order.pk])).status_code == 403
