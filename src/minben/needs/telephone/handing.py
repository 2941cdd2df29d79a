"""What is known of a call, as it is told to 110: where, what danger, who, how to ring back, in the caller's words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from minben.ground.registers import queries as registers
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries as requests


@dataclass(frozen=True, slots=True)
class Known:
    """What was understood of the words so far; empty where nothing was said of it."""

    said: str
    where: str
    numbers: tuple[str, ...]
    alerts: tuple[str, ...]
    danger_words: tuple[str, ...]
    people: tuple[str, ...]
    phone: str
    another_person: bool

    @property
    def danger(self) -> bool:
        """True when somebody may be in danger: that stands before everything else."""
        return bool(self.numbers or self.alerts)

    def lines(self) -> list[str]:
        """Return the text for 110, line by line, in the reader's language."""
        not_known = _("not known yet: ask first")
        phone = self.phone or _("withheld")
        if self.another_person and self.phone:
            phone = _("%(phone)s (somebody else's telephone)") % {"phone": self.phone}
        told = [
            (_("Where"), self.where or not_known),
            (_("Danger"), "、".join(self.danger_words)),
            (_("People"), "、".join(requests.word("vulnerable", code) for code in self.people)),
            (_("Number to ring back"), phone),
            (_("The caller says"), self.said),
        ]
        return [_("%(what)s: %(told)s") % {"what": what, "told": words} for what, words in told if words]


def known(*, said: str, address: str, phone: str, another_person: bool, at: datetime) -> Known:
    """Read what the clerk wrote down while listening; nothing is kept by it."""
    understood = hotline.understand(texts=[f"{said} {address}".strip()], at=at)[0]
    reading, place = understood.reading, understood.place
    parts = [_place(place.key) if place and place.key else "", address or (place.address if place else "")]
    return Known(
        said=said,
        where=" ".join(part for part in parts if part),
        numbers=reading.numbers,
        alerts=reading.alerts,
        danger_words=_danger_words(reading),
        people=reading.vulnerable,
        phone=phone,
        another_person=another_person,
    )


def _danger_words(reading: hotline.Reading) -> tuple[str, ...]:
    if not reading.numbers and not reading.alerts:
        return ()
    said = [*reading.words.get("urgency", ()), *reading.words.get("alert", ())]
    return tuple(dict.fromkeys(said))


def _place(key: int) -> str:
    """A place with what it lies in, the widest first."""
    rows = {row.key: row for row in registers.gazetteer()}
    names: list[str] = []
    row = rows.get(key)
    while row is not None:
        names.append(row.name)
        row = rows.get(row.parent or 0)
    return "".join(reversed(names))
