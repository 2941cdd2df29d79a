"""The headings and the standard answers of a real city, from spreadsheets that its offices fill in."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.commons.tables import BadRow
from minben.commons.tables import filled as tables
from minben.ground.registers import queries as registers
from minben.needs.hotline.actions.categories import NewAnswer, NewCategory, add_answers, add_categories
from minben.needs.hotline.words import Tier

_MAY_BE_EMPTY = gettext_lazy("May stay empty.")
CATEGORIES = tables.Sheet(
    "categories",
    (
        tables.Column(
            "code", "代码", "Code", gettext_lazy("Short and lasting; other sheets name this row by it."), True
        ),
        tables.Column("name", "名称", "Name", gettext_lazy("As a clerk would say it."), True),
        tables.Column("name_en", "英文名称", "English name", _MAY_BE_EMPTY),
        tables.Column(
            "parent", "上级代码", "Part of", gettext_lazy("Code of the heading above, in an earlier row.")
        ),
        tables.Column(
            "tier", "层次", "Tier", gettext_lazy("basic (底线) or development (发展); empty for basic.")
        ),
    ),
    (
        ("utilities", "水电气热", "Heat, water, power, gas", "", "basic"),
        ("heating", "供暖", "Heating", "utilities", "basic"),
        ("environment", "环境秩序", "Surroundings", "", "basic"),
        ("noise", "噪声扰民", "Noise", "environment", "basic"),
        ("sanitation", "市容环卫", "Street cleaning", "environment", "basic"),
    ),
)
ANSWERS = tables.Sheet(
    "answers",
    (
        tables.Column("category", "诉求类别", "Category", gettext_lazy("Code of a heading; may stay empty.")),
        tables.Column("question", "问题", "Question", gettext_lazy("As people ask it."), True),
        tables.Column(
            "words",
            "答复",
            "Answer",
            gettext_lazy("Short, plain, exact; what to do and what to bring."),
            True,
        ),
        tables.Column("source", "依据", "Source", gettext_lazy("The document that says so."), True),
        tables.Column(
            "since",
            "起始日期",
            "Since",
            gettext_lazy("The first day in force, for example 2026-01-01."),
            True,
        ),
        tables.Column("owner", "责任单位", "Owner", gettext_lazy("Code of the unit that answers for it.")),
        tables.Column("question_en", "英文问题", "English question", _MAY_BE_EMPTY),
        tables.Column("words_en", "英文答复", "English answer", _MAY_BE_EMPTY),
    ),
    (
        (
            "heating",
            "供暖从哪天开始？",
            "每年11月15日开始。",
            "市供热办法第12条",
            "2026-01-01",
            "heat",
            "",
            "",
        ),
    ),
)
SHEETS = (CATEGORIES, ANSWERS)


def write_templates(folder: Path) -> list[Path]:
    """Write the templates of this feature's spreadsheets into a folder."""
    return tables.write_templates(folder, SHEETS)


def bring_sheets(folder: Path, *, at: datetime) -> tables.Brought:
    """Bring headings and standard answers; a sheet that is not there is passed over, the same again adds nothing."""
    counts: dict[str, int] = {}
    bad: list[tuple[str, BadRow]] = []
    units = {row.code: row.key for row in registers.units()}
    with transaction.atomic():
        if path := tables.sheet_in(folder, CATEGORIES):
            good, wrong = tables.read_sheet(path, CATEGORIES, _category, _empty)
            add_categories(rows=[one.row for one in good], at=at)
            counts["categories"] = len(good)
            bad += [(path.name, row) for row in wrong]
        if path := tables.sheet_in(folder, ANSWERS):
            answers, wrong = tables.read_sheet(path, ANSWERS, lambda cells: _answer(cells, units), _empty)
            add_answers(rows=[one.row for one in answers], at=at)
            counts["answers"] = len(answers)
            bad += [(path.name, row) for row in wrong]
    return tables.Brought(counts, tuple(bad))


def _empty(column: tables.Column) -> tables.WrongCellError:
    return tables.WrongCellError(column.key, _("The cell is empty."), _("Fill it in: %s") % column.note)


def _category(cells: Mapping[str, str]) -> NewCategory:
    tier = cells["tier"] or Tier.BASIC
    if tier not in set(Tier):
        raise tables.WrongCellError("tier", _("This is no tier."), _("Write basic or development."))
    return NewCategory(
        code=cells["code"][:80], name=cells["name"][:120], name_en=cells["name_en"][:120], parent=cells["parent"],
        tier=tier,
    )  # fmt: skip


def _answer(cells: Mapping[str, str], units: Mapping[str, int]) -> NewAnswer:
    owner = cells["owner"]
    if owner and owner not in units:
        reason, remedy = _("No unit has this code."), _("Correct it, or add the unit to the sheet of units.")
        raise tables.WrongCellError("owner", reason, remedy)
    try:
        since = tables.day_of(cells["since"])
    except ValueError:
        raise tables.WrongCellError("since", _("This is no day."), _("Write it like 2026-03-12.")) from None
    return NewAnswer(
        category=cells["category"], question=cells["question"][:200], question_en=cells["question_en"][:200],
        words=cells["words"], words_en=cells["words_en"], source=cells["source"][:300], since=since,
        owner_id=units.get(owner),
    )  # fmt: skip
