"""What goes through the hotline's doors: plain, frozen shapes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGiven:
    """How to reach the person, and who helped them; empty strings where nothing was given.

    ``language`` is that of the pages the person used.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    reply_by: str = "nothing"
    helper_name: str = ""
    helper_phone: str = ""
    helper_relation: str = ""
    consent_how: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """One need as it comes in at any edge.

    Attributes
    ----------
    text : str
        The person's own words.
    received_at : datetime
        Aware moment at which they said it.
    source, source_key : str
        Where an export came from and the row's own key there; together they are taken in once only.
    person_id : int or None
        The person in the registers; ``person_key`` is the exporter's own opaque key instead.
    category, unit : str
        Codes or names as the edge or the export has them; empty lets the hotline understand and dispatch route.
    due_at, closed_at : datetime or None
        Deadline and closing as an export recorded them.
    kind, urgency : str
        Empty lets the lexicon read them from the text.
    reply : str
        What was answered already, as an export recorded it.
    settled : frozenset of str
        ``where``, ``when``: what the person told of these stands as it is, and what is empty is not read from the text.
    keyed_later : bool
        Taken on paper: the deadline counts from ``received_at``, not from the keying in.
    """

    text: str
    received_at: datetime
    channel: str = "web"
    identity: str = "named"
    source: str = ""
    source_key: str = ""
    person_id: int | None = None
    person_key: str = ""
    contact: ContactGiven | None = None
    place_id: int | None = None
    address: str = ""
    since_when: str = ""
    lat: float | None = None
    lon: float | None = None
    category: str = ""
    kind: str = ""
    urgency: str = ""
    unit: str = ""
    due_at: datetime | None = None
    closed_at: datetime | None = None
    support: int = 0
    against_id: int | None = None
    join_event: int | None = None
    to_clerk: bool = False
    keyed_later: bool = False
    settled: frozenset[str] = frozenset()
    turn: str = ""
    reply: str = ""
    facts: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An understood request as it is handed over to those who act; no personal data in it."""

    request_id: int
    category_id: int
    category_code: str
    place_id: int | None
    urgency: str
    vulnerable: bool
    danger: bool
    kind: str
    received_at: datetime
    event_id: int | None
    person_id: int | None
    identity: str
    against_id: int | None
    unit: str = ""
    due_at: datetime | None = None
    closed_at: datetime | None = None
    resent: bool = False
    keyed_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What dispatch tells the person: who acts, by when, and why; ``why`` holds codes with their facts.

    ``closed_at`` is when a record says that it was closed: then nothing is promised any more.
    """

    request_id: int
    unit_id: int
    due_at: datetime | None
    why: Sequence[Mapping[str, JSON]]
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One thing that happened to a request, appended to its history; ``state`` moves it when given.

    ``at`` is when it happened, where a record tells of another moment than that of the call. ``due_at`` is the
    new deadline, where this moved it.
    """

    request_id: int
    step: str
    actor: str
    state: str = ""
    user_id: int | None = None
    unit_id: int | None = None
    words: str = ""
    facts: Mapping[str, JSON] = field(default_factory=dict)
    public: bool = True
    at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The person's own word on whether it is solved."""

    request_id: int
    solved: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a clerk sets right; empty fields stay as they are."""

    category: str = ""
    place_id: int | None = None
    address: str = ""
    urgency: str = ""
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A request that left or re-entered the work: ``step`` says how (withdrawn, added, ending_agreed, resumed)."""

    request_id: int
    step: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a batch: ids in the order given (None where it was known or failed), and counts.

    ``apart`` reported wrongdoing and went to the reporting desk.
    """

    request_ids: Sequence[int | None]
    known: int
    classified: int
    abstained: int
    grouped: int
    handed_over: int
    stranded: int
    apart: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FromCall:
    """What the telephone already knows when a clerk goes on to the desk; ``back`` is the page of the call."""

    call: str
    back: str = ""
    phone: str = ""
    text: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedTo:
    """A request that was taken from a call."""

    call: str
    request_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Parts of requests that were removed for good; ``wholly``: because the person asked, so that no word stays."""

    request_ids: tuple[int, ...]
    parts: tuple[str, ...]
    wholly: bool = False


CallFollower: TypeAlias = Callable[[Sequence[LedTo], datetime], None]
ArrivalFollower: TypeAlias = Callable[[Sequence[Arrival], datetime], None]
JudgementFollower: TypeAlias = Callable[[Sequence[Judgement], datetime], None]
MovedFollower: TypeAlias = Callable[[Sequence[Moved], datetime], None]
RemovedFollower: TypeAlias = Callable[[Sequence[Removed], datetime], None]
