"""A vote by name from its notice to its result, and how anybody checks it."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from minben.commons.clock import now
from minben.ledger.models import Entry
from minben.participation.ballots import actions, queries
from minben.participation.ballots.actions import Channel, DecisionError, Stage
from minben.participation.ballots.models import Cast
from tests.city import ledger_holds
from tests.commands import Terminal
from tests.participation.ballots.street import Street, street, voting

__all__ = ["street", "voting"]

OPENED = datetime.fromisoformat("2026-04-01T09:00+08:00")
CLOSES = OPENED + timedelta(days=9)
IN_TIME = OPENED + timedelta(days=1)


def over(street: Street, choices: str) -> Street:
    """Open the vote, cast a ballot for each letter (f, a, 0 for abstain, - for none), publish the result."""
    street.to_the_vote(opened=OPENED, closes=CLOSES)
    for number, letter in enumerate(choices, 1):
        if letter != "-":
            street.cast(number, {"f": "for", "a": "against", "0": "abstain"}[letter], at=IN_TIME)
    street.move(Stage.RESULT, CLOSES + timedelta(minutes=1))
    return street


@pytest.mark.parametrize(
    ("choices", "carried"),
    [
        # Twelve dwellings of one size: two thirds are eight, three quarters of eight are six.
        ("ffffffa0----", True),
        ("fffff0aa----", False),
        ("fffffff-----", False),
        ("ffffffffffff", True),
        ("------------", False),
    ],
)
def test_exactly_on_the_line_carries_and_one_below_does_not(
    street: Street, choices: str, carried: bool
) -> None:
    over(street, choices)
    published = queries.published(street.key)
    assert published is not None
    assert published.carried is carried
    page = street.page()
    assert ("Carried: all four lines are reached." in page) is carried
    assert ("Not carried" in page) is not carried
    assert ledger_holds(CLOSES + timedelta(days=1))


def test_a_stranger_counts_the_published_list_and_finds_the_same(street: Street, tmp_path: Path) -> None:
    over(street, "ffffffa0----")
    answer = Client().get(f"/decisions/{street.key}/list.json")
    file = tmp_path / "list.json"
    file.write_bytes(answer.content)
    ran = Terminal(tmp_path / "home").run("ballots", "count", str(file), "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["carried"] is True
    assert told["shares"]["area_present"]["part"] == "480"
    published = queries.published(street.key)
    assert published is not None
    assert f'"{published.digest}"' in Entry.objects.filter(what="ballots.moved").latest("pk").leaf


def test_nobody_learns_before_the_close_what_was_said(voting: Street) -> None:
    voting.cast(1, "against")
    page = voting.page()
    assert "1 of 12" in page
    assert "Not reached so far." in page
    for word in ("Against", "against", "Agreed, by"):
        assert word not in page
    assert Client().get(f"/decisions/{voting.key}/list/").status_code == 404
    assert Client().get(f"/decisions/{voting.key}/list.json").status_code == 404
    leaf = Entry.objects.get(what="ballots.cast").leaf
    assert "against" not in leaf
    assert "101" not in leaf


def test_the_list_and_the_public_record_tell_of_the_same_ballots(street: Street) -> None:
    over(street, "ffffffa0----")
    assert "the 8 ballots of the list stand in the public record" in street.page("list/")
    found = queries.agreement(street.key)
    assert found is not None
    assert found.holds


@pytest.mark.parametrize("trick", ["change", "leave out", "add"])
def test_a_list_that_was_tampered_with_disagrees_with_the_record(street: Street, trick: str) -> None:
    over(street, "ffffffa0----")
    result = street.decision.result
    told: dict[str, Any] = json.loads(result.content)
    if trick == "change":
        told["ballots"][6]["choice"] = "for"
    elif trick == "leave out":
        del told["ballots"][6]
    else:
        told["ballots"].append({**told["ballots"][0], "dwelling": "602"})
    type(result)._base_manager.filter(pk=result.pk).update(content=json.dumps(told))
    found = queries.agreement(street.key)
    assert found is not None
    assert not found.holds
    assert "disagree" in street.page("list/")


def test_who_changes_their_mind_is_counted_once_and_both_words_stay(voting: Street) -> None:
    voting.cast(1, "against", at=now() - timedelta(hours=2))
    voting.cast(1, "for", at=now() - timedelta(hours=1))
    assert Cast.objects.count() == 2
    voter = queries.voter(voting.owner().pk)
    assert voter is not None
    assert voter.dwellings[0].choice == "for"
    assert [one.choice for one in voter.dwellings[0].casts] == ["for", "against"]


def test_a_ballot_at_the_close_is_in_time_and_a_second_later_is_not(street: Street) -> None:
    street.to_the_vote(opened=OPENED, closes=CLOSES)
    street.cast(1, at=CLOSES)
    with pytest.raises(DecisionError, match="closed"):
        street.cast(2, at=CLOSES + timedelta(seconds=1))


def test_nobody_votes_for_a_dwelling_that_is_not_theirs(voting: Street) -> None:
    with pytest.raises(DecisionError, match="not_an_owner"):
        voting.cast(1, dwelling_id=voting.home(2).pk)
    assert not Cast.objects.exists()
    assert not Entry.objects.filter(what="ballots.cast").exists()


def test_a_proxy_needs_a_paper_and_never_votes_online(voting: Street) -> None:
    with pytest.raises(DecisionError, match="no_paper"):
        voting.cast(1, channel=Channel.COUNTER, proxy="何静")
    with pytest.raises(DecisionError, match="no_paper"):
        voting.cast(1, proxy="何静", paper="第三卷第二页")
    voting.cast(1, channel=Channel.COUNTER, proxy="何静", paper="第三卷第二页")
    assert queries.turnout(voting.key).owners.part == 1


def test_the_vote_waits_for_the_days_of_notice_and_for_every_objection(street: Street) -> None:
    street.move(Stage.NOTICE, OPENED)
    street.move(Stage.HEARING, OPENED + timedelta(days=3))
    objection = actions.object_to(
        decision_id=street.key, words="挡光", by=None, at=OPENED + timedelta(days=4)
    )
    street.move(Stage.OBJECTIONS, OPENED + timedelta(days=5))
    closes = OPENED + timedelta(days=30)
    with pytest.raises(DecisionError, match="too_early"):
        street.move(Stage.VOTE, OPENED + timedelta(days=9, hours=23), closes=closes)
    with pytest.raises(DecisionError, match="objections_open"):
        street.move(Stage.VOTE, OPENED + timedelta(days=10), closes=closes)
    talk = {"objection_id": objection, "words": "谈过", "outcome": "stands", "by": street.by("he.jing")}
    actions.mediate(**talk, at=OPENED + timedelta(days=6))  # type: ignore[arg-type]
    with pytest.raises(DecisionError, match="vote_too_short"):
        street.move(Stage.VOTE, OPENED + timedelta(days=10), closes=OPENED + timedelta(days=16))
    street.move(Stage.VOTE, OPENED + timedelta(days=10), closes=closes)
    with pytest.raises(DecisionError, match="objections_over"):
        actions.mediate(**talk, at=OPENED + timedelta(days=11))  # type: ignore[arg-type]


def test_a_running_vote_is_neither_stopped_nor_counted_early(voting: Street) -> None:
    for to, code in ((Stage.STOPPED, "no_such_move"), (Stage.RESULT, "vote_running")):
        with pytest.raises(DecisionError, match=code):
            voting.move(to, now())


def test_the_law_of_the_notice_holds_to_the_end(street: Street) -> None:
    over(street, "ffffffa0----")
    told = json.loads(Client().get(f"/decisions/{street.key}/list.json").content)
    assert told["law_of"] == "2026-03-20"
