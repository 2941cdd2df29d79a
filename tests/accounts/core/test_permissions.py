"""Who may do what: the whole table, written out once more by hand."""

import pytest

from minben.accounts.core.permissions import EVERYONE, PERMISSIONS, Role, may, who_may
from minben.accounts.words import ABILITY_NAMES

R = Role
EXPECTED = {
    "request make": list(EVERYONE),
    "request take for another": [R.CLERK, R.WORKER],
    "request sort": [R.CLERK],
    "request exclude": [R.CLERK],
    "call answer": [R.CLERK],
    "recording hear": [R.CLERK, R.AUDITOR],
    "request erase": [R.CLERK],
    "order dispatch": [R.CLERK],
    "order work on": [R.OFFICER, R.WORKER],
    "order supervise": [R.CLERK],
    "outcome ask by phone": [R.CLERK],
    "outcome study": [R.ANALYST, R.REVIEWER, R.AUDITOR],
    "question choose": [R.ANALYST],
    "question work on": [R.OFFICER, R.WORKER],
    "question take words on": [R.CLERK, R.WORKER],
    "question close": [R.ANALYST, R.REVIEWER],
    "decision organise": [R.OFFICER, R.WORKER],
    "block set up": [R.OFFICER, R.WORKER],
    "ballot take for another": [R.CLERK, R.OFFICER, R.WORKER],
    "register keep": [R.ADMINISTRATOR],
    "algorithm clear": [R.REVIEWER],
    "algorithm stop": [R.REVIEWER, R.CLERK],
    "access review": [R.AUDITOR],
    "ledger audit": [R.AUDITOR],
    "partner keep": [R.ADMINISTRATOR],
    "account keep": [R.ADMINISTRATOR],
}


@pytest.mark.parametrize("line", EXPECTED)
def test_each_role_may_do_exactly_what_the_table_says(line: str) -> None:
    thing, action = line.split(" ", 1)
    for role in Role:
        assert may(role, action, thing) is (role in EXPECTED[line]), role
    assert may(None, action, thing) is False


def test_every_line_is_tested_and_has_words() -> None:
    assert {f"{thing} {action}" for thing, action in PERMISSIONS} == set(EXPECTED)
    assert set(ABILITY_NAMES) == set(PERMISSIONS)


def test_whoever_does_the_work_neither_asks_whether_it_helped_nor_audits_it() -> None:
    workers = who_may("work on", "order")
    assert not workers & who_may("ask by phone", "outcome")
    assert not workers & who_may("audit", "ledger")


def test_the_administrator_reads_nobodys_request() -> None:
    theirs = {line for line, roles in PERMISSIONS.items() if R.ADMINISTRATOR in roles}
    assert theirs == {("request", "make"), ("register", "keep"), ("partner", "keep"), ("account", "keep")}


def test_an_act_without_a_line_says_which_lines_there_are() -> None:
    with pytest.raises(KeyError, match="the table has"):
        who_may("burn", "order")
