"""A request on its way into the table: a few thousand of these are made where a table's own rows would be slow."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True, kw_only=True)
class Newcomer:
    """A request as it will stand in the table, under the names of its columns; ``key`` is 0 until it stands there.

    The fields without a comment are those of the table.
    """

    text: str
    masked: str
    received_at: datetime
    channel: str
    key: int = 0
    code: str = ""
    source: str = ""
    source_key: str = ""
    identity: str = "named"
    kind: str = "help"
    since_when: str = ""
    person_id: int | None = None
    category_id: int | None = None
    category_by: str = "nobody"
    confidence: float | None = None
    guesses: list[Any] = field(default_factory=list)
    place_id: int | None = None
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    tier: str = "basic"
    urgency: str = "normal"
    signals: dict[str, Any] = field(default_factory=dict)
    support: int = 0
    against_id: int | None = None
    event_id: int | None = None
    chases_id: int | None = None
    state: str = "received"
    unit_id: int | None = None
    due_at: datetime | None = None
    why: list[Any] = field(default_factory=list)
    closed_at: datetime | None = None
    solved: bool | None = None
    solved_at: datetime | None = None
    turn: str = ""
