"""What the public sees of a request: open or closed, how exact the place is, which steps of its history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from minben.needs.hotline.core.states import OPEN

DIGITS = 4
"""Decimals of a shown latitude or longitude: a square of about 11 m by 10 m."""

TOLD = frozenset({
    "received", "routed", "signed", "sent_back", "asked", "added", "visited", "supervised", "done", "answered",
    "solved", "not_solved", "joined", "withdrawn", "closed", "ending_agreed", "resumed", "declined", "passed_on",
    "heard_back", "corrected",
})  # fmt: skip
"""Steps of a history that are told as updates; calls, chasers and appeals are between the person and the centre."""

_ENDING = frozenset({"answered", "withdrawn", "closed", "ending_agreed", "declined"})


@dataclass(frozen=True, slots=True)
class Coarse:
    """Which headings say something about a person's life, so that their place is shown as a community only.

    ``headings`` are codes of categories and of what stands above them; ``words`` are parts of names.
    """

    headings: frozenset[str]
    words: tuple[str, ...]

    @classmethod
    def of(cls, value: Mapping[str, Collection[str]]) -> "Coarse":
        """Read the dated value of the parameter."""
        return cls(frozenset(value["headings"]), tuple(word.casefold() for word in value["words"]))


def status_of(state: str) -> str:
    """Return the standard's word for a state; closed is not solved, and the notes say which.

    >>> status_of("done"), status_of("answered"), status_of("suspended")
    ('open', 'closed', 'open')
    """
    return "open" if state in OPEN else "closed"


def status_after(step: str) -> str:
    """Return the status that a step of the history left behind.

    >>> status_after("routed"), status_after("withdrawn")
    ('open', 'closed')
    """
    return "closed" if step in _ENDING else "open"


def is_coarse(codes: Sequence[str], names: Sequence[str], signals: Mapping[str, object], by: Coarse) -> bool:
    """Tell whether a place must not be shown exactly.

    Parameters
    ----------
    codes, names : sequence of str
        Of the category and of every heading above it.
    signals : mapping
        What the reading found; a hint at an ill, old or poor person makes any place a private one.

    Examples
    --------
    >>> by = Coarse(frozenset({"care"}), ("医",))
    >>> is_coarse(["road"], ["道路"], {}, by), is_coarse(["x"], ["医保"], {}, by)
    (False, True)
    """
    if signals.get("vulnerable") or by.headings & set(codes):
        return True
    told = " ".join(names).casefold()
    return any(word in told for word in by.words)


def point(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    """Round a point to what is shown.

    >>> point(30.261234, 120.151234)
    (30.2612, 120.1512)
    """
    if lat is None or lon is None:
        return None, None
    return round(lat, DIGITS), round(lon, DIGITS)


def update_number(public_id: str, nth: int) -> str:
    """Return the number of an update: that of its request, and which of its public steps it is.

    >>> update_number("q7f3", 2)
    'q7f3.2'
    """
    return f"{public_id}.{nth}"
