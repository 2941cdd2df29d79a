"""Who follows whom: the arrows of the circle, in the order in which they run."""

from datetime import datetime

from minben.dispatch.orders import actions as orders
from minben.evaluation.agenda import actions as agenda
from minben.evaluation.outcomes import actions as outcomes
from minben.ground.registers import queries as registers
from minben.institutions.partners import actions as partners
from minben.institutions.rights import actions as rights
from minben.institutions.rights import queries as purposes
from minben.needs.hotline import actions as hotline
from minben.needs.telephone import actions as telephone
from minben.needs.topics import actions as topics


def join() -> None:
    """Fill each hand-over list; calling it again changes nothing."""
    hotline.received[:] = [orders.dispatch]
    hotline.judged[:] = [orders.follow_judgements, outcomes.follow_judgements]
    hotline.moved[:] = [orders.follow_moves]
    hotline.called[:] = [telephone.link_requests]
    hotline.removed[:] = [
        topics.follow_removals,
        telephone.follow_removals,
        orders.follow_removals,
        outcomes.follow_removals,
        agenda.follow_removals,
    ]
    rights.person_keys[:] = [person_keys]
    partners.purposes[:] = [purposes_of_partners]


def purposes_of_partners(at: datetime) -> list[partners.Choice]:
    """Tell for which purposes in force a partner's machine may read people's data."""
    return [
        partners.Choice(one.key, one.name.zh, one.name.en)
        for one in purposes.purposes(at)
        if "partner" in one.roles
    ]


def person_keys(user: object) -> list[str]:
    """Tell which person a signed-in account stands for, as rights names people."""
    person = registers.person_of(user)
    return [f"person:{person}"] if person else []
