"""A figure of the law is found by its date, with its source, or the error says where to look."""

from datetime import date
from string import Formatter

import pytest

from minben.commons.errors import TeachingError, lesson
from minben.commons.lessons import LESSONS
from minben.commons.parameters import load, parse

TEXT = """
allowance:
- {from: 2026-07-01, source: notice 12, verified: false, value: {amount: 150, unit: yuan}}
- {from: 2024-01-01, until: 2025-12-31, source: notice 7, verified: true, value: {amount: 100, unit: yuan}}
"""


def test_the_entry_in_force_on_the_day_is_found_with_its_source() -> None:
    parameters = parse(TEXT, file="allowances")
    assert [entry.since.year for entry in parameters.entries("allowance")] == [2024, 2026]
    before, after = (parameters.at("allowance", day) for day in (date(2025, 12, 31), date(2026, 7, 1)))
    assert (before.value["amount"], before.source, before.verified) == (100, "notice 7", True)
    assert (after.value["amount"], after.verified) == (150, False)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2026, 1, 1)])
def test_a_day_without_law_is_named_with_the_periods_there_are(day: date) -> None:
    with pytest.raises(TeachingError) as caught:
        parse(TEXT, file="allowances").at("allowance", day)
    assert str(day) in str(caught.value)
    assert "2024-01-01 – 2025-12-31; 2026-07-01 – …" in str(caught.value)


def test_a_misspelt_name_is_told_the_names_there_are() -> None:
    with pytest.raises(TeachingError, match="It holds: allowance"):
        parse(TEXT, file="allowances").at("alowance", date(2026, 7, 1))


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ("{source: s, verified: true, value: 1}", "from"),
        ("{from: soon, source: s, verified: true, value: 1}", "from"),
        ("{from: 2024-01-01 10:00:00, source: s, verified: true, value: 1}", "from"),
        ("{from: 2024-01-01, until: 2023-01-01, source: s, verified: true, value: 1}", "until"),
        ("{from: 2024-01-01, source: '', verified: true, value: 1}", "source"),
        ("{from: 2024-01-01, source: s, verified: perhaps, value: 1}", "verified"),
        ("{from: 2024-01-01, source: s, verified: true}", "value"),
        ("oops", "from"),
    ],
)
def test_an_incomplete_entry_is_told_which_part_it_lacks(entry: str, field: str) -> None:
    with pytest.raises(TeachingError) as caught:
        parse(f"limit:\n- {entry}", file="limits")
    assert (caught.value.code, caught.value.params["field"]) == ("parameter_incomplete", field)


def test_two_entries_of_one_day_and_broken_yaml_are_refused() -> None:
    with pytest.raises(TeachingError) as twice:
        parse(TEXT.replace("2026-07-01", "2024-01-01"), file="allowances")
    assert twice.value.code == "parameter_overlap"
    with pytest.raises(TeachingError) as broken:
        parse("a: [1,\nb: }", file="allowances")
    assert broken.value.params["line"] == 2
    with pytest.raises(TeachingError, match="allowances"):
        parse("just words", file="allowances")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(TeachingError, match="parameters/nowhere"):
        load("minben.commons", "nowhere")


@pytest.mark.parametrize("code", LESSONS)
def test_every_lesson_says_what_why_and_what_to_do(code: str) -> None:
    words = lesson(code)
    assert words.what
    assert words.why
    assert words.remedy.endswith(".")
    fields = {name for part in LESSONS[code] for _, name, _, _ in Formatter().parse(part) if name}
    told = str(TeachingError(code, **dict.fromkeys(fields, "this")))
    assert "{" not in told


def test_an_unknown_code_still_tells_its_facts() -> None:
    assert str(TeachingError("roof_missing", house=3)) == "roof_missing: house=3"
