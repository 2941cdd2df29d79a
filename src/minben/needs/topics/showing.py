"""Topics as pages show them: titles, sentences, bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minben.commons.bars import Bar
from minben.needs.topics import queries, wording


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a hotness: its name, what it adds, what it measures."""

    name: str
    value: float
    told: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Told:
    """A topic with its words."""

    row: queries.TopicRow
    title: str
    said: bool
    places: str
    hotness: str

    @property
    def is_crowd(self) -> bool:
        """True where most of its requests count for less."""
        return 2 * self.row.discounted > self.row.requests

    @property
    def first(self) -> str:
        """The day of its first request."""
        return wording.day_in_words(self.row.first)

    @property
    def last(self) -> str:
        """The day of its last request."""
        return wording.day_in_words(self.row.last)


@dataclass(frozen=True, slots=True)
class Less:
    """Requests that count for less for one reason, with their words; None and words where there are too few."""

    topic: queries.TopicRow | None
    title: str
    said: bool
    reason: str
    meaning: str
    requests: int | None
    people: str
    answered: str


def amount(value: float) -> str:
    """Write a part of a hotness: two decimals below ten, one below a hundred; a plain count has none."""
    size = abs(value)
    if value and value == round(value):
        return f"{value:.0f}"
    return f"{value:.2f}" if size < 10 else f"{value:.1f}" if size < 100 else f"{value:.0f}"


def tell(row: queries.TopicRow) -> Told:
    """Return a topic with its words."""
    title = row.title or row.stand_in or _("Without a heading")
    return Told(row, title, bool(row.title), wording.listed(row.places[:3]), amount(row.hotness))


def hotness_bars(topics: Sequence[Told]) -> list[Bar]:
    """One bar a topic, as long as it is hot."""
    return [
        Bar(f"{one.row.rank}. {one.title}", one.hotness, one.row.hotness, said=one.said) for one in topics
    ]


def parts(row: queries.TopicRow) -> list[Part]:
    """Every part of a hotness, in the order of the words; parts nobody has words for come last."""
    codes = [
        *(code for code in wording.PARTS if code in row.parts),
        *(c for c in row.parts if c not in wording.PARTS),
    ]
    return [
        Part(wording.part_name(code), row.parts[code], amount(row.parts[code]), wording.part_meaning(code))
        for code in codes
    ]


def part_bars(told: Sequence[Part]) -> list[Bar]:
    """One bar a part, as long as it adds."""
    return [Bar(one.name, one.told, one.value) for one in told]


def less(rows: Sequence[queries.Discounted], topics: Sequence[queries.TopicRow]) -> list[Less]:
    """Put what counts for less into words."""
    known = {one.key: one for one in topics}
    return [_less(row, known.get(row.topic)) for row in rows]


def _less(row: queries.Discounted, topic: queries.TopicRow | None) -> Less:
    told = tell(topic) if topic else None
    return Less(
        topic=topic,
        title=told.title if told else _("Other topics, together"),
        said=bool(told and told.said),
        reason=wording.reason_name(row.reason) or _("Other reasons, together"),
        meaning=wording.reason_meaning(row.reason) or _("Some of these are too few to be told apart."),
        requests=row.requests,
        people=_("fewer than ten") if row.people is None else str(row.people),
        answered=_("too few to show")
        if row.requests is None
        else _("%(answered)s of %(requests)s") % {"answered": row.answered, "requests": row.requests},
    )
