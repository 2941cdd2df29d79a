"""A reminder that goes into a person's own calendar, so that nobody need be told how to reach them (RFC 5545)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from unicodedata import category

# A line of the file is at most so long [octet]; what is longer goes on in the next, after a space.
_LINE_OCTETS = 75
# Controls, and what else some take for the end of a line.
_NO_TEXT = ("Cc", "Zl", "Zp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One day in a calendar, told at nine in the morning.

    Attributes
    ----------
    key : str
        The same for the same thing, so that a calendar that gets it twice shows it once.
    written_at : datetime
        When the file was made, in UTC.
    day : date
        The day to be reminded on.
    title, words, address : str
        What stands there: in few words, in more, and where it leads.
    """

    key: str
    written_at: datetime
    day: date
    title: str
    words: str
    address: str


def calendar_file(reminder: Reminder) -> str:
    r"""Return the file of one reminder, as every calendar reads it.

    Parameters
    ----------
    reminder : Reminder

    Returns
    -------
    str
        Lines of at most 75 octets that end with CR and LF.

    References
    ----------
    RFC 5545, sections 3.1 (folding), 3.3.11 (text), 3.6.1 (events), 3.6.6 (alarms).

    Examples
    --------
    >>> from datetime import UTC
    >>> print(calendar_file(Reminder(
    ...     key="a", written_at=datetime(2026, 11, 29, 8, tzinfo=UTC), day=date(2026, 12, 11),
    ...     title="Your draft; go on", words="", address="https://city.example/d/",
    ... )).replace("\r\n", "\n").strip())
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//Minben//Reminder//EN
    BEGIN:VEVENT
    UID:a
    DTSTAMP:20261129T080000Z
    DTSTART;VALUE=DATE:20261211
    DTEND;VALUE=DATE:20261212
    TRANSP:TRANSPARENT
    SUMMARY:Your draft\; go on
    DESCRIPTION:
    URL:https://city.example/d/
    BEGIN:VALARM
    ACTION:DISPLAY
    TRIGGER:PT9H
    DESCRIPTION:Your draft\; go on
    END:VALARM
    END:VEVENT
    END:VCALENDAR
    """
    title = _text(reminder.title)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Minben//Reminder//EN",
        "BEGIN:VEVENT",
        f"UID:{reminder.key}",
        f"DTSTAMP:{reminder.written_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{reminder.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{reminder.day + timedelta(days=1):%Y%m%d}",
        # It takes nobody's day: whoever looks for a free hour sees none taken.
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{title}",
        f"DESCRIPTION:{_text(reminder.words)}",
        f"URL:{reminder.address}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:PT9H",
        f"DESCRIPTION:{title}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _text(words: str) -> str:
    """Escape what a calendar would take for signs of its own; any end of a line is one, and other controls are none."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = escaped.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join("".join(sign for sign in line if category(sign) not in _NO_TEXT) for line in lines)


def _folded(line: str) -> str:
    """Break a line between characters, never within one."""
    parts, room = [""], _LINE_OCTETS
    for character in line:
        octets = len(character.encode())
        if octets > room:
            parts.append("")
            # The space that begins it counts too.
            room = _LINE_OCTETS - 1
        parts[-1] += character
        room -= octets
    return "\r\n ".join(parts)
