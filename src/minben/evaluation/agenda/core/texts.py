"""A text that everybody reads: in Chinese, and in English where somebody wrote it so."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

# The same thing takes about twice as many letters in English.
_IN_ENGLISH = 2


class Most(IntEnum):
    """How long a text may be, in Chinese characters; twice as many letters in English."""

    THEME = 60
    TITLE = 80
    TASK = 200
    WORDS = 2_000

    @property
    def in_english(self) -> int:
        """How many letters the English text may have."""
        return self.value * _IN_ENGLISH


@dataclass(frozen=True, slots=True)
class Text:
    """Words in both languages, without the blanks around them; true where there are any in Chinese.

    Examples
    --------
    >>> Text(" 先查循环泵。 "), bool(Text("  ", "Pumps first."))
    (Text(zh='先查循环泵。', en=''), False)
    """

    zh: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        """Take the blanks off, so that a text of blanks is none."""
        object.__setattr__(self, "zh", self.zh.strip())
        object.__setattr__(self, "en", self.en.strip())

    def __bool__(self) -> bool:
        """Tell whether there is anything to read; English alone is not enough."""
        return bool(self.zh)

    @classmethod
    def of(cls, row: object, name: str) -> Self:
        """Read it from the two columns (or fields) of a name: ``words`` and ``words_en``."""
        return cls(getattr(row, name), getattr(row, f"{name}_en"))

    def columns(self, name: str) -> dict[str, str]:
        """Return it as the two columns of a name.

        Examples
        --------
        >>> Text("住得暖").columns("title")
        {'title': '住得暖', 'title_en': ''}
        """
        return {name: self.zh, f"{name}_en": self.en}

    def fits(self, most: Most) -> bool:
        """Tell whether both languages keep to a limit.

        Examples
        --------
        >>> Text("暖" * 60, "w" * 120).fits(Most.THEME), Text("暖", "w" * 121).fits(Most.THEME)
        (True, False)
        """
        return len(self.zh) <= most and len(self.en) <= most.in_english


NOTHING = Text()
