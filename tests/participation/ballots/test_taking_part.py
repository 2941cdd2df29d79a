"""Everybody takes part: Grandma Chen without a phone, neighbours online, the street office for those who ask."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.institutions.rights import queries as rights
from minben.institutions.rights.models import Access
from minben.participation.ballots import actions, queries
from minben.participation.ballots.actions import Channel, Stage
from minben.participation.ballots.models import Cast, Objection, Sheet
from tests.participation.ballots.street import CODE, Street, street, voting

__all__ = ["street", "voting"]


def said(street: Street, number: int = 1, choice: str = "for", **more: Any) -> dict[str, Any]:
    return {f"home-{street.home(number).pk}": choice, **more}


def on_paper(street: Street, number: int = 1, choice: str = "for", **more: Any) -> dict[str, Any]:
    handed_in = (now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    return {
        "number": f"7-{number}", "owner": number, "dwelling": street.home(number).label, "choice": choice,
        "handed_in_at": handed_in, **more,
    }  # fmt: skip


def read_by(street: Street, name: str, **sheet: Any) -> str:
    browser = street.town.browser(name)
    answer = browser.post(f"/decisions/{street.key}/paper/", on_paper(street, **sheet), follow=True)
    return str(answer.content.decode())


def test_grandma_chen_takes_part_fully_without_a_phone(street: Street) -> None:
    """She objects, reads her letter, votes on paper, thinks again at the counter, and finds her ballot in the list."""
    opened = now() - timedelta(days=3)
    for stage, days in ((Stage.NOTICE, 12), (Stage.HEARING, 6)):
        street.move(stage, opened - timedelta(days=days))
    worker = street.town.browser("he.jing")
    told = {"words": "电梯挡了我厨房的光", "gist": "担心厨房采光。"}
    assert worker.post(f"/decisions/{street.key}/heard/", told).status_code == 302
    assert "担心厨房采光。" in street.page()
    assert "电梯挡了我厨房的光" not in street.page()
    objection = Objection.objects.get().pk
    talk = {"words": "改装玻璃井道。", "outcome": "settled"}
    assert worker.post(f"/decisions/{street.key}/objections/{objection}/", talk).status_code == 302
    assert "改装玻璃井道。" in street.page()
    street.move(Stage.OBJECTIONS, opened - timedelta(days=2))
    closes = now() + timedelta(days=6)
    street.move(Stage.VOTE, opened, closes=closes)

    letters = street.page("letters/", "he.jing")
    assert "陈桂英" in letters
    assert CODE.search(letters)
    assert "http://testserver/decisions/vote/" in letters, "a link on paper cannot be pressed"
    read_by(street, "he.jing", number=1, choice="against")
    assert "Both read the same" in read_by(street, "zhao.qiang", number=1, choice="against")

    # The next day she comes to the counter without her letter and shows her identity card.
    owner = street.owner()
    there = worker.get(f"/decisions/desk/{owner.pk}/").content.decode()
    assert "陈**" in there
    assert "陈桂英" not in there
    answer = worker.post(f"/decisions/desk/{owner.pk}/", said(street, channel="counter"), follow=True)
    assert "Taken. Read out or write down the entry" in answer.content.decode()

    street.move(Stage.RESULT, closes + timedelta(minutes=1))
    line = re.search(r"<th scope=\"row\">101</th>.*?</tr>", street.page("list/"), re.DOTALL)
    assert line
    assert "陈**" in line[0]
    assert "For" in line[0]
    seen = rights.accesses_of(f"person:{street.town.people['chen']}")
    assert {one.purpose.en for one in seen} == {"Organising a vote of owners"}


def test_her_neighbour_votes_online_with_the_code_of_the_letter(voting: Street) -> None:
    browser = Client(headers={"accept-language": "en"})
    typed = voting.owner(2).code.lower().replace("-", " ")
    answer = browser.post("/decisions/vote/", {"code": typed}, follow=True)
    assert answer.status_code == 200
    page = browser.post(answer.request["PATH_INFO"], said(voting, 2), follow=True).content.decode()
    cast = Cast.objects.get()
    assert f"/ledger/entries/{cast.entry}/" in page
    assert cast.nonce in page
    assert cast.taken_by_id is None


def test_a_wrong_code_opens_nothing_and_is_told_kindly(voting: Street) -> None:
    answer = Client(headers={"accept-language": "en"}).post("/decisions/vote/", {"code": "AA-AAAA-AAAA"})
    assert answer.status_code == 400
    assert "nothing was lost" in answer.content.decode()
    assert Client().get("/decisions/vote/AA-AAAA-AAAA/").status_code == 404


def test_zhou_min_is_voted_for_by_somebody_with_a_paper_at_the_counter(voting: Street) -> None:
    desk = voting.town.browser("wang.fang")
    opened = desk.post("/decisions/desk/", {"code": voting.owner(3).code})
    told = said(voting, 3, channel="counter", proxy="周敏的妹妹")
    bare = desk.post(opened["Location"], told)
    assert bare.status_code == 400
    assert "where the paper lies" in bare.content.decode()
    assert desk.post(opened["Location"], {**told, "paper": "第三卷第二页"}).status_code == 302
    ballot = Cast.objects.get()
    assert (ballot.proxy, ballot.channel, ballot.taken_by_id) == (
        "周敏的妹妹",
        "counter",
        voting.by("wang.fang"),
    )


def test_wang_fang_takes_a_ballot_by_telephone_only_with_the_code_that_is_read_out(voting: Street) -> None:
    desk = voting.town.browser("wang.fang")
    owner = voting.owner(4)
    assert desk.get(f"/decisions/desk/{owner.pk}/").status_code == 403
    opened = desk.post("/decisions/desk/", {"code": owner.code})
    assert desk.post(opened["Location"], said(voting, 4, channel="phone")).status_code == 302
    assert Cast.objects.get().channel == Channel.PHONE
    # The ticket opens this owner's ballot and no other.
    ticket = opened["Location"].partition("?")[2]
    assert desk.get(f"/decisions/desk/{voting.owner(5).pk}/?{ticket}").status_code == 403


def test_two_people_read_a_sheet_and_neither_sees_what_the_other_read(voting: Street) -> None:
    assert "Somebody else reads the same sheet next" in read_by(voting, "he.jing", number=5)
    assert not Cast.objects.exists()
    page = voting.page("paper/", "zhao.qiang")
    assert "waits for the second reader" in page
    table = page.partition("<h2>Sheets</h2>")[2]
    assert "For" not in table
    assert "You have read this sheet" in read_by(voting, "he.jing", number=5)
    assert "The ballot counts" in read_by(voting, "zhao.qiang", number=5)
    assert Cast.objects.get().channel == Channel.PAPER


def test_a_sheet_read_differently_counts_only_after_both_looked_again(voting: Street) -> None:
    read_by(voting, "he.jing", number=5, choice="for")
    assert "read it differently" in read_by(voting, "zhao.qiang", number=5, choice="against")
    assert not Cast.objects.exists()
    assert [one.state for one in queries.sheets(voting.key)] == ["differs"]
    read_by(voting, "zhao.qiang", number=5, choice="against")
    assert "The ballot counts" in read_by(voting, "he.jing", number=5, choice="against")
    assert Cast.objects.get().choice == "against"


def test_a_void_sheet_is_settled_and_counts_for_nothing(voting: Street) -> None:
    read_by(voting, "he.jing", number=5, choice="void")
    assert "void and counts for nothing" in read_by(voting, "zhao.qiang", number=5, choice="void")
    assert not Cast.objects.exists()
    assert Sheet.objects.get().settled_at is not None


def test_a_result_waits_for_the_second_reader(voting: Street) -> None:
    read_by(voting, "he.jing", number=5)
    voting.decision.__class__.objects.filter(pk=voting.key).update(closes_at=now() - timedelta(hours=1))
    page = voting.town.browser("he.jing").post(
        f"/decisions/{voting.key}/move/", {"to": "result", "words": ""}, follow=True
    )
    assert "has not been read alike by two people yet" in page.content.decode()
    assert queries.published(voting.key) is None


@pytest.mark.parametrize("path", ["organise/", "owners/", "letters/", "paper/"])
def test_another_unit_neither_organises_nor_reads_the_owners(voting: Street, path: str) -> None:
    from minben.ground.registers.models import Membership

    Membership.objects.filter(user=voting.by("zhao.qiang"), unit=voting.town.units["willow"]).delete()
    assert voting.town.browser("zhao.qiang").get(f"/decisions/{voting.key}/{path}").status_code == 403


def test_what_the_owners_page_shows_is_written_down_for_each_owner(voting: Street) -> None:
    Objection.objects.create(decision_id=voting.key, words="挡了我家的光", gist="采光", at=now())
    page = voting.page("owners/", "he.jing")
    assert "陈桂英" in page
    assert "挡了我家的光" in page
    assert len(rights.accesses_of(f"person:{voting.town.people['chen']}")) == 1
    assert Access.objects.count() == 1, "one page is one reading"


def test_once_it_is_followed_up_nobody_opens_the_owners_any_more(voting: Street) -> None:
    voting.decision.__class__.objects.filter(pk=voting.key).update(closes_at=now() - timedelta(days=20))
    voting.move(Stage.RESULT, now() - timedelta(days=19))
    voting.move(Stage.FOLLOW_UP, now() - timedelta(days=2))
    answer = voting.town.browser("he.jing").get(f"/decisions/{voting.key}/owners/")
    assert answer.status_code == 403


def test_a_year_later_the_night_forgets_who_the_owners_were_and_the_list_stays(voting: Street) -> None:
    voting.cast(1, channel=Channel.COUNTER, proxy="何静", paper="第三卷第二页")
    code, ended = voting.owner().code, now() + timedelta(days=30)
    voting.move(Stage.RESULT, ended - timedelta(days=12))
    voting.move(Stage.FOLLOW_UP, ended)
    assert actions.forget_owners(at=ended + timedelta(days=364)) == 0
    assert actions.forget_owners(at=ended + timedelta(days=365)) == 1
    assert actions.forget_owners(at=ended + timedelta(days=366)) == 0
    assert (voting.owner().name, voting.owner().code, Cast.objects.get().proxy) == ("", "", "")
    assert Client().get(f"/decisions/vote/{code}/").status_code == 404
    assert "陈**" in voting.page("list/")
    found = queries.agreement(voting.key)
    assert found is not None
    assert found.holds


def test_staff_do_not_vote_on_the_owners_own_page(voting: Street) -> None:
    code = voting.owner().code
    page = voting.town.browser("he.jing").post(f"/decisions/vote/{code}/", said(voting))
    assert page.status_code == 400
    assert not Cast.objects.exists()


def test_who_pays_how_much_adds_up_and_is_everybodys_to_see(street: Street) -> None:
    street.move(Stage.NOTICE, now())
    page = street.page("costs/")
    costs = queries.costs(street.key)
    assert costs is not None
    assert sum(row.cents for row in costs.rows) == 372_000_00
    assert "¥372,000.00" in page
    assert page.count("¥0.00") >= 2


def test_he_jing_begins_a_decision_from_a_spreadsheet(street: Street, tmp_path: Any) -> None:
    worker = street.town.browser("he.jing")
    template = worker.get("/decisions/new/owners.xlsx")
    assert template.status_code == 200
    sheet = tmp_path / "owners.csv"
    sheet.write_text("房号,楼层,建筑面积,业主,免出资\n101,1,45.30,陈桂英,\n201,2,63.205,李伟,\n", "utf-8")
    given = {
        "title": "换门禁", "question": "换门禁吗？", "unit": street.town.units["willow"],
        "procedure": "civil-code-278-ordinary", "instalments": 1,
    }  # fmt: skip
    with sheet.open("rb") as file:
        wrong = worker.post("/decisions/new/", {**given, "file": file})
    assert wrong.status_code == 400
    assert "This is no area." in wrong.content.decode()
    sheet.write_text(sheet.read_text("utf-8").replace("63.205", "63.20"), "utf-8")
    with sheet.open("rb") as file:
        made = worker.post("/decisions/new/", {**given, "file": file})
    assert made.status_code == 302
    assert "Who has a say" in worker.get(made["Location"]).content.decode()
