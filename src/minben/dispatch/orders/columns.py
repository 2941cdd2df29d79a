"""What the two spreadsheets of dispatch look like: the catalogue and the crews, in both languages."""

from django.utils.translation import gettext_lazy as _

from minben.commons.tables.filled import Column, Sheet

_LIMIT = _("For example 24 hours, 3 days or 5 working days; empty for the city's own limit.")

CATALOGUE = Sheet(
    "catalogue",
    (
        Column("category", "诉求类别", "Category", _("Code or name of the category."), needed=True),
        Column("place", "区域", "Area", _("Code or name of a place; empty for everywhere else.")),
        Column("unit", "承办单位", "Unit", _("Code or name of the unit that answers."), needed=True),
        Column(
            "since", "起始日期", "Since", _("The first day in force, for example 2026-01-01."), needed=True
        ),
        Column("until", "截止日期", "Until", _("The last day in force; empty while it goes on.")),
        Column("source", "依据", "Source", _("The document that says so."), needed=True),
        Column("verified", "已核对", "Verified", _("yes when somebody compared the row with its source.")),
        Column(
            "sign_hours",
            "签收时限（小时）",
            "Sign within (hours)",
            _("Whole hours; empty for the city's limit."),
        ),
        Column("urgent", "紧急时限", "Urgent", _LIMIT),
        Column("soon", "较急时限", "Soon", _LIMIT),
        Column("normal", "一般时限", "Normal", _LIMIT),
    ),
    (
        (
            "heating",
            "",
            "heat",
            "2026-01-01",
            "",
            "临政办〔2025〕12号",
            "no",
            1,
            "2 小时",
            "24 小时",
            "3 个工作日",
        ),
        (
            "noise",
            "d1",
            "urban-d1",
            "2026-01-01",
            "",
            "临政办〔2025〕12号",
            "no",
            "",
            "",
            "",
            "5 working days",
        ),
    ),
)
CREWS = Sheet(
    "crews",
    (
        Column("unit", "承办单位", "Unit", _("Code or name of the unit."), needed=True),
        Column("name", "班组名称", "Crew", _("As people call it."), needed=True),
        Column("name_en", "英文名称", "English name", _("May stay empty.")),
        Column(
            "per_day", "每日上门数", "Visits a day", _("How many visits it can make in a day."), needed=True
        ),
        Column("skills", "可办类别", "Skills", _("Codes of categories with ; between them; empty for all.")),
    ),
    (
        ("heat", "抢修一班", "Repair crew 1", 8, ""),
        ("urban-d1", "巡查二班", "Patrol 2", 12, "noise;sanitation"),
    ),
)
SHEETS = (CATALOGUE, CREWS)
