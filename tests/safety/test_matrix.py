"""Role × action × ownership: who reaches whose things, at every address that names one; a new one needs its lines."""

import logging
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.city import settle
from tests.laws.everywhere import routes
from tests.safety.matrix import OWNERS, PEOPLE, gather, rows

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("matrix.yaml")
HEAD = """# Who is answered what, a letter for each: nobody, resident, clerk, officer, worker, analyst,
# reviewer, auditor, administrator.
# + shown or done   = answered, nothing changed (a form without its words)   - refused   s sent to sign in
# 0 not there
# Owners: own = of officer Zhao's unit; confidential = the same, the name kept back; another = of another unit;
# report = a report of wrongdoing; none = what is not there.
# Read each line before you change it: it is who may do what.
"""


@pytest.fixture
def found(settings: Any, tmp_path: Path) -> dict[str, dict[str, str]]:
    """What everybody is answered, as it is now."""
    settings.MEDIA_ROOT, settings.MINBEN_TOTP_REQUIRED = tmp_path, False
    logging.disable(logging.CRITICAL)
    try:
        told: dict[str, dict[str, str]] = {}
        for route, owner, answers in rows(gather(settle()), routes()):
            told.setdefault(route, {})[owner] = answers
    finally:
        logging.disable(logging.NOTSET)
    if os.environ.get("MINBEN_WRITE_MATRIX"):
        TABLE.write_text(HEAD + yaml.safe_dump(told, width=100, default_style=None, sort_keys=True), "utf-8")
    return told


def test_everybody_reaches_what_the_table_says_and_nothing_else(found: dict[str, dict[str, str]]) -> None:
    table = yaml.safe_load(TABLE.read_text("utf-8"))
    assert sorted(found.keys() ^ table.keys()) == [], (
        "an address is new, or gone: write its lines into matrix.yaml"
    )
    assert {route: lines for route, lines in found.items() if lines != table[route]} == {}


def test_the_table_keeps_the_houses_promises() -> None:
    """What must hold whatever the table says: read from it, so that a careless line is found."""
    table: dict[str, dict[str, str]] = yaml.safe_load(TABLE.read_text("utf-8"))
    column = {name: n for n, name in enumerate(PEOPLE)}
    lines = [(route, owner, answers) for route, owners in table.items() for owner, answers in owners.items()]
    assert all(len(answers) == len(PEOPLE) and owner in OWNERS for _route, owner, answers in lines)
    assert not any("!" in answers for _route, _owner, answers in lines)
    for route, owner, answers in lines:
        signed_in_pages = answers[column[""]] == "s"
        # A resident never reaches a page of the staff, and an officer nobody's page of their own.
        assert not signed_in_pages or answers[column["li.wei"]] == "-", route
        if route.startswith("orders:") and owner == "another":
            assert answers[column["zhao.qiang"]] in "-=0s", route
        if owner == "confidential" and route in ("orders:contact", "orders:pictures"):
            assert answers[column["zhao.qiang"]] == "-", route
        if owner == "report" and route.startswith("hotline:") and signed_in_pages:
            assert "+" not in answers.replace("s", "", 1) or route in (
                "hotline:alert",
                "hotline:message_done",
            ), route
        # The administrator keeps lists and accounts and reads nobody's request.
        if owner != "none" and signed_in_pages:
            assert answers[column["ma.chao"]] == "-", route
