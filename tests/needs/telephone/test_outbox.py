"""What is asked of the exchange is put down first, told at once, told again, or given up in time."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from minben.commons.clock import now
from minben.ledger.models import Entry
from minben.needs.telephone import actions, exchange, tasks
from minben.needs.telephone.core.signing import why_refused
from minben.needs.telephone.exchange import ExchangeAway, Order, tell
from minben.needs.telephone.models import Command
from minben.needs.telephone.words import Deed
from tests.city import NOW, Town
from tests.needs.telephone.exchange import CHEN_AT_HOME, KEY, SEAT, call_centre, heard, take, talking, town

__all__ = ["town"]


def ask(town: Town, deed: Deed = Deed.HOLD, **facts: Any) -> int:
    call = talking()
    by = town.users["wang.fang"].pk
    return actions.ask(call_id=call.pk, deed=deed, by=by, at=NOW + timedelta(seconds=10), **facts)


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted((folder / "telephone").glob("*.json"))]


def test_a_hold_reaches_the_exchange_with_an_id_of_its_own(town: Town, settings: Any) -> None:
    key = ask(town)
    assert tasks.send_due(at=NOW + timedelta(seconds=11)) == tasks.Sent(1, 0, 0)
    told = written(settings.MINBEN_HOME)
    command = Command.objects.get(pk=key)
    assert [(one["id"], one["call"], one["command"], one["extension"]) for one in told] == [
        (str(command.key), "c1", "hold", SEAT)
    ]
    assert tasks.send_due(at=NOW + timedelta(seconds=12)).sent == 0, "an effect once, not a try once"


def test_what_the_exchange_missed_while_it_was_away_is_told_when_it_is_back(
    town: Town, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ask(town, Deed.HAND_OVER, to="110", words="江畔社区三号楼，有人晕倒")

    def away(order: Order) -> None:
        raise ExchangeAway("away")

    monkeypatch.setattr(exchange, "ADAPTERS", {"file": away})
    assert tasks.send_due(at=NOW + timedelta(seconds=11)) == tasks.Sent(0, 1, 0)
    assert Command.objects.get(pk=key).trouble == "away"
    monkeypatch.undo()
    assert tasks.send_due(at=NOW + timedelta(seconds=20)).sent == 1
    assert written(settings.MINBEN_HOME)[0]["text"] == "江畔社区三号楼，有人晕倒"


def test_a_hold_that_comes_too_late_is_given_up_and_not_done_to_another_talk(
    town: Town, settings: Any
) -> None:
    key = ask(town)
    assert tasks.send_due(at=NOW + timedelta(minutes=5)) == tasks.Sent(0, 0, 1)
    assert Command.objects.get(pk=key).trouble == "too_late"
    assert written(settings.MINBEN_HOME) == []


def test_only_what_the_call_allows_can_be_asked_and_only_by_its_clerk(town: Town) -> None:
    call = talking()
    me, other = town.users["wang.fang"].pk, town.users["liu.yan"].pk
    for deed, by, code in (
        (Deed.RESUME, me, "not_now"), (Deed.ANSWER, me, "not_now"), (Deed.HOLD, other, "not_yours"),
        (Deed.TRANSFER, me, "no_number"),
    ):  # fmt: skip
        with pytest.raises(actions.DeedRefused) as refused:
            actions.ask(call_id=call.pk, deed=deed, by=by, at=NOW)
        assert refused.value.code == code
    take(heard("hangup", 60))
    with pytest.raises(actions.DeedRefused):
        actions.ask(call_id=call.pk, deed=Deed.HANG_UP, by=me, at=NOW)
    assert not Command.objects.exists()


def test_each_thing_that_is_asked_leaves_a_leaf_without_words(town: Town) -> None:
    ask(town, Deed.THREE_WAY, to="12319")
    leaf = Entry.objects.latest("pk")
    assert leaf.what == "telephone.three_way"
    assert "12319" not in leaf.leaf


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ("nowhere", "no_exchange"),
        ("http://10.0.0.9/commands", "forbidden_address"),
        ("ftp://x.example/", "away"),
    ],
)
def test_an_exchange_that_cannot_be_called_is_named_as_such(settings: Any, chosen: str, code: str) -> None:
    settings.MINBEN_TELEPHONE_EXCHANGE, settings.MINBEN_TELEPHONE_KEYS = chosen, f"main:{KEY}"
    settings.MINBEN_REACH = ""
    with pytest.raises(ExchangeAway) as trouble:
        tell(Order(id="1", call="c", command="hold"))
    assert trouble.value.code == code


def test_the_command_is_signed_and_the_exchange_takes_it_once(town: Town, settings: Any) -> None:
    centre = call_centre.CallCentre("http://127.0.0.1:9", KEY, tries=1)
    with call_centre.Switchboard(centre) as board:
        settings.MINBEN_TELEPHONE_EXCHANGE, settings.MINBEN_REACH = board.address, "127.0.0.0/8"
        order = Order(id="one", call="c1", command="nothing", to=CHEN_AT_HOME)
        board.follow = lambda command: None
        tell(order)
        tell(order)
    assert [(one["id"], one["to"]) for one in centre.heard] == [("one", CHEN_AT_HOME)]


def test_an_exchange_that_refuses_is_not_asked_again(town: Town, settings: Any) -> None:
    key = ask(town)
    other = call_centre.CallCentre("http://127.0.0.1:9", "another-key-than-ours", tries=1)
    with call_centre.Switchboard(other) as board:
        settings.MINBEN_TELEPHONE_EXCHANGE, settings.MINBEN_REACH = board.address, "127.0.0.0/8"
        assert tasks.send_due(at=NOW + timedelta(seconds=11)).dropped == 1
    assert Command.objects.get(pk=key).trouble == "refused"


def test_an_exchange_that_went_dark_is_tried_again(town: Town, settings: Any) -> None:
    key = ask(town)
    centre = call_centre.CallCentre("http://127.0.0.1:9", KEY, tries=1)
    with call_centre.Switchboard(centre) as board:
        settings.MINBEN_TELEPHONE_EXCHANGE, settings.MINBEN_REACH = board.address, "127.0.0.0/8"
    assert tasks.send_due(at=NOW + timedelta(seconds=11)).waiting == 1
    assert (Command.objects.get(pk=key).trouble, Command.objects.get(pk=key).dropped_at) == ("away", None)


def test_our_own_signature_passes_our_own_check() -> None:
    body, moment = b"{}", int(now().timestamp())
    signed = call_centre.sign(body, moment, KEY)
    assert (
        why_refused(body, timestamp=str(moment), signature=signed, keys=[KEY.encode()], now_s=moment) is None
    )
