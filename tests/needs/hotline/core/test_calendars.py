"""Whatever a reminder says, a calendar reads it back as it was said."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from minben.needs.hotline.core.calendars import Reminder, calendar_file

WORDS = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" ,;\\"), max_size=120)


def read_back(file: str, name: str) -> str:
    """What a calendar makes of one line: unfolded, and freed of its escapes."""
    line = next(one for one in file.replace("\r\n ", "").split("\r\n") if one.startswith(f"{name}:"))
    told, escaped = "", False
    for character in line.partition(":")[2]:
        if character == "\\" and not escaped:
            escaped = True
            continue
        told += "\n" if escaped and character == "n" else character
        escaped = False
    return told


@given(title=WORDS, words=WORDS)
def test_a_calendar_reads_back_what_was_said_in_lines_that_it_can_take(title: str, words: str) -> None:
    file = calendar_file(
        Reminder(
            key="k",
            written_at=datetime(2026, 11, 29, tzinfo=UTC),
            day=date(2026, 12, 11),
            title=title,
            words=f"{words}\n{title}",
            address="https://city.example/",
        )
    )
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    assert file.endswith("\r\n")
    assert read_back(file, "SUMMARY") == title
    assert read_back(file, "DESCRIPTION") == f"{words}\n{title}"


def test_nothing_that_is_said_begins_a_line_of_its_own() -> None:
    said = "heating\rATTENDEE:a\r\nATTENDEE:b\x0bATTENDEE:c\u2028ATTENDEE:d\x00"
    file = calendar_file(
        Reminder(
            key="k", written_at=datetime(2026, 11, 29, tzinfo=UTC), day=date(2026, 12, 11),
            title=said, words=said, address="https://city.example/",
        )
    )  # fmt: skip
    assert not [line for line in file.splitlines() if line.startswith("ATTENDEE")]
    assert read_back(file, "SUMMARY") == "heating\nATTENDEE:a\nATTENDEE:bATTENDEE:cATTENDEE:d"
