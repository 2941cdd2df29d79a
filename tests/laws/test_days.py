"""A moment is kept in UTC, a day is the city's: nobody takes the day off a moment without asking where."""

import re
from pathlib import Path

import minben

SOURCE = Path(next(iter(minben.__path__)))
_BARE = re.compile(r"(?:\bnow\(\)|\bat|_at|\bmoment)\.(?:date\(\)|year\b|month\b|day\b)")
# Given local moments by their callers, as their docstrings say.
_LOCAL_ALREADY = ("portal/words.py", "institutions/sandbox/core/standing.py", "needs/hotline/sample_texts/")


def bare_days(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [f"{path.relative_to(SOURCE)}:{n}" for n, line in enumerate(lines, 1) if _BARE.search(line)]


def test_the_day_of_a_moment_is_the_city_s_day() -> None:
    found = [place for path in SOURCE.rglob("*.py") for place in bare_days(path)]
    found = [place for place in found if not place.startswith(_LOCAL_ALREADY)]
    assert found == [], "use django.utils.timezone.localdate(at)"


def test_the_law_sees_a_day_taken_off_a_moment() -> None:
    assert _BARE.search("units_of(by, on=at.date())")
    assert _BARE.search("made_on=now().date()")
    assert not _BARE.search("on=localdate(at)")


def test_a_day_is_written_in_one_form_on_every_page() -> None:
    """Grandma Chen reads 2026年11月30日 everywhere, never 2026-11-30; a field for a date takes the other one."""
    told = [
        f"{path.relative_to(SOURCE)}:{n}"
        for path in SOURCE.rglob("templates/**/*.html")
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r'date:"[^"]*[Yy][-‑]', line) and not re.search(r'value="\{\{|href="', line)
    ]
    assert told == [], 'use date:"DATE_FORMAT"'
