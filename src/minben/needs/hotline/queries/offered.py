"""What can be asked for from outside: the headings as services, and what each of them asks."""

from dataclasses import dataclass

from minben.needs.hotline.models import Question
from minben.needs.hotline.queries.lists import CategoryRow, categories


@dataclass(frozen=True, slots=True)
class Offered:
    """A heading that can be asked for, with the heading above it."""

    heading: CategoryRow
    above: CategoryRow | None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """What a heading asks for; ``values`` are keys with their Chinese and English names."""

    category: str
    code: str
    datatype: str
    required: bool
    words: str
    words_en: str
    values: tuple[tuple[str, str, str], ...]


def offered() -> list[Offered]:
    """Return every heading in force that requests are filed under, in the order of their codes."""
    rows = {row.key: row for row in categories()}
    return [Offered(row, rows.get(row.parent or 0)) for row in categories(leaves_only=True)]


def questions() -> dict[str, list[QuestionRow]]:
    """Return what the city itself asks for under each heading, by the heading's code."""
    fields = ("category__code", "code", "datatype", "required", "words", "words_en", "values")
    found: dict[str, list[QuestionRow]] = {}
    for told in Question.objects.order_by("category", "order", "code").values_list(*fields):
        category, code, datatype, required, words, words_en, values = told
        asked = QuestionRow(category, code, datatype, required, words, words_en, _values(values))
        found.setdefault(asked.category, []).append(asked)
    return found


def _values(stored: object) -> tuple[tuple[str, str, str], ...]:
    """Read what an administrator typed; a row that is none of ours is left out."""
    rows = stored if isinstance(stored, list) else []
    told = [[str(one) for one in row] for row in rows if isinstance(row, list) and 1 <= len(row) <= 3]
    return tuple((row[0], (row + row)[1], row[-1]) for row in told)
