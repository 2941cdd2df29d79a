"""What outcomes does by a fixed rule, as the public register shows it."""

from minben.institutions.sandbox import actions as sandbox


def declare() -> None:
    """Enter the fixed rule in the register of this process."""
    sandbox.declare_rules(sandbox.fixed_rules("minben.evaluation.outcomes"))
