"""What a draft page shows: how the words were understood, with what the person has already put right."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.utils.timezone import localtime

from minben.ground.registers import queries as registers
from minben.needs.hotline import actions, boundaries, queries
from minben.needs.hotline.core.places import PlaceFound
from minben.needs.hotline.drafts import Said
from minben.needs.hotline.wording import name_of

# A deadline or an urgency the person did not choose is told with the words that led to it.
_SHOWN_WORDS = 3


@dataclass(frozen=True)
class Understanding:
    """One draft as it was understood; whatever the person said themselves comes before what was read."""

    said: Said
    read: actions.Understood
    at: datetime

    @property
    def kind(self) -> str:
        return self.said.kind or self.read.reading.kind.value

    @property
    def urgency(self) -> str:
        return self.said.urgency or self.read.reading.urgency.value

    @property
    def tier(self) -> str:
        return self.read.reading.tier.value

    @property
    def since_when(self) -> str:
        return self.said.since_when or ("" if "when" in self.said.settled else self.read.since_when)

    @property
    def reads_when(self) -> bool:
        """Tell whether the time was read from the words and not said by the person themselves."""
        return bool(self.since_when) and not self.said.since_when

    @property
    def reads_where(self) -> bool:
        """Tell whether the place was read from the words and not said by the person themselves."""
        return self._place_read is not None and not (self.said.place or self.said.address)

    @property
    def _place_read(self) -> PlaceFound | None:
        return None if "where" in self.said.settled else self.read.place

    @property
    def counts(self) -> tuple[str, ...]:
        """How many people, homes or things the words count."""
        return self.read.counts[:_SHOWN_WORDS]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Emergency numbers to call before anything else."""
        return self.read.reading.numbers

    @property
    def life_at_stake(self) -> bool:
        """Tell whether the person may want to end their life: then the page first asks how to reach them."""
        return "suicide" in self.read.reading.alerts

    @property
    def vulnerable(self) -> tuple[str, ...]:
        return self.read.reading.vulnerable

    @property
    def deciding_words(self) -> tuple[str, ...]:
        """The words of the text from which the urgency was read; none when the person chose it."""
        return () if self.said.urgency else self.read.reading.words.get("urgency", ())[:_SHOWN_WORDS]

    @property
    def category_code(self) -> str:
        return self.said.category or (self.read.guesses[0].category if self.read.sure else "")

    @cached_property
    def category(self) -> "queries.CategoryRow | None":
        return next((row for row in queries.categories() if row.code == self.category_code), None)

    @property
    def category_name(self) -> str:
        return name_of(self.category) if self.category else ""

    @property
    def confidence(self) -> float | None:
        """How sure the program is [%]; nothing when a person chose."""
        return (
            None if self.said.category or not self.read.sure else round(self.read.guesses[0].confidence * 100)
        )

    @property
    def place_key(self) -> int | None:
        return self.said.place or (self._place_read.key if self._place_read else None)

    @cached_property
    def place_name(self) -> str:
        """The place with what it lies in, the widest first."""
        rows = {row.key: row for row in registers.gazetteer()}
        names: list[str] = []
        row = rows.get(self.place_key or 0)
        while row is not None:
            names.append(name_of(row))
            row = rows.get(row.parent or 0)
        return " ".join(reversed(names))

    @property
    def address(self) -> str:
        return self.said.address or (self._place_read.address if self._place_read else "")

    @property
    def whistle(self) -> bool:
        return self.kind == "whistle"

    @cached_property
    def boundaries(self) -> list[boundaries.Boundary]:
        return boundaries.suggested(self.said.text, day=localtime(self.at).date())

    @cached_property
    def answers(self) -> "list[queries.AnswerRow]":
        """Standard answers, for a question that was not yet sent on to a person."""
        if self.kind != "consultation" or self.said.to_clerk:
            return []
        return list(
            queries.standard_answers(
                text=self.said.text, category=self.category_code, on=localtime(self.at).date()
            )
        )

    @cached_property
    def earlier(self) -> "queries.Earlier | None":
        """Answers that anybody may see, for a question that was not yet sent on, besides those found by its words."""
        if self.kind != "consultation" or self.said.to_clerk or self.life_at_stake:
            return None
        found = queries.public_replies(message=self.read.masked.text, at=self.at)
        known = {-answer.key for answer in self.answers}
        return replace(found, rows=tuple(row for row in found.rows if row.key not in known))

    @cached_property
    def similar(self) -> "list[queries.NearRow]":
        """Open requests about what seems to be the same thing; none about wrongdoing, which stays apart."""
        if self.whistle or self.category is None:
            return []
        return list(
            queries.near(
                category_id=self.category.key, place_id=self.place_key, lat=self.said.lat, lon=self.said.lon,
                text=self.said.text, at=self.at,
            )
        )  # fmt: skip


def understanding_of(said: Said, *, at: datetime) -> Understanding:
    """Read the words of a draft; nothing is kept by it."""
    return Understanding(said, actions.understand(texts=[said.text], at=at)[0], at)


def kept_back(understood: Understanding) -> bool:
    """Tell whether the name is kept back unless the person chooses otherwise."""
    return understood.whistle or understood.life_at_stake


def sheltered(said: Said, *, at: datetime) -> Said:
    """Keep the name back where the words tell of wrongdoing or of despair; the person may still choose otherwise."""
    if said.identity != "named":
        return said
    if not kept_back(understanding_of(said, at=at)):
        return said
    return replace(said, identity="confidential")
