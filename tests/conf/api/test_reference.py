"""The documents and the page say what the API does, or the build fails."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from minben.conf.api import api
from minben.institutions.partners.actions import Scope
from minben.institutions.partners.edge.docs import operations
from minben.institutions.partners.edge.kinds import KINDS

WRITTEN = (Path(__file__).parents[3] / "docs/reference/api.md").read_text("utf-8")
HAN = re.compile(r"[\u4e00-\u9fff]")
SCHEMA = api.get_openapi_schema(path_prefix="/api/v1/")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, without its own two lines."""
    part = WRITTEN.split(f"\n## {heading}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def test_every_operation_is_documented_with_what_it_needs_and_no_other() -> None:
    offered = {}
    for path, methods in SCHEMA["paths"].items():
        for method, one in methods.items():
            needs = one.get("x-scope") or ("any token" if one.get("security") else "anybody")
            offered[method.upper(), path.removeprefix("/api/v1")] = needs
    assert {(row[0], row[1]): row[2] for row in rows("Operations")} == offered


def test_every_problem_and_every_scope_is_documented_and_no_other() -> None:
    assert {row[0]: int(row[1]) for row in rows("Refusals")} == {
        code: kind.status for code, kind in KINDS.items()
    }
    assert [row[0] for row in rows("Tokens, scopes, purposes")] == [scope.value for scope in Scope]


def test_every_operation_says_how_it_can_refuse() -> None:
    for methods in SCHEMA["paths"].values():
        for method, one in methods.items():
            told = {int(status) for status in one["responses"]}
            assert {400, 401, 404, 422, 429, 500, 503} <= told
            assert ({409, 413, 415} <= told) is (method != "get")
            if method != "get":
                assert "Idempotency-Key" in {each["name"] for each in one["parameters"]}


def test_every_word_of_the_page_has_its_chinese() -> None:
    with translation.override("zh-hans"):
        shown = [one for _tag, some in operations(SCHEMA) for one in some]
        words = [one.title for one in shown] + [one.told for one in shown]
        words += [each["told"] for one in shown for each in (*one.parameters, *one.body) if each["told"]]
    assert len(words) > 80
    assert [one for one in words if not HAN.search(one)] == []
    assert gettext("Send a request in") != ""


@pytest.mark.django_db
def test_the_page_needs_no_script_and_shows_each_operation() -> None:
    page = Client().get("/api/").content.decode()
    assert page.count("<h3>") == len(rows("Operations"))
    # Read from addresses, not from the whole page: the random token of a form may hold any three letters.
    loaded = re.findall(r'<(?:script|link|img)[^>]*?(?:src|href)="([^"]*)', page)
    assert loaded
    assert [one for one in loaded if not one.startswith("/") or one.startswith("//")] == []
    assert Client().get("/api/v1/openapi.json").json()["info"]["title"] == "Minben (民本)"
