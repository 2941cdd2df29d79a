"""What officer Zhao, clerk Wang Fang and a passer-by see and do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minben.dispatch.orders import actions as orders
from minben.dispatch.orders.models import Order, Proof
from minben.ground.registers.models import Person
from minben.institutions.rights.models import Access, Grant
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Contact, Event, Request
from tests.dispatch.orders.cast import NOW, Linjiang


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    """The pages' clock stands at ten on a Wednesday, a quarter of an hour after the orders were given."""
    for name in ("queue", "card", "deeds", "centre", "public", "crews", "access", "checking"):
        monkeypatch.setattr(f"minben.dispatch.orders.views.{name}.now", lambda: NOW + timedelta(minutes=15))
    monkeypatch.setattr("minben.dispatch.orders.templatetags.orders.now", lambda: NOW + timedelta(minutes=15))
    settings.MINBEN_TOTP_REQUIRED = False  # type: ignore[attr-defined]  # pytest-django's settings


@pytest.fixture
def zhao(city: Linjiang, client: Client) -> Client:
    client.force_login(city.users["zhao"])
    return client


@pytest.fixture
def wang_fang(city: Linjiang) -> Client:
    client = Client()
    client.force_login(city.users["wang_fang"])
    return client


def test_zhao_sees_danger_first_with_the_reason_on_each_row(city: Linjiang, zhao: Client) -> None:
    city.order("heating")
    city.order("heating", danger=True)
    page = zhao.get(reverse("orders:queue"))
    rows = page.context["queue"].rows
    assert [row.why[0] for row in rows] == ["danger", "due"]
    assert "热力公司" in page.content.decode()


def test_zhao_sees_where_and_how_many_in_the_persons_words(city: Linjiang, zhao: Client) -> None:
    order = city.order("heating")
    counted = {"counts": ["三栋楼", "两百多户"]}
    Request.objects.filter(pk=order.request_id).update(place=None, signals=counted)
    page = zhao.get(reverse("orders:card", args=[order.pk])).content.decode()
    assert "三栋楼 · 两百多户" in page
    assert "没有说" in page


def test_without_clearance_the_page_says_that_the_deadline_alone_decides(
    city: Linjiang, zhao: Client
) -> None:
    city.order("heating")
    page = zhao.get(reverse("orders:queue"))
    assert not page.context["queue"].cleared
    assert reverse("sandbox:algorithm", args=["orders.queue_order"]) in page.content.decode()


def test_the_queue_takes_as_many_queries_for_thirty_orders_as_for_three(city: Linjiang, zhao: Client) -> None:
    counted = []
    for size in (3, 27):
        orders.dispatch([city.arrival("heating") for _ in range(size)], NOW)
        zhao.get(reverse("orders:queue"))
        with CaptureQueriesContext(connection) as queries:
            zhao.get(reverse("orders:queue"))
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_zhao_signs_and_finishes_with_evidence_and_grandma_chen_gets_an_answer(
    city: Linjiang, zhao: Client
) -> None:
    order = city.order("heating")
    zhao.post(reverse("orders:deed", args=[order.pk, "sign"]))
    sent = {
        "finish-proof": "换了阀门，三号楼供水温度正常",
        "finish-figure": "21",
        "finish-figure_unit": "°C",
        "finish-answer": "您家暖气已经修好，室温 21 度；再凉请直接打 12345。",
    }
    page = zhao.post(reverse("orders:deed", args=[order.pk, "finish"]), sent)
    assert page.status_code == 302
    assert Order.objects.get(pk=order.pk).state == "done"
    assert Request.objects.get(pk=order.request_id).state == "done"
    proof = Proof.objects.get(order=order)
    assert (proof.figure, proof.figure_unit) == (21.0, "°C")


def test_a_form_without_evidence_comes_back_with_the_error_beside_the_field(
    city: Linjiang, zhao: Client
) -> None:
    order = city.signed("heating")
    sent = {"finish-proof": "", "finish-figure": "21", "finish-answer": "好了"}
    page = zhao.post(reverse("orders:deed", args=[order.pk, "finish"]), sent)
    assert page.status_code == 422
    words = page.content.decode()
    assert 'aria-describedby="id_finish-proof-error id_finish-proof-hint"' in words
    assert 'href="#id_finish-figure_unit"' in words
    assert Order.objects.get(pk=order.pk).state == "signed"


def test_ok_is_no_evidence_and_zhao_is_told_kindly_what_is_missing(city: Linjiang, zhao: Client) -> None:
    order = city.signed("heating")
    sent = {"finish-proof": "ok", "finish-answer": "暖气修好了，再凉请打 12345。"}
    page = zhao.post(reverse("orders:deed", args=[order.pk, "finish"]), sent)
    assert page.status_code == 422
    assert "现在去现场能看到什么" in page.content.decode()
    assert "暖气修好了，再凉请打 12345。" in page.content.decode()
    assert Order.objects.get(pk=order.pk).state == "signed"
    measured = {**sent, "finish-figure": "21", "finish-figure_unit": "°C"}
    assert zhao.post(reverse("orders:deed", args=[order.pk, "finish"]), measured).status_code == 302


