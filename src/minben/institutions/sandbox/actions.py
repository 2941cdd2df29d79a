"""What other features may ask of the sandbox: declare, run behind the guard, try, clear, stop."""

from minben.institutions.sandbox.clearing import ClearanceError, clear, revoke
from minben.institutions.sandbox.core.clearing import Terms
from minben.institutions.sandbox.core.declaration import Declaration, Words
from minben.institutions.sandbox.core.rules import FixedRule, fixed_rules
from minben.institutions.sandbox.core.trial import Measure, TrialContext, TrialResult
from minben.institutions.sandbox.declared import declare, declare_rules
from minben.institutions.sandbox.evidence import record_evidence
from minben.institutions.sandbox.guarding import Counts, Guard, counting, guard, report_errors
from minben.institutions.sandbox.tallies import put_together
from minben.institutions.sandbox.trying import TrialError, try_out

__all__ = [
    "ClearanceError",
    "Counts",
    "Declaration",
    "FixedRule",
    "Guard",
    "Measure",
    "Terms",
    "TrialContext",
    "TrialError",
    "TrialResult",
    "Words",
    "clear",
    "counting",
    "declare",
    "declare_rules",
    "fixed_rules",
    "guard",
    "put_together",
    "record_evidence",
    "report_errors",
    "revoke",
    "try_out",
]
