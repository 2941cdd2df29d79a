"""What the city's spreadsheets look like: sheets, their columns in both languages, notes and examples."""

from django.utils.translation import gettext_lazy as _

from minben.accounts.actions import Role
from minben.commons.tables.filled import Column, Sheet
from minben.ground.registers.core.kinds import Duty, PlaceKind, UnitKind


def _codes(kinds: type[PlaceKind] | type[UnitKind] | type[Duty] | type[Role]) -> str:
    return ", ".join(kind.value for kind in kinds)


_CODE = _("Short and lasting; other sheets name this row by it.")

PLACES = Sheet(
    "places",
    (
        Column("code", "代码", "Code", _CODE, needed=True),
        Column("kind", "类别", "Kind", _codes(PlaceKind), needed=True),
        Column("name", "名称", "Name", _("As people call it."), needed=True),
        Column("name_en", "英文名称", "English name", _("May stay empty.")),
        Column("parent", "上级代码", "Part of", _("Code of the place it lies in; empty for a district.")),
        Column("lat", "纬度", "Latitude", _("Degrees, for example 30.25; may stay empty.")),
        Column("lon", "经度", "Longitude", _("Degrees, for example 120.15; may stay empty.")),
        Column("aliases", "别名", "Also called", _("Other names, with ; between them.")),
    ),
    (
        ("d1", "district", "江畔区", "Jiangpan District", "", 30.29, 120.18, ""),
        ("d1c1", "community", "江畔社区", "Jiangpan Community", "d1", 30.291, 120.179, "江畔花园;江畔新村"),
    ),
)
UNITS = Sheet(
    "units",
    (
        Column("code", "代码", "Code", _CODE, needed=True),
        Column("kind", "类别", "Kind", _codes(UnitKind), needed=True),
        Column("name", "名称", "Name", _("As people call it."), needed=True),
        Column("name_en", "英文名称", "English name", _("May stay empty.")),
        Column("parent", "上级代码", "Under", _("Code of the unit it stands under; may stay empty.")),
        Column("place", "服务区域", "Area", _("Code of the place it serves; empty for the whole city.")),
        Column("phone", "电话", "Telephone", _("What people may call.")),
        Column("address", "窗口地址", "Address", _("Where people can walk in.")),
        Column("address_en", "英文地址", "English address", _("May stay empty.")),
        Column("opens", "开放时间", "Opening hours", _("In words.")),
        Column("opens_en", "英文开放时间", "English hours", _("May stay empty.")),
    ),
    (
        ("heat", "company", "热力公司", "Heating Company", "", "", "", "", "", "供暖季全天", ""),
        (
            "hall",
            "centre",
            "江畔区便民服务中心",
            "",
            "",
            "d1",
            "",
            "民安路4号",
            "",
            "周一至周六 8:30–17:30",
            "",
        ),
        ("urban-d1", "department", "江畔区城管局", "", "", "d1", "", "", "", "", ""),
    ),
)
ROLES = Sheet(
    "roles",
    (
        Column("username", "账号", "Account", _("What the person signs in with."), needed=True),
        Column("display", "姓名", "Name", _("Shown to colleagues."), needed=True),
        Column("role", "角色", "Role", _codes(Role), needed=True),
        Column("unit", "单位代码", "Unit", _("Code from the sheet of units; empty for none.")),
        Column("duty", "职责", "Duty", _codes(Duty)),
        Column("since", "起始日期", "Since", _("A date such as 2026-01-01; needed with a unit.")),
    ),
    (("wangfang", "王芳", "clerk", "hall", "clerk", "2026-01-01"),),
    # A template that nobody filled in must not open an account.
    pass_examples_over=True,
)
DAYS = Sheet(
    "calendar",
    (
        Column("day", "日期", "Day", _("A date such as 2026-10-01."), needed=True),
        Column(
            "works", "是否上班", "Worked", _("yes: a weekend day that is worked; no: a day off."), needed=True
        ),
        Column("name", "名称", "Name", _("May stay empty.")),
        Column("source", "依据", "Source", _("The notice that says so."), needed=True),
        Column("verified", "已核对", "Checked", _("yes only if somebody compared it with the notice.")),
    ),
    (("2026-10-01", "no", "国庆节", "国办发明电〔2025〕7号", "yes"),),
)
SHEETS = (PLACES, UNITS, ROLES, DAYS)