def test_what_a_core_refuses_is_told_in_words_with_what_to_do(city: Linjiang, zhao: Client) -> None:
    order = city.order("heating")
    page = zhao.post(reverse("orders:deed", args=[order.pk, "ask"]), {"ask-words": "哪个单元？"})
    assert page.status_code == 422
    assert "历史" in page.content.decode()


def test_zhao_opens_the_telephone_once_and_it_is_written_down(city: Linjiang, zhao: Client) -> None:
    order = city.signed("heating")
    Contact.objects.create(request_id=order.request_id, name="陈桂英", phone="13800000001")
    assert "13800000001" not in zhao.get(reverse("orders:card", args=[order.pk])).content.decode()
    opened = zhao.post(reverse("orders:contact", args=[order.pk]))
    assert "13800000001" in opened.content.decode()
    assert Access.objects.get(outcome="opened").purpose == "request.handle"
    assert "13800000001" not in zhao.get(reverse("orders:card", args=[order.pk])).content.decode()


def test_zhao_may_not_open_who_complained_in_confidence(city: Linjiang, zhao: Client) -> None:
    order = city.signed("heating", identity="confidential")
    Contact.objects.create(request_id=order.request_id, name="陈桂英", phone="13800000001")
    refused = zhao.post(reverse("orders:contact", args=[order.pk]))
    assert refused.status_code == 403
    assert "13800000001" not in refused.content.decode()


def test_wang_fang_rules_in_writing_when_units_disagree_twice(city: Linjiang, wang_fang: Client) -> None:
    order = city.signed("heating")
    args = {"order_id": order.pk, "reason": "other_duty", "words": "不归我们管", "at": NOW}
    orders.send_back(**args, by=city.users["zhao"])
    orders.reroute(order_id=order.pk, unit_id=city.units["urban"], by=city.users["wang_fang"], at=NOW)
    orders.send_back(**args, by=city.users["qian"])
    listed = wang_fang.get(reverse("orders:centre"))
    assert [one["row"].needs_ruling for one in listed.context["sent_back"]] == [True]
    empty = {"route-unit_id": city.units["heat"], "route-words": ""}
    assert wang_fang.post(reverse("orders:deed", args=[order.pk, "route"]), empty).status_code == 422
    wang_fang.post(
        reverse("orders:deed", args=[order.pk, "route"]),
        {"route-unit_id": city.units["heat"], "route-words": "供热设施由热力公司维护。"},
    )
    assert Order.objects.get(pk=order.pk).why[0]["code"] == "ruling"


def test_anybody_may_read_the_catalogue_of_any_day(city: Linjiang, client: Client) -> None:
    today = client.get(reverse("orders:catalogue"))
    assert len(today.context["rows"]) == 3
    before = client.get(reverse("orders:catalogue"), {"on": "2024-06-01"})
    assert before.context["rows"] == []
    assert client.get(reverse("orders:catalogue"), {"on": "someday"}).context["wrong"]


PAGES = {
    "queue": {"zhao", "he", "wang_fang"},
    "centre": {"wang_fang"},
    "crews": {"zhao", "he", "wang_fang"},
    "catalogue": {"zhao", "he", "wang_fang", "sun", ""},
}


@pytest.mark.parametrize("who", ["zhao", "he", "wang_fang", "sun", ""])
@pytest.mark.parametrize("page", sorted(PAGES))
def test_each_page_opens_for_those_it_is_for(city: Linjiang, client: Client, page: str, who: str) -> None:
    if who:
        client.force_login(city.users[who])
    answer = client.get(reverse(f"orders:{page}"), follow=True)
    is_open = answer.status_code == 200 and answer.resolver_match.app_name == "orders"
    assert is_open == (who in PAGES[page])


@pytest.mark.parametrize(
    ("who", "status"), [("zhao", 200), ("wang_fang", 200), ("qian", 403), ("he", 403), ("sun", 403)]
)
def test_an_order_opens_for_its_unit_and_the_centre_alone(
    city: Linjiang, client: Client, who: str, status: int
) -> None:
    order = city.order("heating")
    client.force_login(city.users[who])
    assert client.get(reverse("orders:card", args=[order.pk])).status_code == status


