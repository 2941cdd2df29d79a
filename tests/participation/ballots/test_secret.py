"""A secret vote from its notice to its result: what is shown, to whom, and how observers count again."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.ledger.models import Entry
from minben.participation.ballots import actions, queries
from minben.participation.ballots.actions import DecisionError, NewObserver, Stage
from minben.participation.ballots.lists import counted_of
from minben.participation.ballots.models import Cast, Opened, Reading
from tests.city import ledger_holds
from tests.commands import Terminal
from tests.participation.ballots.street import CODE, Street, prepared, secretly, street
from tests.participation.ballots.test_taking_part import read_by, said

__all__ = ["secretly", "street"]

LETTERS = {"f": "for", "a": "against", "0": "abstain"}


def english() -> Client:
    return Client(headers={"accept-language": "en"})


def closed(street: Street) -> None:
    street.decision.__class__.objects.filter(pk=street.key).update(closes_at=now())


def counted(street: Street, choices: str) -> None:
    """Cast a ballot for each letter, close, open before both observers, who agree, and publish."""
    for number, letter in enumerate(choices, 1):
        if letter != "-":
            street.cast(number, LETTERS[letter], at=now() - timedelta(hours=1))
    closed(street)
    actions.open_ballots(decision_id=street.key, by=street.by("he.jing"), at=now())
    for one in queries.observers(street.key):
        actions.say(observer_id=one.key, agrees=True, reason="", at=now())
    street.move(Stage.RESULT, now())


def watcher(street: Street, number: int = 1) -> str:
    return f"/decisions/observe/{street.decision.observers.get(number=number).code}/"


def test_what_her_neighbour_says_stands_in_no_page_no_record_and_no_plain_column(secretly: Street) -> None:
    browser, owner = english(), secretly.owner(2)
    page = browser.post(
        f"/decisions/vote/{owner.code}/", said(secretly, 2, "against"), follow=True
    ).content.decode()
    cast = Cast.objects.get()
    assert cast.commitment in page
    assert f"/ledger/entries/{cast.entry}/" in page
    assert "checked" not in page
    assert "Against</strong>" not in page
    assert (cast.choice, cast.nonce) == ("sealed", "")
    assert "against" not in Entry.objects.get(what="ballots.cast").leaf
    # Whoever has the receipt finds it among the commitments, as anybody may.
    assert cast.commitment in secretly.page("list/")
    assert cast.commitment in english().get(f"/decisions/{secretly.key}/list.json").content.decode()


@pytest.mark.parametrize(
    ("choices", "carried"),
    [("ffffffa0----", True), ("fffff0aa----", False)],
)
def test_exactly_on_the_line_carries_and_one_below_does_not(
    secretly: Street, choices: str, carried: bool
) -> None:
    counted(secretly, choices)
    published = queries.published(secretly.key)
    assert published is not None
    assert published.carried is carried
    page = secretly.page()
    assert ("Carried: all four lines are reached." in page) is carried
    # Two against six: neither number stands for five owners, so neither is told.
    assert "so the lines of the law are all that is told" in page
    assert "360" not in page.partition("The count")[2].partition("Who watches")[0]
    told = queries.told(secretly.key)
    assert told is not None
    assert (told["count"]["heads"], told["count"]["agreed"]) == ({}, {})
    assert ledger_holds(now())


def test_numbers_that_stand_for_enough_owners_are_told_and_areas_only_in_steps(secretly: Street) -> None:
    counted(secretly, "ffffffaaaaa0")
    page = secretly.page()
    assert "6 for it" in page
    assert "6 against it or abstained" in page
    assert "Agreed: 50 to 55 per cent of the area" in page


def test_the_last_of_several_ballots_counts_and_every_commitment_is_opened(secretly: Street) -> None:
    secretly.cast(1, "against", at=now() - timedelta(hours=3))
    counted(secretly, "ffffffa0----")
    told = queries.told(secretly.key)
    assert told is not None
    assert (told["count"]["ballots"], len(told["commitments"])) == (8, 9)
    assert "Of 9 ballots 8 count" in secretly.page("list/")
    again = queries.recounted(decision=secretly.key, openings=Opened.objects.get().content)
    assert again.holds
    assert again.tally.owners_for.part == 6


def test_grandma_chen_takes_part_in_a_secret_vote_without_a_phone(secretly: Street) -> None:
    """She reads her letter, marks the paper, thinks again at the counter, and keeps the number of an entry."""
    letters = secretly.page("letters/", "he.jing")
    assert CODE.search(letters)
    assert "This is a secret vote" in letters
    assert "those who take your ballot down learn what you say" in letters
    read_by(secretly, "he.jing", number=1, choice="against")
    assert [one.secret for one in Reading.objects.all()] == ["against"]
    assert "Both read the same" in read_by(secretly, "zhao.qiang", number=1, choice="against")
    assert {(one.choice, one.secret) for one in Reading.objects.all()} == {("sealed", "")}
    worker, owner = secretly.town.browser("he.jing"), secretly.owner()
    there = worker.get(f"/decisions/desk/{owner.pk}/").content.decode()
    assert "checked" not in there
    assert "those who take your ballot down learn what you say" in there
    proxy: dict[str, Any] = {"channel": "counter", "proxy": "周敏", "paper": "第三卷第二页"}
    answer = worker.post(f"/decisions/desk/{owner.pk}/", said(secretly, **proxy), follow=True)
    entry = re.search(r"Read out or write down the entry: (\d+)", answer.content.decode())
    assert entry
    assert f"/ledger/entries/{entry[1]}/" in secretly.page("list/")
    counted(secretly, "-")
    again = queries.recounted(decision=secretly.key, openings=Opened.objects.get().content)
    assert again.holds
    assert again.tally.owners_for.part == again.tally.owners_present.part == 1


def test_zhou_min_watches_counts_at_home_and_signs_and_everybody_reads_it(
    secretly: Street, tmp_path: Path
) -> None:
    secretly.cast(1, "against", at=now() - timedelta(hours=3))
    for number, choice in enumerate(["for", "for", "abstain"], 1):
        secretly.cast(number, choice, at=now() - timedelta(hours=1))
    browser, address = english(), watcher(secretly)
    assert "have not been opened" in browser.get(address).content.decode()
    assert browser.get(f"{address}openings.json").status_code == 404
    closed(secretly)
    worker = secretly.town.browser("he.jing")
    assert worker.post(f"/decisions/{secretly.key}/open/").status_code == 302
    page = browser.get(address).content.decode()
    assert "4 ballots open their commitments" in page
    # Each dwelling with what counts for it, under a random name: she can count by hand.
    table = page.partition("Every ballot, to count by hand</h2>")[2].partition("</table>")[0]
    assert (table.count("60.00"), table.count(">For<"), table.count(">No ballot<")) == (12, 2, 9)
    assert ">101<" not in table
    openings, public = tmp_path / "openings.json", tmp_path / "public.json"
    openings.write_bytes(browser.get(f"{address}openings.json").content)
    public.write_bytes(browser.get(f"/decisions/{secretly.key}/list.json").content)
    assert b'"against"' not in public.read_bytes()
    ran = Terminal(tmp_path / "home").run(
        "ballots", "recount", str(openings), "--list", str(public), "--json"
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["shares"]["owners_for"]["part"] == "2"
    row = queries.opened(secretly.key)
    assert row is not None
    assert row.digest in ran.stderr

    assert browser.post(address, {"agrees": "no", "reason": ""}).status_code == 400
    assert browser.post(address, {"agrees": "no", "reason": "到场晚了十分钟。"}).status_code == 302
    assert browser.post(address, {"agrees": "yes", "reason": "重新数过。"}).status_code == 302
    shown = secretly.page()
    assert shown.index("到场晚了十分钟。") < shown.index("重新数过。")
    acts = list(Entry.objects.filter(what__startswith="ballots.o").values_list("what", flat=True))
    # The page, the file, and the page again that asked for a reason.
    assert acts.count("ballots.openings_read") == 3
    assert acts.count("ballots.observed") == 2


def test_the_result_waits_for_every_observer_but_not_for_ever(secretly: Street) -> None:
    secretly.cast(1, at=now() - timedelta(hours=1))
    closed(secretly)
    with pytest.raises(DecisionError, match="not_opened"):
        secretly.move(Stage.RESULT, now())
    actions.open_ballots(decision_id=secretly.key, by=None, at=now())
    with pytest.raises(DecisionError, match="observers_silent"):
        secretly.move(Stage.RESULT, now())
    secretly.move(Stage.RESULT, now() + timedelta(days=3, minutes=1))
    assert "Has not said anything yet." in secretly.page()


def test_nothing_is_opened_while_people_vote_nor_while_a_sheet_waits(secretly: Street) -> None:
    with pytest.raises(DecisionError, match="vote_running"):
        actions.open_ballots(decision_id=secretly.key, by=None, at=now())
    read_by(secretly, "he.jing", number=5)
    closed(secretly)
    with pytest.raises(DecisionError, match="sheets_open"):
        actions.open_ballots(decision_id=secretly.key, by=None, at=now())
    assert not Opened.objects.exists()
    # Nor is a sheet slipped in once the observers have seen what there is.
    read_by(secretly, "zhao.qiang", number=5)
    actions.open_ballots(decision_id=secretly.key, by=None, at=now())
    assert "have been opened already" in read_by(secretly, "he.jing", number=6)
    assert Cast.objects.count() == 1


def test_observers_are_named_before_the_vote_and_staff_do_not_watch_with_their_code(
    secretly: Street,
) -> None:
    late = NewObserver(decision_id=secretly.key, name="邻居9")
    with pytest.raises(DecisionError, match="observers_fixed"):
        actions.name_observer(new=late, by=None, at=now())
    assert secretly.town.browser("he.jing").get(watcher(secretly)).status_code == 404
    assert english().get("/decisions/observe/AA-AAAA-AAAA/").status_code == 404
    answer = english().post("/decisions/observe/", {"code": secretly.owner().code})
    assert answer.status_code == 400


def test_a_secret_vote_does_not_open_without_observers(street: Street) -> None:
    street.decision.__class__.objects.filter(pk=street.key).update(secret=True)
    with pytest.raises(DecisionError, match="observers_missing"):
        street.to_the_vote(opened=now() - timedelta(days=3), closes=now() + timedelta(days=6))


def test_he_jing_names_sun_li_who_watches_with_her_own_account(street: Street) -> None:
    secret = prepared(street.town, secret=True)
    worker, address = street.town.browser("he.jing"), f"/decisions/{secret.key}/observers/"
    assert worker.post(address, {"name": " "}).status_code == 400
    named = worker.post(address, {"name": "周敏", "stands_for": "一层业主"}).content.decode()
    code = CODE.search(named)
    assert code
    assert CODE.search(worker.get(address).content.decode()) is None
    assert english().get(f"/decisions/observe/{code[0]}/").status_code == 200
    worker.post(address, {"name": "孙丽", "user_id": street.by("sun.li")})
    secret.move(Stage.NOTICE, now())
    auditor = street.town.browser("sun.li")
    own = re.search(r"/decisions/observe/[-\w]+/", auditor.get(f"/decisions/{secret.key}/").content.decode())
    assert own
    assert auditor.get(own[0]).status_code == 200
    assert worker.get(own[0]).status_code == 404
    assert auditor.get(f"/decisions/observe/{code[0]}/").status_code == 404


def test_openings_that_were_tampered_with_disagree_with_the_record(secretly: Street) -> None:
    counted(secretly, "ffffffa0----")
    row = Opened.objects.get()
    told: dict[str, Any] = json.loads(row.content)
    next(one for one in told["ballots"] if one["choice"] == "against")["choice"] = "for"
    row.content = json.dumps(told)
    row.save(update_fields=["content"])
    assert not queries.recounted(decision=secretly.key, openings=row.content).holds
    assert "This does not agree" in english().get(watcher(secretly)).content.decode()


def test_a_year_later_what_was_said_is_gone_and_the_count_stays(secretly: Street) -> None:
    counted(secretly, "ffffffa0----")
    ended = now() + timedelta(days=12)
    address = watcher(secretly)
    secretly.move(Stage.FOLLOW_UP, ended)
    assert actions.forget_owners(at=ended + timedelta(days=366)) == 1
    assert set(Cast.objects.values_list("secret", flat=True)) == {""}
    assert english().get(address).status_code == 404
    assert "Carried" in secretly.page()
    assert counted_of(secretly.decision).ballots
