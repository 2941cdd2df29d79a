"""What the city has set for asking people: how many, how often, and in which words."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from minben.commons.parameters import load

PACKAGE = "minben.evaluation.outcomes"
QUESTIONS = ("responded", "solved", "satisfied", "contacts", "visits", "papers", "words")


@dataclass(frozen=True, slots=True)
class Rule:
    """How follow-ups are drawn and called; hours are local [h]."""

    share: float
    within_days: int
    attempts: int
    first_hour: int
    last_hour: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence in both languages, with the answers to choose from where there are any."""

    zh: str
    en: str
    answers: tuple[tuple[int, str, str], ...] = ()

    def words(self, language: str) -> str:
        """Return the sentence in a language, Chinese unless it is English."""
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The wording in force since a day."""

    since: date
    opening: Wording
    questions: dict[str, Wording]


def rule(day: date) -> Rule:
    """Return how follow-ups are drawn on a day.

    Raises
    ------
    TeachingError
        ``parameter_not_in_force`` before the first entry.
    """
    return Rule(**load(PACKAGE, "followups").at("drawing", day).value)


def satisfied_from(day: date) -> int:
    """Return the lowest of five marks that counts as satisfied on a day."""
    return int(load(PACKAGE, "followups").at("satisfied_from", day).value)


def uncompared(day: date) -> bool:
    """Tell whether a rule behind the figures, whom to ask or what counts as satisfied, was never verified."""
    book = load(PACKAGE, "followups")
    return not all(book.at(key, day).verified for key in ("drawing", "satisfied_from"))


@cache
def questionnaire(day: date) -> Questionnaire:
    """Return the words to be used on a day, in the order in which they are asked."""
    book = load(PACKAGE, "questionnaire")
    found = {key: book.at(key, day) for key in ("opening", *QUESTIONS)}
    worded = {key: _wording(entry.value) for key, entry in found.items()}
    since = max(entry.since for entry in found.values())
    return Questionnaire(since, worded.pop("opening"), worded)


def _wording(value: dict[str, object]) -> Wording:
    answers = value.get("answers", [])
    rows = answers if isinstance(answers, list) else []
    return Wording(
        str(value["zh"]), str(value["en"]), tuple((int(r["mark"]), str(r["zh"]), str(r["en"])) for r in rows)
    )
