"""Reports of wrongdoing: the door itself keeps them for the reporting desk, whatever a page may ask."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from minben.accounts.queries import Role
from minben.commons.clock import now
from minben.ground.registers.actions import Duty
from minben.institutions.rights import actions as rights
from minben.institutions.rights import queries as accesses
from minben.institutions.rights.models import Access
from minben.ledger.models import Entry
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries
from minben.needs.hotline.models import Request
from tests.needs.hotline.page_city import City, city

__all__ = ["city"]

PHONE = "13912345678"


def report(city: City, **facts: Any) -> Request:
    contact = hotline.ContactGiven(name="李伟", phone=PHONE)
    given = {"kind": "whistle", "category": "", "identity": "confidential", "contact": contact}
    return city.request("食品厂用过期的肉", **{**given, **facts})


def reader(city: City, name: str, role: Role) -> rights.Reader:
    return rights.Reader(key=f"user:{city.account(name)}", role=role.value, label="12345")


def desk(city: City) -> rights.Reader:
    city.charge("zhao.qiang", Duty.REPORT_DESK)
    return reader(city, "zhao.qiang", Role.OFFICER)


@pytest.mark.parametrize(
    "purpose", ["request.intake", "request.supervise", "request.followup", "report.handle"]
)
def test_the_door_opens_a_report_to_no_clerk_for_any_purpose(city: City, purpose: str) -> None:
    clerk, made = reader(city, "wang.fang", Role.CLERK), report(city)
    with pytest.raises(rights.Refused) as refused:
        hotline.open_for(purpose=purpose, request_id=made.pk, reader=clerk, at=now())
    assert refused.value.code == "report_desk"
    assert not refused.value.refusal.may_break_glass


def test_an_officer_with_a_grant_on_it_does_not_open_a_report(city: City) -> None:
    made, officer = report(city), reader(city, "zhao.qiang", Role.OFFICER)
    grant = rights.NewGrant(hotline.record_key(made.pk), officer.key, "request.handle")
    rights.grant(grants=[grant], at=now())
    with pytest.raises(rights.Refused):
        hotline.open_for(purpose="request.handle", request_id=made.pk, reader=officer, at=now())


def test_an_administrator_charged_with_the_desk_by_mistake_still_opens_nothing(city: City) -> None:
    made = report(city)
    city.charge("ma.chao", Duty.REPORT_DESK)
    keeper = reader(city, "ma.chao", Role.ADMINISTRATOR)
    with pytest.raises(rights.Refused):
        hotline.open_for(purpose="report.handle", request_id=made.pk, reader=keeper, at=now())
    with pytest.raises(rights.Refused):
        hotline.open_reports(reader=keeper, at=now())


def test_the_reporting_desk_opens_a_report_for_its_own_purpose_and_it_is_written_down(city: City) -> None:
    made, reporting = report(city), desk(city)
    opened = hotline.open_for(purpose="report.handle", request_id=made.pk, reader=reporting, at=now())
    assert opened.phone == PHONE
    seen = accesses.accesses_on(hotline.record_key(made.pk))
    assert [(row.purpose.en, row.outcome) for row in seen] == [
        ("Looking into a report of wrongdoing", "opened")
    ]


def test_the_desk_opens_nothing_else_under_the_name_of_a_report(city: City) -> None:
    ordinary, reporting = city.request(), desk(city)
    with pytest.raises(rights.Refused):
        hotline.open_for(purpose="report.handle", request_id=ordinary.pk, reader=reporting, at=now())
    with pytest.raises(rights.Refused):
        hotline.open_reports(reader=reporting, request_ids=[ordinary.pk], at=now())


def test_a_duty_that_has_ended_opens_nothing_any_more(city: City) -> None:
    made, reporting = report(city), desk(city)
    earlier = now() - timedelta(days=3000)
    with pytest.raises(rights.Refused):
        hotline.open_for(purpose="report.handle", request_id=made.pk, reader=reporting, at=earlier)


def test_reading_the_covered_list_leaves_one_access_with_a_line_for_each_report(city: City) -> None:
    first, second = report(city), report(city)
    desk(city)
    browser = city.browser("zhao.qiang")
    assert first.code in browser.get("/requests/apart/").content.decode()
    access = Access.objects.get()
    assert access.purpose == "report.handle"
    assert sorted(line.record for line in access.lines.all()) == sorted(
        hotline.record_key(made.pk) for made in (first, second)
    )
    browser.get(f"/requests/cases/{first.pk}/")
    assert Access.objects.count() == 2


def test_a_refused_look_at_the_list_is_kept(city: City) -> None:
    report(city)
    assert city.browser("wang.fang").get("/requests/apart/").status_code == 403
    assert Access.objects.get().outcome == "refused"


@pytest.mark.parametrize("page", ["apart/", "cases/{key}/"])
def test_an_administrator_sees_no_report(city: City, page: str) -> None:
    made = report(city)
    answer = city.browser("ma.chao").get(f"/requests/{page.format(key=made.pk)}")
    assert answer.status_code == 403
    assert made.masked not in answer.content.decode()


def test_the_desk_opens_the_contact_on_the_page_of_the_report(city: City) -> None:
    made = report(city)
    desk(city)
    address = f"/requests/cases/{made.pk}/open/"
    browser = city.browser("zhao.qiang")
    assert browser.post(address, {"purpose": "request.intake"}).status_code == 400
    assert PHONE in browser.post(address, {"purpose": "report.handle"}).content.decode()


def test_a_caller_s_number_never_leads_to_a_report(city: City) -> None:
    report(city)
    ordinary = city.request(contact=hotline.ContactGiven(name="李伟", phone=PHONE))
    clerk = reader(city, "wang.fang", Role.CLERK)
    assert hotline.requests_by_phone(phone=PHONE, reader=clerk, at=now()) == [ordinary.pk]


def beside(request: Request) -> list[int]:
    """What the clerk's page and the unit's show beside a request."""
    row = queries.masked_rows([request.pk])[request.pk]
    parts, around = queries.case_parts(row), queries.around(row, at=now(), limit=5, person=True)
    shown = [*parts.same_person, *parts.same_event, *around.person, *around.event]
    return sorted({one.key for one in [*shown, *(near.request for near in around.near)]})


def test_a_report_stands_beside_no_request_of_the_same_person_or_event(city: City) -> None:
    facts = {"source": "web", "person_key": "p1"}
    ordinary = city.request(source_key="a", **facts)
    told = city.request(source_key="b", **facts)
    assert beside(ordinary) == [told.pk]
    hotline.set_apart(request_id=told.pk, by=city.account("wang.fang"), at=now())
    assert beside(ordinary) == []


def closed_by_the_desk(city: City) -> Request:
    made = report(city)
    hotline.decide_report(request_id=made.pk, closed=True, words="已转", reader=desk(city), at=now())
    return made


@pytest.mark.parametrize("kept", [report, closed_by_the_desk])
def test_no_clerk_makes_a_report_something_else(city: City, kept: Callable[[City], Request]) -> None:
    made = kept(city)
    correction = hotline.Correction(category="noise", kind="complaint")
    with pytest.raises(hotline.MoveRefused):
        hotline.correct(request_id=made.pk, correction=correction, by=city.account("wang.fang"), at=now())
    assert Request.objects.get(pk=made.pk).kind == "whistle"


def test_a_clerk_does_not_decide_a_report(city: City) -> None:
    made, clerk = report(city), reader(city, "wang.fang", Role.CLERK)
    with pytest.raises(rights.Refused):
        hotline.decide_report(request_id=made.pk, closed=True, words="", reader=clerk, at=now())
    assert Request.objects.get(pk=made.pk).state == "set_apart"


def test_what_the_desk_hands_back_is_a_complaint_that_clerks_can_read(city: City) -> None:
    made = report(city)
    hotline.decide_report(request_id=made.pk, closed=False, words="是投诉", reader=desk(city), at=now())
    assert [row.key for row in queries.clerk_queue()[0]] == [made.pk]
    assert city.browser("wang.fang").get(f"/requests/cases/{made.pk}/").status_code == 200


def test_a_report_is_decided_once(city: City) -> None:
    made = closed_by_the_desk(city)
    again = reader(city, "zhao.qiang", Role.OFFICER)
    with pytest.raises(hotline.MoveRefused):
        hotline.decide_report(request_id=made.pk, closed=True, words="又一次", reader=again, at=now())


def test_a_person_who_says_not_solved_brings_the_report_back_to_the_desk(city: City) -> None:
    made = closed_by_the_desk(city)
    hotline.judge(request_id=made.pk, solved=False, words="还在卖", at=now())
    assert Request.objects.get(pk=made.pk).state == "set_apart"
    assert queries.clerk_queue() == ([], 0)


def test_a_clerk_who_corrects_the_kind_to_a_report_sets_it_apart(city: City) -> None:
    made = city.request()
    correction = hotline.Correction(kind="whistle")
    hotline.correct(request_id=made.pk, correction=correction, by=city.account("wang.fang"), at=now())
    assert Request.objects.get(pk=made.pk).state == "set_apart"


def test_an_imported_report_without_a_heading_waits_for_the_desk_alone(city: City) -> None:
    made = report(city, channel="import")
    assert queries.clerk_queue() == ([], 0)
    assert [row.key for row in hotline.open_reports(reader=desk(city), at=now())] == [made.pk]


def in_the_ledger(what: str) -> list[dict[str, Any]]:
    return [json.loads(row.leaf) for row in Entry.objects.filter(what=what).order_by("pk")]


def test_the_public_ledger_does_not_say_which_request_a_refused_reading_was_about(city: City) -> None:
    made = report(city)
    browser = city.browser("wang.fang")
    sent = {"purpose": "request.intake", "reason": "想看看"}
    assert browser.post(f"/requests/cases/{made.pk}/open/", sent).status_code == 403
    clerk = reader(city, "wang.fang", Role.CLERK)
    for purpose in ("request.intake", "report.handle"):
        with pytest.raises(rights.Refused) as refused:
            hotline.open_for(purpose=purpose, request_id=made.pk, reader=clerk, at=now())
        rights.keep_refusal(refused.value, at=now())
    entries = in_the_ledger("rights.refused")
    assert len(entries) == 2
    assert {entry["subject"].partition(":")[0] for entry in entries} == {"rights.record"}
    # The staff's own record of it still names the request; only what is public does not.
    assert len(accesses.accesses_on(hotline.record_key(made.pk))) == 2


def test_the_public_ledger_does_not_say_which_request_the_desk_opened_set_apart_or_closed(city: City) -> None:
    ordinary, reporting = city.request(), desk(city)
    hotline.set_apart(request_id=ordinary.pk, by=city.account("wang.fang"), at=now())
    hotline.open_for(purpose="report.handle", request_id=ordinary.pk, reader=reporting, at=now())
    hotline.decide_report(request_id=ordinary.pk, closed=True, words="已转办", reader=reporting, at=now())
    named = f"hotline.request:{ordinary.pk}"
    kept = [
        *in_the_ledger("rights.opened"),
        *in_the_ledger("hotline.corrected"),
        *in_the_ledger("hotline.closed"),
    ]
    assert len(kept) == 3
    assert named not in {entry["subject"] for entry in kept}
    assert "set_apart" not in json.dumps(kept)


def test_an_ordinary_reading_is_named_as_before(city: City) -> None:
    ordinary, clerk = city.request(), reader(city, "wang.fang", Role.CLERK)
    hotline.open_for(purpose="request.intake", request_id=ordinary.pk, reader=clerk, at=now())
    assert in_the_ledger("rights.opened")[0]["subject"] == f"hotline.request:{ordinary.pk}"


def test_a_report_in_an_export_waits_at_the_reporting_desk(city: City) -> None:
    made = city.request(
        "我举报食品厂用过期的肉", channel="import", source="old", source_key="1", unit="房管局"
    )
    assert (made.kind, made.state, made.unit_id) == ("whistle", "set_apart", None)
    browser = city.browser("zhao.qiang")
    city.charge("zhao.qiang", Duty.REPORT_DESK)
    assert made.code in browser.get("/requests/apart/").content.decode()


def test_a_report_that_an_export_closed_long_ago_stays_history(city: City) -> None:
    at = now()
    made = city.request(
        "我举报食品厂用过期的肉", channel="import", source="old", source_key="1", unit="房管局",
        closed_at=at - timedelta(days=30),
    )  # fmt: skip
    assert made.state != "set_apart"
    assert made not in Request.objects.filter(state__in=("with_clerk", "set_apart"))
