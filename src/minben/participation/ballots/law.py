"""The procedure and the table of costs of a decision, as they were in force on its day."""

from minben.commons.parameters import load
from minben.participation.ballots.core.disclosure import Secrecy, secrecy_at
from minben.participation.ballots.core.procedure import Procedure, procedure_at
from minben.participation.ballots.core.shares import Scheme, scheme_at
from minben.participation.ballots.models import Decision

__all__ = ["PACKAGE", "procedure_of", "scheme_of", "secrecy_of"]

PACKAGE = "minben.participation.ballots"


def procedure_of(decision: Decision) -> Procedure:
    """Return the procedure under which a decision stands."""
    return procedure_at(load(PACKAGE, "procedures"), decision.procedure, decision.law_of)


def scheme_of(decision: Decision) -> Scheme:
    """Return the table by which the cost of a decision is shared."""
    return scheme_at(load(PACKAGE, "cost_shares"), decision.scheme, decision.law_of)


def secrecy_of(decision: Decision) -> Secrecy:
    """Return what may be told of a secret decision, and who watches it."""
    return secrecy_at(load(PACKAGE, "secrecy"), decision.law_of)
