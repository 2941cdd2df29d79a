"""Li Wei reads words, not codes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import minben
from minben.dispatch.orders.words import Step as OrderStep
from minben.evaluation.agenda.words import Deed as AgendaDeed
from minben.institutions.rights.models import Outcome
from minben.ledger.vocabulary import known
from minben.needs.hotline.words import Step
from minben.needs.telephone.words import BackOutcome, Deed

SOURCE = Path(minben.__path__[0])
# Who writes acts: the ledger's own form, and the helpers of features that fill it in for them.
WRITERS = {"Act", "_tell", "_act"}
# Codes made of a feature and a code of its own: what stands in the braces, and every value it may have.
MADE: dict[str, list[str]] = {
    "agenda.{step.deed.value}": [deed.value for deed in AgendaDeed],
    "hotline.{one.step}": [step.value for step in Step],
    "orders.{deed.step}": [step.value for step in OrderStep],
    "rights.{opening.outcome}": [outcome.value for outcome in Outcome],
    "telephone.{deed}": [deed.value for deed in Deed],
    "telephone.back_{outcome}": [f"back_{outcome.value}" for outcome in BackOutcome],
}
REGISTERS = ("place", "unit", "household", "person", "membership", "day")


def codes_in(path: Path) -> Iterator[str]:
    """Every code that a file gives to an act, f-strings with their braces."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in WRITERS:
            continue
        given = [one.value for one in node.keywords if one.arg == "what"] or node.args[:1]
        texts = [one for one in given if isinstance(one, ast.Constant | ast.JoinedStr)]
        yield from (code for one in texts if "." in (code := ast.unparse(one).lstrip("f").strip("'\"")))


@pytest.fixture(scope="module")
def written() -> set[str]:
    return {code for path in SOURCE.rglob("*.py") for code in codes_in(path)}


def test_every_act_that_is_written_has_words_in_both_languages(written: set[str]) -> None:
    literal = {code for code in written if re.fullmatch(r"[a-z_]+\.[a-z_.]+", code)}
    assert len(literal) > 20
    assert sorted(literal - known().keys()) == []


def test_every_step_that_makes_a_code_has_words(written: set[str]) -> None:
    made = {f"{pattern.split('.')[0]}.{value}" for pattern, values in MADE.items() for value in values}
    assert sorted(made - known().keys()) == []


def test_no_code_is_made_in_a_way_that_nobody_looks_at(written: set[str]) -> None:
    patterns = {code for code in written if "{" in code}
    assert patterns == {*MADE, "{subject}.enrolled"}
    assert sorted({f"registers.{one}.enrolled" for one in REGISTERS} - known().keys()) == []


def test_the_words_are_words_and_no_two_acts_are_told_alike() -> None:
    chinese = [words["zh"] for words in known().values()]
    english = [words["en"] for words in known().values()]
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in chinese)
    assert all(text.isascii() and " " in text for text in english)
    assert len(set(chinese)) == len(set(english)) == len(chinese)
