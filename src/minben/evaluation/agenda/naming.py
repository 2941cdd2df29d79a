"""Names, months and shares as the reader of a page reads them."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minben.evaluation.agenda import wording
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
            self._places[dimension] = {str(r.key): in_language(r.name, r.name_en) for r in rows}
        return self._places[dimension].get(group, group)


def in_language(text: str, text_en: str) -> str:
    """Return the English text to an English reader, where there is one."""
    return text_en if text_en and in_english() else text


def in_english() -> bool:
    """Tell whether the reader reads English."""
    return (get_language() or "").startswith("en")


def month_name(year: int, month: int) -> str:
    """Return a month with its year."""
    return str(date_format(date(year, month, 1), _("F Y")))


def percent(value: float) -> str:
    """Return a share as per cent, without decimals."""
    return f"{number_format(round(value * 100))}%"
