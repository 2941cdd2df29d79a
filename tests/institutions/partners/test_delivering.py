"""The street's machine is told what happens: signed, at least once, and whoever does not answer is not forgotten."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from minben.institutions.partners import actions as partners
from minben.institutions.partners import queries
from minben.institutions.partners.core.backoff import MAX_TRIES, PAUSE_AFTER_TRIES, wait
from minben.institutions.partners.models import Delivery, Subscription
from tests.city import ledger_holds
from tests.institutions.partners.receiver import Machine, running

pytestmark = pytest.mark.django_db
ROUTED = "request.routed"


@pytest.fixture
def street(at: datetime) -> int:
    new = partners.NewPartner("willow", "柳荫街道", "何静", name_en="Willow street")
    return partners.enrol_partners(rows=[new], at=at)["willow"]


def subscribed(
    street: int, machine: Machine, at: datetime, *, everything: bool = False
) -> partners.Subscribed:
    return partners.subscribe(partner=street, address=f"{machine.address}/hook", everything=everything, at=at)


def happened(at: datetime, *, owner: str = "willow", number: int = 7, shared: bool = True) -> int:
    event = partners.Event(kind=ROUTED, at=at, data={"request": number}, owner=owner, open=shared)
    return partners.announce(events=[event], at=at)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_subscriber_is_told_once_with_a_signature_it_can_check(
    street: int, machine: Machine, at: datetime
) -> None:
    told = subscribed(street, machine, at)
    happened(at)
    assert partners.deliver_due(at=at) == partners.Delivering(arrived=1, failed=0)
    assert partners.deliver_due(at=at + timedelta(hours=1)) == partners.Delivering(0, 0)
    [(path, headers, body)] = machine.came
    assert (path, headers["content-type"]) == ("/hook", "application/json; charset=utf-8")
    assert json.loads(body) == {"type": ROUTED, "timestamp": at.isoformat(), "data": {"request": 7}}
    now_s = int(at.timestamp())
    sent = {"key": headers["webhook-id"], "timestamp_s": int(headers["webhook-timestamp"]), "body": body}
    signature = headers["webhook-signature"]
    assert partners.is_signed(signature, **sent, secret=told.secret, at_s=now_s)
    assert not partners.is_signed(signature, **{**sent, "body": body + b" "}, secret=told.secret, at_s=now_s)
    assert not partners.is_signed(signature, **sent, secret="whsec_b3RoZXI=", at_s=now_s)
    assert not partners.is_signed(signature, **sent, secret=told.secret, at_s=now_s + 301), (
        "an old one is no new one"
    )
    assert ledger_holds(at)


def test_what_belongs_to_somebody_is_told_to_them_and_to_those_who_hear_everything(
    street: int, machine: Machine, at: datetime
) -> None:
    other = partners.enrol_partners(rows=[partners.NewPartner("north", "江北区", "北区")], at=at)["north"]
    subscribed(street, machine, at)
    assert happened(at, owner="willow") == 1
    assert happened(at, owner="north") == 0
    assert happened(at, owner="") == 0
    subscribed(other, machine, at, everything=True)
    assert happened(at, owner="willow") == 2
    assert happened(at, owner="") == 1
    assert happened(at, owner="willow", shared=False) == 1, "a report is told to whoever sent it alone"


def test_what_is_rolled_back_is_told_to_nobody(street: int, machine: Machine, at: datetime) -> None:
    subscribed(street, machine, at)
    with transaction.atomic():
        happened(at)
        transaction.set_rollback(True)
    assert partners.deliver_due(at=at) == partners.Delivering(0, 0)


def test_a_machine_that_fails_is_tried_again_later_under_the_same_id(
    street: int, machine: Machine, at: datetime
) -> None:
    subscribed(street, machine, at)
    happened(at)
    machine.answers = [500, 503, 200]
    assert partners.deliver_due(at=at).failed == 1
    assert partners.deliver_due(at=at + timedelta(seconds=5)) == partners.Delivering(0, 0), "not so soon"
    assert partners.deliver_due(at=at + timedelta(seconds=20)).failed == 1
    assert partners.deliver_due(at=at + timedelta(minutes=2)).arrived == 1
    assert len({headers["webhook-id"] for _path, headers, _body in machine.came}) == 1
    tries = queries.tries_of(Delivery.objects.get().pk)
    assert [one.status for one in tries] == [500, 503, 200]
    assert Subscription.objects.get().failures == 0


def test_a_delivery_is_given_up_after_its_last_try_and_can_be_sent_again(
    street: int, machine: Machine, at: datetime
) -> None:
    subscribed(street, machine, at)
    happened(at)
    machine.answers = [404]
    moment = at
    for _ in range(MAX_TRIES + 3):
        partners.deliver_due(at=moment)
        moment += timedelta(hours=8)
    assert len(machine.came) == MAX_TRIES
    assert states() == ["given_up"]
    machine.answers = [200]
    assert partners.send_again(delivery=Delivery.objects.get().pk, at=moment)
    assert partners.deliver_due(at=moment).arrived == 1
    assert len({headers["webhook-id"] for _path, headers, _body in machine.came}) == 1


def test_a_silent_machine_is_paused_its_events_are_kept_and_somebody_resumes_it(
    street: int, machine: Machine, at: datetime
) -> None:
    told = subscribed(street, machine, at).key
    machine.answers = [500]
    moment = at
    for number in range(PAUSE_AFTER_TRIES):
        happened(moment, number=number)
    while queries.subscription(told).paused_at is None:  # type: ignore[union-attr]  # it is there
        partners.deliver_due(at=moment)
        moment += timedelta(seconds=1)
    assert queries.subscription(told).paused_why == "silent"  # type: ignore[union-attr]  # it is there
    happened(moment)
    before = len(machine.came)
    assert partners.deliver_due(at=moment + timedelta(days=1)) == partners.Delivering(0, 0)
    assert len(machine.came) == before
    machine.answers = [200]
    assert partners.resume(subscription=told, at=moment)
    assert not partners.resume(subscription=told, at=moment), "once is enough"
    while partners.deliver_due(at=moment).arrived:
        pass
    assert set(states()) == {"arrived"}


def test_a_machine_that_says_it_is_gone_is_paused_at_once(
    street: int, machine: Machine, at: datetime
) -> None:
    told = subscribed(street, machine, at).key
    happened(at)
    machine.answers = [410]
    partners.deliver_due(at=at)
    assert queries.subscription(told).paused_why == "gone"  # type: ignore[union-attr]  # it is there


def test_one_who_does_not_answer_holds_up_nobody_else(street: int, machine: Machine, at: datetime) -> None:
    other = partners.enrol_partners(rows=[partners.NewPartner("north", "江北区", "北区")], at=at)["north"]
    with running() as silent:
        silent.answers = [500]
        subscribed(street, silent, at, everything=True)
        for number in range(60):
            happened(at, number=number)
        subscribed(other, machine, at, everything=True)
        happened(at, number=99)
        partners.deliver_due(at=at)
        assert [json.loads(body)["data"]["request"] for _p, _h, body in machine.came] == [99]
        assert len(silent.came) <= 8


def test_two_workers_at_once_tell_once(street: int, machine: Machine, at: datetime) -> None:
    subscribed(street, machine, at)
    happened(at)
    taken = Delivery.objects.get()
    # The other worker has just taken it: it is due again only when that worker has had its time.
    Delivery.objects.filter(pk=taken.pk).update(due_at=at + timedelta(minutes=2), tries=1)
    assert partners.deliver_due(at=at) == partners.Delivering(0, 0)
    assert partners.deliver_due(at=at + timedelta(minutes=3)).arrived == 1, "a killed worker loses nothing"


def test_a_changed_secret_is_signed_beside_the_old_one_for_a_day(
    street: int, machine: Machine, at: datetime
) -> None:
    old = subscribed(street, machine, at)
    new = partners.renew_secret(subscription=old.key, at=at)
    for moment, both in ((at, True), (at + timedelta(days=2), False)):
        happened(moment)
        partners.deliver_due(at=moment)
        _path, headers, body = machine.came[-1]
        sent = {"key": headers["webhook-id"], "timestamp_s": int(headers["webhook-timestamp"]), "body": body}
        seen = int(moment.timestamp())
        fits = [
            partners.is_signed(headers["webhook-signature"], **sent, secret=one.secret, at_s=seen)
            for one in (new, old)
        ]
        assert fits == [True, both]


def test_no_secret_lies_open_in_the_database(street: int, machine: Machine, at: datetime) -> None:
    told = subscribed(street, machine, at)
    assert told.secret.removeprefix("whsec_") not in str(vars(Subscription.objects.get()))


def test_an_address_inside_is_refused_when_asked_for_and_when_it_moves_there(
    street: int, machine: Machine, at: datetime, settings: object
) -> None:
    subscribed(street, machine, at)
    happened(at)
    settings.MINBEN_REACH = ""  # type: ignore[attr-defined]  # pytest-django's settings
    assert partners.deliver_due(at=at).failed == 1
    assert queries.tries_of(Delivery.objects.get().pk)[0].trouble == "address_inside"
    assert machine.came == []
    with pytest.raises(partners.CannotReach):
        partners.subscribe(partner=street, address="http://169.254.169.254/latest", everything=False, at=at)


def test_an_ended_subscription_is_told_nothing_more(street: int, machine: Machine, at: datetime) -> None:
    told = subscribed(street, machine, at).key
    happened(at)
    assert partners.unsubscribe(subscription=told, at=at)
    assert happened(at) == 0
    assert partners.deliver_due(at=at) == partners.Delivering(0, 0)
    assert not partners.send_again(delivery=Delivery.objects.get().pk, at=at)
    assert states() == ["given_up"]


def test_what_is_old_is_given_up_and_then_forgotten(street: int, machine: Machine, at: datetime) -> None:
    subscribed(street, machine, at)
    happened(at)
    partners.tidy(at=at + timedelta(days=8))
    assert states() == ["given_up"]
    assert partners.tidy(at=at + timedelta(days=99)) == 1
    assert states() == []


def test_an_address_is_told_once_and_addresses_are_few(street: int, machine: Machine, at: datetime) -> None:
    subscribed(street, machine, at)
    with pytest.raises(partners.SubscriptionRefused, match="subscribed_already"):
        subscribed(street, machine, at)
    for n in range(19):
        partners.subscribe(partner=street, address=f"{machine.address}/{n}", everything=False, at=at)
    with pytest.raises(partners.SubscriptionRefused, match="too_many"):
        partners.subscribe(partner=street, address=f"{machine.address}/x", everything=False, at=at)


@given(st.integers(1, 40), st.floats(0, 1))
def test_waits_grow_stay_bounded_and_differ(tries: int, chance: float) -> None:
    one = wait(tries, chance)
    assert timedelta(seconds=7) <= one <= timedelta(hours=7.5)
    assert wait(tries, 0.0) <= one <= wait(tries, 1.0)
    assert wait(tries, 1.0) / wait(tries, 0.0) == pytest.approx(1.25 / 0.75)
