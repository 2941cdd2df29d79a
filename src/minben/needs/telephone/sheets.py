"""The spreadsheet into which a pile of paper is typed: one row a call, as the printed form asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NoReturn, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.commons.tables import BadRow, filled
from minben.ground.registers import queries as registers
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries as requests
from minben.needs.telephone.actions import Keyed, PaperCall, key_in_offline

Key = TypeVar("Key")
KEPT = timedelta(days=30)
MOST = 2_000
"""Rows in one spreadsheet."""

_MAY_BE_EMPTY = gettext_lazy("May stay empty.")
_URGENCY = {"紧急": "urgent", "较急": "soon", "一般": "normal"}
_REPLY = {"电话": "phone", "书信": "letter", "不用联系": "nothing", "短信": "sms"}
_AGREED = {"本人当面": "in_person", "电话里": "by_phone", "书面": "in_writing", "监护人": "guardian"}
CALLS = filled.Sheet(
    "calls-on-paper",
    (
        filled.Column(
            "number", "单号", "Sheet", gettext_lazy("The number on the sheet; each only once."), True
        ),
        filled.Column("day", "日期", "Day", gettext_lazy("The day of the call, such as 2026-03-11."), True),
        filled.Column("clock", "时间", "Time", gettext_lazy("The time of the call, such as 09:05."), True),
        filled.Column("text", "来电人说", "What was said", gettext_lazy("In the person's own words."), True),
        filled.Column("phone", "电话", "Telephone", _MAY_BE_EMPTY),
        filled.Column("name", "姓名", "Name", _MAY_BE_EMPTY),
        filled.Column("place", "社区", "Community", gettext_lazy("Its name or code; may stay empty.")),
        filled.Column("address", "地址", "Where", gettext_lazy("As they say it; may stay empty.")),
        filled.Column("category", "诉求类别", "Category", gettext_lazy("Its name or code; may stay empty.")),
        filled.Column(
            "urgency",
            "缓急",
            "How urgent",
            gettext_lazy("紧急 urgent, 较急 soon or 一般 normal; may stay empty."),
        ),
        filled.Column(
            "reply_by",
            "怎么答复",
            "Answer by",
            gettext_lazy("电话 phone, 书信 letter, 短信 sms or 不用联系 nothing."),
        ),
        filled.Column(
            "helper_name", "代办人", "Helper", gettext_lazy("Only where somebody else called for the person.")
        ),
        filled.Column(
            "consent_how",
            "本人怎么同意",
            "The person agreed",
            gettext_lazy(
                "With a helper: 本人当面 in_person, 电话里 by_phone, 书面 in_writing, 监护人 guardian."
            ),
        ),
    ),
    (
        (
            "P-0001",
            "2026-03-11",
            "09:05",
            "三号楼暖气不热，家里有老人",
            "",
            "",
            "",
            "三号楼",
            "",
            "较急",
            "不用联系",
            "",
            "",
        ),
    ),
    pass_examples_over=True,
)


@dataclass(frozen=True, slots=True)
class Pile:
    """What a spreadsheet brought: what was keyed in, and the rows set aside with their remedies."""

    keyed: Keyed
    bad: tuple[BadRow, ...]


def write_template(folder: Path) -> Path:
    """Write the template into a folder."""
    return filled.write_templates(folder, [CALLS])[0]


def key_in(path: Path, *, by: int, at: datetime) -> Pile:
    """Key in a spreadsheet: good rows become requests, the others are set aside with reason and remedy.

    Raises
    ------
    TeachingError
        When it cannot be read as a table, or a needed column is absent.
    """
    reader = _Reader(at)
    good, bad = filled.read_sheet(path, CALLS, reader.read, _empty)
    rows = [one.row for one in good]
    return Pile(key_in_offline(rows=rows[:MOST], by=by, at=at), (*bad, *_too_many(good[MOST:])))


def _too_many(left: Sequence[filled.Numbered[PaperCall]]) -> list[BadRow]:
    reason, remedy = _("There are more rows than are keyed in at once."), _("Put the rest into another file.")
    return [
        filled.WrongCellError("number", reason, remedy).aside(CALLS, one.number, one.row.number)
        for one in left
    ]


def _empty(column: filled.Column) -> filled.WrongCellError:
    return filled.WrongCellError(column.key, _("The cell is empty."), _("Fill it in: %s") % column.note)


class _Reader:
    """Reads rows; what the registers hold is looked up once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.places = {
            name: row.key
            for row in registers.gazetteer()
            for name in (row.code, row.name, row.name_en)
            if name
        }
        self.headings = {
            name: row.code
            for row in requests.categories()
            for name in (row.code, row.name, row.name_en)
            if name
        }

    def read(self, cells: Mapping[str, str]) -> PaperCall:
        reply = _one_of(cells, "reply_by", _REPLY) or "nothing"
        if reply in ("phone", "sms") and not cells["phone"]:
            _wrong(
                "phone", _("Without a number nobody can be called."), _("Write it, or choose another way.")
            )
        if reply == "letter" and not cells["address"]:
            _wrong(
                "address", _("Without an address no letter arrives."), _("Write it, or choose another way.")
            )
        consent = _one_of(cells, "consent_how", _AGREED)
        if cells["helper_name"] and not consent:
            _wrong(
                "consent_how", _("A helper needs the person's consent."), _("Write how the person agreed.")
            )
        intake = hotline.Intake(
            text=cells["text"][:5000],
            received_at=self._moment(cells),
            channel="proxy" if cells["helper_name"] else "phone",
            person_key=hotline.mark_of_phone(cells["phone"]),
            contact=_contact(cells, reply, consent),
            place_id=_known(cells, "place", self.places),
            address=cells["address"][:300],
            category=_known(cells, "category", self.headings) or "",
            urgency=_one_of(cells, "urgency", _URGENCY),
            keyed_later=True,
        )
        return PaperCall(number=cells["number"][:60], intake=intake)

    def _moment(self, cells: Mapping[str, str]) -> datetime:
        try:
            day = filled.day_of(cells["day"])
        except ValueError:
            _wrong("day", _("This is no day."), _("Write it like 2026-03-12."))
        try:
            clock = time.fromisoformat(cells["clock"].replace("：", ":").zfill(5))
        except ValueError:
            _wrong("clock", _("This is no time of day."), _("Write it like 09:05."))
        moment = timezone.make_aware(datetime.combine(day, clock.replace(tzinfo=None)))
        if not self.at - KEPT < moment <= self.at:
            _wrong(
                "day", _("The call lies ahead, or more than 30 days back."), _("Compare it with the sheet.")
            )
        return moment


def _known(cells: Mapping[str, str], key: str, register: Mapping[str, Key]) -> Key | None:
    if not cells[key]:
        return None
    if cells[key] not in register:
        _wrong(key, _("No register holds this."), _("Write a name of the register, or leave it empty."))
    return register[cells[key]]


def _one_of(cells: Mapping[str, str], key: str, codes: Mapping[str, str]) -> str:
    """Return the code of a word, written in either language; nothing stays nothing."""
    said = cells[key]
    if said and said not in codes and said not in codes.values():
        _wrong(
            key,
            _("This is none of the words that are possible here."),
            _("Write one of: %s") % "、".join(codes),
        )
    return codes.get(said, said)


def _contact(cells: Mapping[str, str], reply: str, consent: str) -> hotline.ContactGiven:
    return hotline.ContactGiven(
        name=cells["name"][:80], phone=cells["phone"][:40], address=cells["address"][:300] if reply == "letter" else "",
        reply_by=reply, helper_name=cells["helper_name"][:80], consent_how=consent,
    )  # fmt: skip


def _wrong(column: str, reason: str, remedy: str) -> NoReturn:
    raise filled.WrongCellError(column, reason, remedy)
