"""Passing a request on to a neighbouring city, and what comes back from there."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minben.needs.hotline.actions import handovers
from minben.needs.hotline.actions.history import MoveRefused, hold, tell
from minben.needs.hotline.core.arrivals import JSON, Moved, Telling
from minben.needs.hotline.core.open311.answers import UpdateTold
from minben.needs.hotline.core.states import allowed
from minben.needs.hotline.models import Entry, Peer, Request, Sent
from minben.needs.hotline.words import Actor, Identity, State, Step


class PassingRefused(ValueError):
    """A request cannot be passed on.

    ``code``: ``peer_unknown``, ``service_unknown``, ``consent_missing`` (contact data goes along only with the
    person's consent) or ``there_already``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn:
    """Where a request goes and what goes with it; ``consent_how`` says how the person agreed to their contact going."""

    peer_id: int
    service: str
    words: str = ""
    with_contact: bool = False
    consent_how: str = ""


def send_to_peer(*, request_id: int, pass_on: PassOn, by: int, at: datetime) -> int:
    """Pass a request on: it leaves the work here at once, and the worker hands it in there.

    Raises
    ------
    PassingRefused
        See there.
    MoveRefused
        When the request cannot leave the work at this step; a report of wrongdoing never can.
    """
    with transaction.atomic():
        request = Request.objects.select_for_update().get(pk=request_id)
        peer = Peer.objects.filter(pk=pass_on.peer_id, active=True).first()
        name = _checked(request, peer, pass_on)
        if peer is None or not allowed(request.state, State.PASSED_ON):
            raise MoveRefused(request.state, State.PASSED_ON)
        sent = Sent.objects.create(
            request=request, peer=peer, key=secrets.token_urlsafe(24), service_code=pass_on.service, service_name=name,
            words=pass_on.words, with_contact=pass_on.with_contact, consent_how=pass_on.consent_how, by_id=by, at=at,
            next_at=at,
        )  # fmt: skip
        facts: dict[str, JSON] = {**_named(peer), "service": name, "with_contact": pass_on.with_contact}
        told = Telling(
            request_id=request_id, step=Step.PASSED_ON, actor=Actor.CLERK, user_id=by, words=pass_on.words, facts=facts,
            state=State.PASSED_ON,
        )  # fmt: skip
        tell(tellings=[told], at=at)
        # Nobody here acts any more, so nobody here owes an answer by a day.
        Request.objects.filter(pk=request_id).update(unit=None, due_at=None, why=[])
        _moved(request_id, Step.PASSED_ON, State.PASSED_ON, at)
    return sent.pk


def take_back(*, request_id: int, words: str, by: int, at: datetime) -> None:
    """Have the request back from the neighbouring city: a clerk here looks at it again.

    Raises
    ------
    MoveRefused
        When it is not there, or its person has had their last word.
    """
    with transaction.atomic():
        hold(request_ids=[request_id])
        sent = Sent.objects.filter(request_id=request_id, ended_at=None).first()
        state = Request.objects.values_list("state", flat=True).get(pk=request_id)
        if sent is None or not allowed(state, State.WITH_CLERK):
            raise MoveRefused(state, State.WITH_CLERK)
        _end(sent, at)
        told = Telling(
            request_id=request_id, step=Step.RESUMED, actor=Actor.CLERK, user_id=by, words=words,
            facts=dict(_named(sent.peer)), state=State.WITH_CLERK,
        )  # fmt: skip
        tell(tellings=[told], at=at)


def try_at_once(*, request_id: int, at: datetime) -> bool:
    """Let the worker try again now; False when nothing waits."""
    waiting = Sent.objects.filter(request_id=request_id, ended_at=None, number="")
    return bool(waiting.update(next_at=at))


def handed_in_there(*, sent_id: int, number: str, at: datetime) -> None:
    """Write down that the neighbouring city took it in, and under which number."""
    with transaction.atomic():
        sent = _held(sent_id)
        if sent.number or sent.ended_at:
            return
        sent.number, sent.delivered_at, sent.trouble, sent.next_at = number[:120], at, "", None
        sent.save()
        facts: dict[str, JSON] = {**_named(sent.peer), "number": number[:120]}
        told = Telling(request_id=sent.request_id, step=Step.HEARD_BACK, actor=Actor.NEIGHBOUR, facts=facts)
        tell(tellings=[told], at=at)


def refused_there(*, sent_id: int, words: str, at: datetime) -> None:
    """Give the request back to the clerks: the neighbouring city will not have it, or could not be reached for long."""
    with transaction.atomic():
        sent = _held(sent_id)
        if sent.ended_at:
            return
        sent.trouble = words[:300]
        _end(sent, at)
        state = Request.objects.values_list("state", flat=True).get(pk=sent.request_id)
        told = Telling(
            request_id=sent.request_id, step=Step.HEARD_BACK, actor=Actor.NEIGHBOUR, words=words[:300], public=False,
            facts=dict(_named(sent.peer)), state=State.WITH_CLERK if state == State.PASSED_ON else "",
        )  # fmt: skip
        tell(tellings=[told], at=at)


def hear_back(*, sent_id: int, updates: Sequence[UpdateTold], at: datetime) -> int:
    """Append what the neighbouring city told, each update once; return how many were new.

    What it calls closed waits here for the person's own word.
    """
    with transaction.atomic():
        sent = _held(sent_id)
        seen = {*sent.echoes, *_heard(sent.request_id)}
        fresh = [one for one in updates if one.key not in seen and one.request == sent.number]
        for one in {one.key: one for one in fresh}.values():
            _append(sent, one, at)
        told = [one.at for one in fresh if one.at]
        if told:
            sent.newest_at = min(at, max([*told, *filter(None, [sent.newest_at])]))
            sent.save(update_fields=["newest_at"])
    return len(fresh)


def _checked(request: Request, peer: Peer | None, pass_on: PassOn) -> str:
    """Return the service's name there."""
    if peer is None:
        raise PassingRefused("peer_unknown")
    names = {str(one["code"]): str(one["name"]) for one in peer.services}
    if pass_on.service not in names:
        raise PassingRefused("service_unknown")
    if pass_on.with_contact and (not pass_on.consent_how.strip() or request.identity == Identity.ANONYMOUS):
        raise PassingRefused("consent_missing")
    if Sent.objects.filter(request=request, ended_at=None).exists():
        raise PassingRefused("there_already")
    return names[pass_on.service][:160]


def _append(sent: Sent, one: UpdateTold, at: datetime) -> None:
    state = Request.objects.values_list("state", flat=True).get(pk=sent.request_id)
    told = Telling(
        request_id=sent.request_id,
        step=Step.HEARD_BACK,
        actor=Actor.NEIGHBOUR,
        words=one.words,
        facts={**_named(sent.peer), "update": one.key},
        state=State.ANSWERED if one.closed and state == State.PASSED_ON else "",
        # A clock that runs ahead there must not put it after what happens here.
        at=min(one.at, at) if one.at else None,
    )
    tell(tellings=[told], at=at)


def _heard(request_id: int) -> set[str]:
    facts = Entry.objects.filter(request_id=request_id, step=Step.HEARD_BACK).values_list("facts", flat=True)
    return {str(one["update"]) for one in facts if "update" in one}


def _held(sent_id: int) -> Sent:
    request_id = Sent.objects.values_list("request_id", flat=True).get(pk=sent_id)
    hold(request_ids=[request_id])
    return Sent.objects.select_for_update(of=("self",)).select_related("peer").get(pk=sent_id)


def _end(sent: Sent, at: datetime) -> None:
    sent.ended_at, sent.next_at = at, None
    sent.save()


def _named(peer: Peer) -> dict[str, JSON]:
    return {"peer": peer.name, "peer_en": peer.name_en or peer.name}


def _moved(request_id: int, step: Step, state: State, at: datetime) -> None:
    handovers.follow(handovers.moved, [Moved(request_id=request_id, step=step, state=state)], at)
