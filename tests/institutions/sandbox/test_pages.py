from datetime import timedelta

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.institutions.sandbox.models import Clearance, Revocation
from minben.institutions.sandbox.queries import standing
from tests.accounts.cast import CAST
from tests.institutions.sandbox.algorithms import NAME, cleared, evidence, only_declared, sorter

pytestmark = pytest.mark.django_db
EVERYBODY = (None, *CAST)
ENGLISH = {"accept-language": "en"}
PAGE = f"/algorithms/{NAME}/"


def test_everybody_sees_which_algorithm_may_run_and_what_it_never_decides(client: Client) -> None:
    page = client.get("/algorithms/", headers=ENGLISH).content.decode()
    assert "0 of 1 algorithm may run today" in page
    assert "Not cleared: people decide" in page
    assert "about never_decides" in page
    cleared(now())
    assert "1 of 1 algorithm may run today" in client.get("/algorithms/", headers=ENGLISH).content.decode()


def test_the_page_of_an_algorithm_tells_all_twenty_things_and_the_figures_by_group(client: Client) -> None:
    cleared(now())
    page = client.get(PAGE, headers=ENGLISH).content.decode()
    for field in ("purpose", "legal_basis", "risks", "appeal", "groups"):
        assert f"about {field}" in page
    assert "Below a confidence of 80% people decide" in page
    assert "the widest gap is between age · 80+ and age · under 35" in page
    assert "under 10" in page


def test_the_register_is_there_for_machines_and_hides_small_groups(client: Client) -> None:
    cleared(now())
    (row,) = client.get("/algorithms/register.json").json()["algorithms"]
    assert (row["name"], row["may_run"], row["threshold"]) == (NAME, True, 0.8)
    assert row["appeal"] == {"zh": "appeal 说明", "en": "about appeal"}
    by_group = {measure["group"]: measure for measure in row["evidence"]["measures"]}
    assert by_group["all"]["value"] == 0.9
    assert (by_group["channel:sign"]["value"], by_group["channel:sign"]["n"]) == (None, None)


def test_the_register_tells_of_fixed_rules_why_they_never_rest(client: Client) -> None:
    """Nothing that reads people's words works behind their back, though it need not be cleared."""
    told = client.get("/algorithms/register.json").json()["fixed_rules"]
    assert {"hotline.reading", "hotline.covering", "orders.routing"} <= {one["name"] for one in told}
    page = client.get("/algorithms/").content.decode()
    for one in told:
        assert one["always"]["zh"] in page.replace("&#x27;", "'")
        assert one["never_decides"]["en"]


def test_ten_algorithms_take_as_many_questions_as_one(
    client: Client, django_assert_max_num_queries: object
) -> None:
    cleared(now())
    with only_declared(*(sorter(name=f"test.sorter{n}") for n in range(10))):
        client.get("/algorithms/")  # reads the clearances, which are then kept until one changes
        with django_assert_max_num_queries(1):
            client.get("/algorithms/")
        with django_assert_max_num_queries(2):
            client.get("/algorithms/register.json")


def test_an_algorithm_nobody_declared_is_not_found(client: Client) -> None:
    assert client.get("/algorithms/no.such/").status_code == 404


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/algorithms/", EVERYBODY),
        ("/algorithms/register.json", EVERYBODY),
        (PAGE, EVERYBODY),
        (f"{PAGE}clear/", ("gao.ming",)),
        (f"{PAGE}stop/", ("gao.ming", "wang.fang")),
    ],
)
def test_each_page_opens_to_its_roles_alone(
    signed_in: object, who: str | None, address: str, allowed: tuple[str | None, ...]
) -> None:
    browser = signed_in(who) if who else Client()
    status = browser.get(address).status_code
    assert status == (200 if who in allowed else 403 if who else 302)


def test_only_those_who_may_see_the_buttons(signed_in: object) -> None:
    cleared(now())
    seen = {who: signed_in(who).get(PAGE).content.decode() for who in CAST}
    assert {who for who, page in seen.items() if f"{PAGE}clear/" in page} == {"gao.ming"}
    assert {who for who, page in seen.items() if f"{PAGE}stop/" in page} == {"gao.ming", "wang.fang"}


def test_reviewer_gao_clears_with_the_evidence_beside_the_form(signed_in: object) -> None:
    key = evidence(now())
    browser = signed_in("gao.ming")
    page = browser.get(f"{PAGE}clear/").content.decode()
    assert "Figures of the newest trial" in page
    day = (now() + timedelta(days=30)).date()
    form = {"evidence": key, "expires": day, "threshold": "0.75", "error_limit": "0.05", "conditions": "报告"}
    answer = browser.post(f"{PAGE}clear/", form, follow=True)
    assert "Cleared. It may run from now on." in answer.content.decode()
    made = Clearance.objects.get()
    assert (made.threshold, made.error_limit, made.conditions) == (0.75, 0.05, "报告")
    assert standing(name=NAME, at=now() + timedelta(days=29)).cleared


def test_a_clearance_for_two_years_is_refused_with_the_reason_at_the_top(signed_in: object) -> None:
    key = evidence(now())
    form = {"evidence": key, "expires": (now() + timedelta(days=700)).date(), "error_limit": "0.1"}
    page = signed_in("gao.ming").post(f"{PAGE}clear/", form).content.decode()
    assert "A clearance lasts a year at most" in page
    assert not Clearance.objects.exists()


def test_without_evidence_for_the_running_version_the_page_says_what_to_do(signed_in: object) -> None:
    evidence(now(), version="v0")
    page = signed_in("gao.ming").get(f"{PAGE}clear/").content.decode()
    assert f"minben sandbox try {NAME}" in page
    assert "<textarea" not in page


def test_clerk_wang_fang_stops_it_with_a_reason_everybody_can_read(signed_in: object, client: Client) -> None:
    cleared(now())
    browser = signed_in("wang.fang")
    assert browser.post(f"{PAGE}stop/", {"reason": ""}).status_code == 200
    assert not Revocation.objects.exists()
    answer = browser.post(f"{PAGE}stop/", {"reason": "把供水都分到供暖了"}, follow=True)
    assert "Stopped. From now on people decide." in answer.content.decode()
    assert "把供水都分到供暖了" in client.get(PAGE).content.decode()