@pytest.mark.parametrize("name", ["sign", "send-back", "finish", "split", "route", "supervise", "close"])
def test_another_units_officer_can_do_nothing_to_it(city: Linjiang, client: Client, name: str) -> None:
    order = city.order("heating")
    client.force_login(city.users["qian"])
    assert client.post(reverse("orders:deed", args=[order.pk, name])).status_code == 403
    assert Order.objects.get(pk=order.pk).state == "dispatched"


@pytest.mark.parametrize("who", ["zhao", "wang_fang"])
def test_no_page_of_an_order_tells_the_code_that_lets_one_speak_for_the_person(
    city: Linjiang, client: Client, who: str
) -> None:
    event = Event.objects.create(category_id=city.categories["heating"], size=2, opened_at=NOW, latest_at=NOW)
    order, other = city.signed("heating"), city.signed("heating")
    Request.objects.filter(pk__in=[order.request_id, other.request_id]).update(event=event)
    orders.supervise(order_id=order.pk, words="快办", by=city.users["wang_fang"], at=NOW)
    client.force_login(city.users[who])
    for page in (reverse("orders:card", args=[order.pk]), reverse("orders:queue"), reverse("orders:centre")):
        words = client.get(page, follow=True).content.decode()
        assert not [code for code in Request.objects.values_list("code", flat=True) if code in words]
    assert f"工单 {order.pk}" in client.get(reverse("orders:card", args=[order.pk])).content.decode()


def test_what_the_person_asked_in_confidence_does_not_stand_beside_their_named_order(
    city: Linjiang, zhao: Client
) -> None:
    order, named = city.signed("heating"), city.order("road")
    secret = city.order("noise", identity="confidential")
    chen = Person.objects.create(code="chen")
    keys = [order.request_id, named.request_id, secret.request_id]
    Request.objects.filter(pk__in=keys).update(person=chen)
    page = zhao.get(reverse("orders:card", args=[order.pk]))
    assert [row.key for row in page.context["around"].person] == [named.request_id]


@pytest.mark.parametrize("why", ["confidential", "against"])
def test_no_emergency_opens_to_the_unit_who_may_not_be_known_to_it(
    city: Linjiang, zhao: Client, why: str
) -> None:
    order = city.signed("heating")
    facts = {"identity": "confidential"} if why == "confidential" else {"against_id": city.units["heat"]}
    Request.objects.filter(pk=order.request_id).update(**facts)
    # Even where a right to read was given before.
    assert Grant.objects.filter(subject=f"hotline.request:{order.request_id}", until=None).exists()
    refused = zhao.post(reverse("orders:contact", args=[order.pk]))
    assert refused.status_code == 403
    words = refused.content.decode()
    assert reverse("rights:force") not in words
    assert "请打电话给热线中心" in words
    assert Access.objects.get().outcome == "refused"
    assert Access.objects.get().code == "confidential"


def test_no_emergency_opens_an_order_that_does_not_name_the_person(city: Linjiang, zhao: Client) -> None:
    order = city.signed("heating")
    Order.objects.filter(pk=order.pk).update(names_person=False)
    refused = zhao.post(reverse("orders:contact", args=[order.pk]))
    assert (refused.status_code, Access.objects.get().code) == (403, "confidential")
    assert reverse("rights:force") not in refused.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "2027-12-31"])
def test_a_visit_in_a_far_year_is_refused_with_what_to_do(city: Linjiang, zhao: Client, day: str) -> None:
    order = city.signed("heating")
    page = zhao.post(reverse("orders:deed", args=[order.pk, "visit"]), {"visit-not_before": day})
    assert page.status_code == 422
    assert "一年以内" in page.content.decode()


def test_a_reason_that_no_database_can_hold_gives_no_visit_up(city: Linjiang, zhao: Client) -> None:
    orders.add_crews(rows=[orders.NewCrew(unit_id=city.units["heat"], name="抢修一班", per_day=1)], at=NOW)
    order = city.signed("heating")
    visit = orders.plan_visit(order_id=order.pk, by=city.users["zhao"], at=NOW)
    address = reverse("orders:give_up", args=[order.pk, visit.pk])
    for words in ("车坏了\x00", "车" * 301):
        page = zhao.post(address, {"words": words}, follow=True)
        assert page.status_code == 200
        assert [message.level_tag for message in page.context["messages"]] == ["error"]
        visit.refresh_from_db()
        assert visit.given_up_at is None
    zhao.post(address, {"words": "车坏了"})
    visit.refresh_from_db()
    assert visit.given_up_at is not None


def test_zhao_reads_covered_what_the_person_added(city: Linjiang, zhao: Client) -> None:
    order = city.signed("heating")
    hotline.add_words(request_id=order.request_id, words="三单元更冷，电话13800000001", at=NOW)
    page = zhao.get(reverse("orders:card", args=[order.pk])).content.decode()
    assert "诉求人补充的话" in page
    assert "三单元更冷，电话***" in page
    assert "13800000001" not in page
