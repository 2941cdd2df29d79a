"""Who follows whom: the arrows of the circle, in the order in which they run."""

from minben.dispatch.orders import actions as orders
from minben.evaluation.outcomes import actions as outcomes
from minben.ground.registers import queries as registers
from minben.institutions.rights import actions as rights
from minben.needs.hotline import actions as hotline


def join() -> None:
    """Fill each hand-over list; calling it again changes nothing."""
    hotline.received[:] = [orders.dispatch]
    hotline.judged[:] = [orders.follow_judgements, outcomes.follow_judgements]
    hotline.moved[:] = [orders.follow_moves]
    rights.person_keys[:] = [person_keys]


def person_keys(user: object) -> list[str]:
    """Tell which person a signed-in account stands for, as rights names people."""
    person = registers.person_of(user)
    return [f"person:{person}"] if person else []
