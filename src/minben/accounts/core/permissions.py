"""Roles, and one table of what each may do to what.

The table is the only place where a role meets an object; pages, tests and the documents read it from here.
No role may do everything: an administrator opens accounts but reads nobody's request, an auditor reads the
record and changes nothing, and whoever clears an algorithm is not the one who runs it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is here to do. One account has one role."""

    RESIDENT = "resident"
    CLERK = "clerk"
    OFFICER = "officer"
    WORKER = "worker"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF = frozenset(Role) - {Role.RESIDENT}
EVERYONE = frozenset(Role)

_TABLE: dict[tuple[str, str], frozenset[Role]] = {
    ("request", "make"): EVERYONE,
    ("request", "take for another"): frozenset({Role.CLERK, Role.WORKER}),
    ("request", "sort"): frozenset({Role.CLERK}),
    ("request", "exclude"): frozenset({Role.CLERK}),
    ("call", "answer"): frozenset({Role.CLERK}),
    ("recording", "hear"): frozenset({Role.CLERK, Role.AUDITOR}),
    ("request", "erase"): frozenset({Role.CLERK}),
    ("order", "dispatch"): frozenset({Role.CLERK}),
    ("order", "work on"): frozenset({Role.OFFICER, Role.WORKER}),
    ("order", "supervise"): frozenset({Role.CLERK}),
    ("outcome", "ask by phone"): frozenset({Role.CLERK}),
    ("outcome", "study"): frozenset({Role.ANALYST, Role.REVIEWER, Role.AUDITOR}),
    ("question", "choose"): frozenset({Role.ANALYST}),
    ("question", "work on"): frozenset({Role.OFFICER, Role.WORKER}),
    ("question", "take words on"): frozenset({Role.CLERK, Role.WORKER}),
    ("question", "close"): frozenset({Role.ANALYST, Role.REVIEWER}),
    ("decision", "organise"): frozenset({Role.OFFICER, Role.WORKER}),
    ("block", "set up"): frozenset({Role.OFFICER, Role.WORKER}),
    ("ballot", "take for another"): frozenset({Role.CLERK, Role.OFFICER, Role.WORKER}),
    ("register", "keep"): frozenset({Role.ADMINISTRATOR}),
    ("algorithm", "clear"): frozenset({Role.REVIEWER}),
    ("algorithm", "stop"): frozenset({Role.REVIEWER, Role.CLERK}),
    ("access", "review"): frozenset({Role.AUDITOR}),
    ("ledger", "audit"): frozenset({Role.AUDITOR}),
    ("partner", "keep"): frozenset({Role.ADMINISTRATOR}),
    ("account", "keep"): frozenset({Role.ADMINISTRATOR}),
}
PERMISSIONS: Mapping[tuple[str, str], frozenset[Role]] = MappingProxyType(_TABLE)


def who_may(action: str, thing: str) -> frozenset[Role]:
    """Return the roles that may do ``action`` to ``thing``.

    Raises
    ------
    KeyError
        When the table has no such line; a new act needs a line of its own first.

    Examples
    --------
    >>> sorted(who_may("take for another", "request"))
    [<Role.CLERK: 'clerk'>, <Role.WORKER: 'worker'>]
    """
    try:
        return PERMISSIONS[thing, action]
    except KeyError:
        known = sorted(act for object_, act in PERMISSIONS if object_ == thing)
        raise KeyError(f"nobody was given {action!r} on {thing!r}; the table has {known} for it") from None


def may(role: Role | None, action: str, thing: str) -> bool:
    """Tell whether a role may do ``action`` to ``thing``; someone not signed in has no role.

    Examples
    --------
    >>> may(Role.AUDITOR, "audit", "ledger"), may(Role.ADMINISTRATOR, "sort", "request")
    (True, False)
    """
    return role in who_may(action, thing)
