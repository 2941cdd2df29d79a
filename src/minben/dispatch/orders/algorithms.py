"""The queue order stands in the public register of algorithms: declared, tried, cleared by a person."""

from minben.dispatch.orders.core.priority import VERSION
from minben.dispatch.orders.trial import trial
from minben.institutions.sandbox import actions as sandbox

QUEUE_ORDER = "orders.queue_order"


def declare() -> None:
    """Put the queue order into the register, where it rests until a person has cleared it; and the fixed rules."""
    declaration = sandbox.Declaration.from_parameters(
        "minben.dispatch.orders", "algorithms/queue_order", version=VERSION, trial=trial
    )
    sandbox.declare([declaration])
    sandbox.declare_rules(sandbox.fixed_rules("minben.dispatch.orders"))
