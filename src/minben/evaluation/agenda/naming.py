"""Names, months and shares as the reader of a page reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minben.evaluation.agenda import wording
from minben.evaluation.agenda.core.texts import Text
from minben.ground.registers import queries as registers


class Names:
    """Names of groups in the reader's language; districts and communities are read once per page, if at all."""

    _KINDS: Mapping[str, registers.PlaceKind] = {
        "district": registers.PlaceKind.DISTRICT, "community": registers.PlaceKind.COMMUNITY
    }  # fmt: skip

    def __init__(self) -> None:
        self._places: dict[str, Mapping[str, str]] = {}

    def of(self, dimension: str, group: str) -> str:
        """Return a group's name; one that nobody named stands for itself."""
        known = wording.GROUPS.get((dimension, group))
        if known is not None:
            return str(known)
        if dimension not in self._KINDS:
            return group
        if dimension not in self._places:
            rows = registers.places_of(kind=self._KINDS[dimension])
            self._places[dimension] = {str(r.key): name_of(r) for r in rows}
        return self._places[dimension].get(group, group)


@dataclass(frozen=True, slots=True)
class Shown:
    """A text in the reader's language; ``is_chinese`` where an English reader gets it in Chinese, for want of another.

    In a template it is its words; its ``lang`` goes into the tag around them, for those who listen.
    """

    words: str
    is_chinese: bool

    def __str__(self) -> str:
        """Return the words."""
        return self.words

    def __bool__(self) -> bool:
        """Tell whether there is anything to read."""
        return bool(self.words)

    @property
    def lang(self) -> SafeString:
        """Return the attribute that names the language, where it is not the page's."""
        return SafeString(' lang="zh-Hans"' if self.is_chinese else "")


def shown(text: Text) -> Shown:
    """Return a text as the reader reads it: in English to an English reader, where there is one."""
    english = (get_language() or "").startswith("en")
    return Shown(text.en if english and text.en else text.zh, english and bool(text.zh) and not text.en)


def in_language(text: Text) -> str:
    """Return a text's words in the reader's language."""
    return shown(text).words


def name_of(row: object) -> str:
    """Return the name of a unit, a heading or a place in the reader's language."""
    return in_language(Text.of(row, "name"))


def month_name(year: int, month: int) -> str:
    """Return a month with its year."""
    return str(date_format(date(year, month, 1), _("F Y")))


def percent(value: float) -> str:
    """Return a share as per cent, without decimals."""
    return f"{number_format(round(value * 100))}%"
