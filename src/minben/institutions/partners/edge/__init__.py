"""What every feature's ``api.py`` stands on: who calls, writing once, pages of lists, and kind refusals.

Only ``api`` modules import it (tests/laws/test_house.py); everybody else comes in by the two doors.
"""

from minben.institutions.partners.edge.auth import Bearer, caller_of
from minben.institutions.partners.edge.lists import Cursor, Limit, Page, page_of, refuse_unknown
from minben.institutions.partners.edge.once import IdempotencyKey, Made, once
from minben.institutions.partners.edge.problems import Problem, ProblemDocument

__all__ = [
    "Bearer",
    "Cursor",
    "IdempotencyKey",
    "Limit",
    "Made",
    "Page",
    "Problem",
    "ProblemDocument",
    "caller_of",
    "once",
    "page_of",
    "refuse_unknown",
]
